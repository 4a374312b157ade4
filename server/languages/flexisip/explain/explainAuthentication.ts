import {
  addressesNamed,
  firstAddress,
  messageMethod,
  type SipMessage,
  viaHops,
} from '../../../sip/message.ts';
import { parameterValue } from '../../../sip/parameters.ts';
import { decodedUser, type SipUri } from '../../../sip/uri.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { entranceOf } from '../expressions/moduleFilter.ts';
import { authenticationDomain } from '../model/domains.ts';
import { effective, flag, isModuleOn, list } from '../model/model.ts';
import { isTlsTransport } from '../model/transports.ts';
import { checkDigest } from './explainDigest.ts';
import type { FlexisipExplanation, FlexisipOutcome, FlexisipQuestion, FlexisipTrail } from './explanation.ts';
import { type RealmResult, realmOf } from './realm.ts';
import { isSameHost, trustedPeers } from './trustedPeers.ts';

export type AuthenticationResult = Pick<
  FlexisipExplanation,
  'domain' | 'realm' | 'authenticatedBy' | 'lookup' | 'challenge' | 'finalCode'
> & {
  readonly firstCode?: number;
  readonly outcome: Exclude<FlexisipOutcome, 'registered' | 'not-registered' | 'not-a-request'>;
};

const section = 'module::Authentication';

/** The decisions of the Authentication module, in the order in which it makes them. */
export function authenticate(question: FlexisipQuestion, trail: FlexisipTrail): AuthenticationResult {
  const { model, message } = question;
  const outside = atEntrance(question, trail);
  if (outside !== undefined) return outside;
  const method = messageMethod(message) ?? '';
  if (method === 'ACK' || method === 'CANCEL' || method === 'BYE') {
    trail.add('Method', 'decided', `${method} is never challenged.`);
    return passed('method');
  }
  if (isTrusted(question, trail)) return passed('trusted-peer');
  const identity = identityOf(message, trail);
  const domain = identity.host?.text ?? '';
  const domains = list(model, section, 'auth-domains').map(word => word.text);
  const { setting } = effective(model, section, 'auth-domains');
  const word = authenticationDomain(domains, domain);
  if (word === undefined) {
    const detail = `"${domain}" does not match any word of \`auth-domains\`: the reply is 403 Domain forbidden.`;
    trail.add('Domain', 'decided', detail, { settings: [setting], header: 'From' });
    return { ...nothing, outcome: 'rejected', domain, finalCode: 403 };
  }
  const fits = word === domain ? 'is listed in' : `matches the word "${word}" of`;
  trail.add('Domain', 'passed', `"${domain}" ${fits} \`auth-domains\`: the request is challenged.`, {
    settings: [setting],
    header: 'From',
  });
  noteCertificate(question, trail);
  const realm = realmOf(model, identity.source.text, domain);
  addRealm(trail, realm, domain);
  if (realm.realm === undefined) {
    return { ...nothing, outcome: 'server-error', domain, finalCode: 500 };
  }
  const user = decodedUser(identity) ?? '';
  return {
    ...checkDigest(question, trail, { user, domain, realm: realm.realm }),
    domain,
    realm: realm.realm,
  };
}

function passed(authenticatedBy: AuthenticationResult['authenticatedBy']): AuthenticationResult {
  return { ...nothing, outcome: 'passed', authenticatedBy };
}

/** What happens to a request that does not enter the module; undefined if it does. */
function atEntrance(question: FlexisipQuestion, trail: FlexisipTrail): AuthenticationResult | undefined {
  const { model, message } = question;
  const entrance = entranceOf(model, section, messageVariables(message));
  if (entrance.reason === 'off') {
    trail.add('Authentication module', 'skipped', offText(question), { settings: entrance.settings });
    return passed('nothing');
  }
  if (entrance.reason === 'broken') {
    const detail = 'The server reads this filter, but crashes when it evaluates it.';
    trail.add('Filter of the Authentication module', 'decided', detail, { settings: entrance.settings });
    return { ...nothing, outcome: 'server-crashes' };
  }
  if (!entrance.enters) {
    trail.add(
      'Filter of the Authentication module',
      'skipped',
      'The filter is false for this message: it is not challenged.',
      { settings: entrance.settings },
    );
    return passed('filter');
  }
  if (entrance.reason === 'filter') {
    trail.add(
      'Filter of the Authentication module',
      'passed',
      'The filter is true for this message: the module handles it.',
      { settings: entrance.settings },
    );
  }
  return undefined;
}

