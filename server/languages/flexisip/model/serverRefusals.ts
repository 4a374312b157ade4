import { parameterValue } from '../../../sip/parameters.ts';
import { parseUriText } from '../../../sip/uri.ts';
import { isSince, itemFacts } from '../facts/facts.ts';
import { type FlexisipModel, flag, isKnown, list } from './model.ts';
import type { Refusal } from './refusal.ts';

/** What internal servers and the push module check in `configureTransport`, `setupFirebaseClients` and `onLoad`. */
export const serverRefusals: readonly Refusal[] = [
  transport('regevent-server', '2.5.0', ['tcp'], []),
  transport('conference-server', '2.5.0', ['', 'udp', 'tcp'], []),
  transport('voicemail-server', '2.6.0-beta', ['', 'udp', 'tcp'], []),
  transport('b2bua-server', '2.5.0', ['', 'udp', 'tcp', 'tls'], ['', 'udp', 'tcp']),
  {
    section: 'module::PushNotification',
    key: 'firebase-service-accounts',
    since: '2.3.3',
    applies: model => flag(model, 'module::PushNotification', 'firebase'),
    problem: (_, model) =>
      hasRepeatedAccount(model)
        ? 'contains a Firebase project that already has a service account or a legacy key'
        : undefined,
  },
  externalPush('external-push-method', ['GET', 'POST']),
  externalPush('external-push-protocol', ['http', 'http2']),
];

/** The words that `transport` may have in a `sip:` and in a `sips:` URI; '' is a URI without it. */
function transport(section: string, since: string, sip: readonly string[], sips: readonly string[]): Refusal {
  return {
    section,
    key: 'transport',
    since,
    problem: value => {
      if (value === '') return undefined;
      const { scheme, parameters } = parseUriText(value);
      if (scheme !== 'sip' && scheme !== 'sips') return 'must be a SIP URI';
      const allowed = scheme === 'sip' ? sip : sips;
      if (allowed.length === 0) return 'cannot use TLS: write a `sip:` URI';
      const word = (parameterValue(parameters, 'transport') ?? '').toLowerCase();
      if (allowed.includes(word)) return undefined;
      const known = allowed.filter(one => one !== '').map(one => `\`transport=${one}\``);
      return `must be a URI with ${known.join(' or ')}`;
    },
  };
}

function externalPush(key: string, known: readonly string[]): Refusal {
  return {
    section: 'module::PushNotification',
    key,
    since: '2.3.5',
    applies: model =>
      list(model, 'module::PushNotification', 'external-push-uri').length > 0 &&
      !(
        isKnown(model, 'module::PushNotification', 'external-push-flexiapi') &&
        flag(model, 'module::PushNotification', 'external-push-flexiapi')
      ),
    problem: value =>
      known.includes(value) ? undefined : `must be one of ${known.map(word => `\`${word}\``).join(', ')}`,
  };
}

/** Project numbers of the accounts of one setting, if the release uses it. */
function accounts(model: FlexisipModel, key: string): string[] {
  const section = 'module::PushNotification';
  const idleSince = itemFacts(section, key)?.idleSince;
  if (!isKnown(model, section, key) || (idleSince !== undefined && isSince(model.version, idleSince)))
    return [];
  return list(model, section, key).map(({ text }) => text.replace(/:.*$/s, ''));
}

/** A legacy key may be repeated: the server checks only service accounts against the existing entries. */
function hasRepeatedAccount(model: FlexisipModel): boolean {
  const seen = new Set(accounts(model, 'firebase-projects-api-keys'));
  return accounts(model, 'firebase-service-accounts').some(id => seen.size === seen.add(id).size);
}
