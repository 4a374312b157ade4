import { firstHeader, headersNamed, headerText, messageMethod } from '../../../sip/message.ts';
import { parameterValue } from '../../../sip/parameters.ts';
import type { SipUri } from '../../../sip/uri.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { entranceOf } from '../expressions/moduleFilter.ts';
import { isSince } from '../facts/facts.ts';
import { effective, flag, isKnown, list } from '../model/model.ts';
import { isInDialog } from './explainInterceptors.ts';
import type { FlexisipQuestion, FlexisipTarget, FlexisipTrail } from './explanation.ts';
import { shownUri } from './storedContacts.ts';

const section = 'module::PushNotification';

/** What PushNotification does for one branch of a fork. */
export function pushTo(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
  contact: SipUri,
): FlexisipTarget['push'] {
  const device = deviceOf(contact);
  if (device === undefined) return null;
  const title = `Push notification to ${shownUri(contact)}`;
  const refuse = (detail: string, keys: readonly string[] = [], header?: string): 'not-sent' => {
    const settings = keys.map(key => effective(question.model, section, key).setting);
    trail.add(title, 'skipped', detail, { settings, header });
    return 'not-sent';
  };
  const entrance = entranceOf(question.model, section, messageVariables(question.message));
  if (!entrance.enters) {
    const why = entrance.reason === 'off' ? 'The module is disabled' : 'Its filter is false for this message';
    return refuse(`${why}: a sleeping device is not woken.`, ['enabled', 'filter']);
  }
  const header = whyNoPush(question);
  if (header !== undefined) return refuse(header.why, [], header.name);
  const client = clientFor(question, device);
  if (!client.exists) return refuse(client.why, client.keys);
  if (client.assumed !== undefined) trail.assume(client.assumed);
  const wait = effective(question.model, section, 'timeout');
  const own = parameterValue(contact.parameters, 'pn-timeout');
  const delay = own ?? (wait.value === '' ? '0' : wait.value);
  const settings = [...client.keys.map(key => effective(question.model, section, key).setting), wait.setting];
  const when = /^(0\D*$|-)/.test(delay)
    ? 'immediately'
    : `after ${/^\d+$/.test(delay) ? `${delay} seconds` : delay} without a reply`;
  trail.add(title, 'passed', `${client.why} The notification is sent ${when}.`, { settings });
  return 'sent';
}

interface Device {
  /** `apns`, `apns.dev`, `fcm` or another word. */
  readonly provider: string;
  /** The identifier of the application, which is also the name of the push client. */
  readonly application: string;
}

/** The parameters of RFC 8599, else those of older Linphone clients. */
function deviceOf({ parameters }: SipUri): Device | undefined {
  const value = (name: string): string => parameterValue(parameters, name) ?? '';
  const provider = value('pn-provider');
  if (provider !== '') {
    const application = provider.startsWith('apns')
      ? appleApplication(value('pn-param'), provider === 'apns.dev')
      : value('pn-param');
    return { provider, application };
  }
  if (value('pn-tok') === '') return undefined;
  const type = value('pn-type');
  const application = value('app-id');
  if (type === 'google' || type === 'firebase') return { provider: 'fcm', application };
  return { provider: application.includes('.dev') ? 'apns.dev' : 'apns', application };
}

/** `ABCD1234.org.example.voip` in production is the application `org.example.voip.prod`. */
function appleApplication(param: string, isDevelopment: boolean): string {
  const bundle = param.replace(/^[^.]*\./, '').replace(/\.(remote&voip|voip&remote)$/, '');
  return `${bundle}.${isDevelopment ? 'dev' : 'prod'}`;
}

/** Why a request does not wake a device (`PushNotification::needsPush`). */
function whyNoPush({ model, message }: FlexisipQuestion): { why: string; name: string } | undefined {
  const method = messageMethod(message) ?? '';
  const text = (name: string): string => (headerText(firstHeader(message, name)) ?? '').toLowerCase();
  if (isInDialog(message)) return { why: 'A request inside a dialog does not wake a device.', name: 'To' };
  if (text('Priority') === 'non-urgent')
    return { why: 'A request that is not urgent does not wake a device.', name: 'Priority' };
  switch (method) {
    case 'INVITE':
      return headersNamed(message, 'Replaces').length > 0
        ? { why: 'An INVITE with Replaces does not wake a device.', name: 'Replaces' }
        : undefined;
    case 'REFER':
      return undefined;
    case 'MESSAGE':
      return /^(application\/im-iscomposing\+xml|message\/imdn\+xml)/.test(text('Content-Type'))
        ? { why: 'A notification about typing or delivery does not wake a device.', name: 'Content-Type' }
        : undefined;
    case 'NOTIFY':
      if (
        isKnown(model, section, 'enable-message-summaries-pn') &&
        flag(model, section, 'enable-message-summaries-pn') &&
        text('Event').includes('message-summary')
      ) {
        return undefined;
      }
  }
  return { why: `A ${method} of this kind does not wake a device.`, name: 'CSeq' };
}

interface Client {
  readonly exists: boolean;
  readonly why: string;
  readonly keys: readonly string[];
  /** What none of the files that were read contains. */
  readonly assumed?: string;
}

/** Who sends the notification: another server, else the client of the platform. */
function clientFor({ model }: FlexisipQuestion, { provider, application }: Device): Client {
  if (isKnown(model, section, 'external-push-flexiapi') && flag(model, section, 'external-push-flexiapi')) {
    return {
      exists: true,
      why: 'The server asks the account manager to send it.',
      keys: ['external-push-flexiapi'],
    };
  }
  if (effective(model, section, 'external-push-uri').value !== '') {
    return {
      exists: true,
      why: 'The server asks the service at `external-push-uri` to send it.',
      keys: ['external-push-uri'],
    };
  }
  if (provider.startsWith('apns')) {
    if (!flag(model, section, 'apple'))
      return { exists: false, why: 'Notifications to Apple devices are disabled.', keys: ['apple'] };
    const directory = effective(model, section, 'apple-certificate-dir').value;
    const why = `It needs the certificate \`${application}.pem\` in \`${directory}\`.`;
    const assumed = `The certificate \`${application}.pem\` is assumed to be in \`${directory}\`.`;
    return { exists: true, why, keys: ['apple', 'apple-certificate-dir'], assumed };
  }
  if (provider !== 'fcm') {
    return { exists: false, why: `There is no push client for the provider "${provider}".`, keys: [] };
  }
  if (!flag(model, section, 'firebase'))
    return { exists: false, why: 'Firebase is disabled.', keys: ['firebase'] };
  const keys = ['firebase-service-accounts', 'firebase-projects-api-keys'].filter(
    key =>
      isKnown(model, section, key) &&
      !(key === 'firebase-projects-api-keys' && isSince(model.version, '2.6.0-beta')),
  );
  const key = keys.find(one =>
    list(model, section, one).some(({ text }) => text.split(':')[0] === application),
  );
  return key === undefined
    ? {
        exists: false,
        why: `No service account is set for the Firebase project "${application}": the notification fails.`,
        keys: ['firebase', ...keys],
      }
    : {
        exists: true,
        why: `It uses the service account of the Firebase project "${application}".`,
        keys: ['firebase', key],
      };
}