const nothing = {
  domain: null,
  realm: null,
  authenticatedBy: null,
  lookup: null,
  challenge: null,
  finalCode: null,
} as const;

function offText({ model }: FlexisipQuestion): string {
  const other = ['module::ExternalAuthentication', 'module::AuthOpenIDConnect', 'module::JweAuth'].find(
    module => isModuleOn(model, module),
  );
  const what = 'The module is disabled: nobody is asked for a password.';
  return other === undefined ? what : `${what} ${other} is enabled; what it does is not simulated here.`;
}

function isTrusted({ model, message, source }: FlexisipQuestion, trail: FlexisipTrail): boolean {
  const via = viaHops(message)[0];
  const received = via === undefined ? undefined : parameterValue(via.parameters, 'received');
  const written = received === undefined || received === '' ? via?.host.text : received;
  // The server puts the source address of a message in `received` if it differs from the host.
  const host = source ?? written;
  if (host === undefined || host === '') {
    trail.add('Trusted peer', 'skipped', 'The message has no Via, and no source address is given.', {
      header: 'Via',
    });
    return false;
  }
  const peers = trustedPeers(model, section);
  const peer = peers.find(candidate => isSameHost(candidate.host, host));
  if (peer !== undefined) {
    trail.add(
      'Trusted peer',
      'decided',
      `${host} is a trusted peer: the request passes, whatever From contains.`,
      { settings: [peer.setting], header: 'Via' },
    );
    return true;
  }
  const names = peers.filter(({ host: name }) => /[a-z]/i.test(name) && !name.includes(':'));
  const unknown = names.length === 0 ? '' : ' Host names in the list of trusted peers are not resolved here.';
  trail.add('Trusted peer', 'passed', `${host} is not a trusted peer.${unknown}`, {
    settings: [effective(model, section, 'trusted-hosts').setting],
    header: 'Via',
  });
  return false;
}

/** The From URI, or P-Preferred-Identity when From is anonymous. */
function identityOf(message: SipMessage, trail: FlexisipTrail): SipUri {
  const from = firstAddress(message, 'From')?.uri;
  if (from?.host?.text === 'anonymous.invalid') {
    const preferred = addressesNamed(message, 'P-Preferred-Identity')[0]?.uri;
    if (preferred !== undefined) {
      trail.add('Identity', 'passed', 'From is anonymous: P-Preferred-Identity identifies the caller.', {
        header: 'P-Preferred-Identity',
      });
      return preferred;
    }
  }
  return from ?? emptyUri;
}

const emptyPiece = { text: '', start: 0, end: 0 };
const emptyUri: SipUri = {
  source: emptyPiece,
  scheme: '',
  user: undefined,
  password: undefined,
  host: undefined,
  port: undefined,
  parameters: [],
  headers: [],
  opaque: undefined,
  problems: [],
};

function noteCertificate({ model, message }: FlexisipQuestion, trail: FlexisipTrail): void {
  const via = viaHops(message)[0]?.transport.text.toUpperCase();
  if (via !== 'TLS' && via !== 'WSS') return;
  const asks =
    flag(model, 'global', 'require-peer-certificate') ||
    list(model, 'global', 'transports').some(
      ({ text }) => isTlsTransport(text) && text.includes('tls-verify-incoming=1'),
    );
  if (!asks) return;
  const rejects = flag(model, section, 'reject-wrong-client-certificates');
  const settings = ['reject-wrong-client-certificates', 'tls-client-certificate-required-subject'].map(
    key => effective(model, section, key).setting,
  );
  const otherwise = rejects ? 'the reply is 403 Bad tls client certificate' : 'a password is asked for';
  trail.add(
    'TLS client certificate',
    'skipped',
    `A request with a verified certificate for the From URI or domain passes; otherwise ${otherwise}. The message does not show the certificate.`,
    { settings },
  );
}

function addRealm(trail: FlexisipTrail, result: RealmResult, domain: string): void {
  const { realm, by, setting } = result;
  if (realm === undefined) {
    trail.add('Realm', 'decided', 'The regular expression does not match the From URI: the reply is 500.', {
      settings: [setting],
      header: 'From',
    });
  } else if (by === 'domain') {
    trail.add('Realm', 'passed', `The realm is the domain, "${realm}".`, { header: 'From' });
  } else {
    const how = by === 'regexp' ? 'extracted from the From URI' : 'a fixed text';
    const risk =
      realm === domain ? '' : ` It differs from the domain, so clear-text passwords can never match.`;
    trail.add('Realm', 'passed', `The realm is "${realm}", ${how}.${risk}`, {
      settings: [setting],
      header: 'From',
    });
  }
}
