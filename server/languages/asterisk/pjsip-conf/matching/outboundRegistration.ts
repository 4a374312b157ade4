import { isTrue } from '../../values/truth.ts';
import { storedHash } from '../model/auth.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { optionOf } from './input.ts';

/** The REGISTER that Asterisk sends for a registration, as far as the files decide about it. */
export interface OutboundRegister {
  readonly requestUri: string;
  /** The URI in From and To. */
  readonly account: string;
  /** The user part of the Contact. */
  readonly contactUser: string;
  /** The Contact has a `line` parameter. */
  readonly hasLine: boolean;
  readonly expires: number;
  /** The URI of the proxy in the Route header. */
  readonly proxy: string | undefined;
  readonly transport: string;
}

/** The first REGISTER of a registration that is loaded. */
export function outboundRegister(registration: PjsipObject): OutboundRegister {
  const value = (key: string, otherwise: string): string => optionOf(registration, key, otherwise);
  const requestUri = value('server_uri', '');
  const proxy = value('outbound_proxy', '');
  const next = proxy === '' ? requestUri : proxy;
  return {
    requestUri,
    account: value('client_uri', ''),
    contactUser: value('contact_user', '') || 's',
    hasLine: isTrue(value('line', 'no')),
    expires: Number.parseInt(value('expiration', ''), 10) || DEFAULT_EXPIRATION,
    proxy: proxy === '' ? undefined : proxy,
    transport: /;transport=(\w+)/i.exec(next)?.[1]?.toLowerCase() ?? (/^sips:/i.test(next) ? 'tls' : 'udp'),
  };
}

const DEFAULT_EXPIRATION = 3600;

/** One challenge of the registrar. */
export interface RegistrarChallenge {
  readonly realm: string;
  readonly algorithm: string;
}

/** How Asterisk answers the challenges of a registrar; a reason when it sends nothing and tries again later. */
export type RegistrarAnswer =
  | { readonly kind: 'answer'; readonly username: string; readonly challenge: RegistrarChallenge }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * An auth must allow the algorithm of a challenge and, if it has a realm, name that realm. As measured with branch 20, the first
 * challenge is then answered, even if another one made the auth usable.
 */
export function answerRegistrar(
  model: PjsipConf,
  registration: PjsipObject,
  challenges: readonly RegistrarChallenge[],
): RegistrarAnswer {
  const names = wordsOf(optionOf(registration, 'outbound_auth', ''));
  if (names.length === 0) return { kind: 'none', reason: 'the registration has no outbound_auth' };
  let reason = `there is no auth ${names.map(name => `"${name}"`).join(', ')}`;
  for (const name of names) {
    const auth = model.object('auth', name);
    if (auth === undefined) continue;
    const realm = optionOf(auth, 'realm', '');
    const ofRealm = challenges.filter(challenge => realm === '' || challenge.realm === realm);
    const [first] = ofRealm;
    if (first === undefined) {
      reason = `the auth "${name}" is only for the realm "${realm}"`;
      continue;
    }
    const allowed = allowedAlgorithms(model, auth);
    if (!ofRealm.some(({ algorithm }) => allowed.includes(algorithm.toUpperCase()))) {
      reason = `the auth "${name}" does not allow ${ofRealm.map(({ algorithm }) => algorithm).join(', ')}`;
      continue;
    }
    const hasPassword = optionOf(auth, 'password', '') !== '';
    if (!hasPassword && storedHash(auth, first.algorithm, model.release) === undefined) {
      reason = `the auth "${name}" has neither a password nor a hash for ${first.algorithm}`;
      continue;
    }
    return { kind: 'answer', username: optionOf(auth, 'username', ''), challenge: first };
  }
  return { kind: 'none', reason };
}

function allowedAlgorithms(model: PjsipConf, auth: PjsipObject): readonly string[] {
  const own = wordsOf(optionOf(auth, 'supported_algorithms_uac', ''));
  const names = own.length > 0 ? own : wordsOf(model.global('default_auth_algorithms_uac', 'MD5'));
  return names.map(name => name.toUpperCase());
}

function wordsOf(list: string): readonly string[] {
  return list.split(',').flatMap(word => (word.trim() === '' ? [] : [word.trim()]));
}
