import { digestParameter, isDigest, messageCredentials } from '../../../../sip/authentication.ts';
import { computeDigest, computeHa1, type HashName } from '../../../../sip/digest/digest.ts';
import { realmOf, storedHash } from '../model/auth.ts';
import type { PjsipConf } from '../model/model.ts';
import { lastValue, type PjsipObject } from '../model/object.ts';
import { optionOf, type PasswordAnswer, type PjsipTrail, type RequestInput, settingOf } from './input.ts';

/** One WWW-Authenticate header. */
export interface Challenge {
  readonly header: 'WWW-Authenticate';
  readonly scheme: 'Digest';
  readonly realm: string;
  readonly algorithm: string;
  readonly qop: 'auth';
}

/** The credentials that a client sends, or has sent. */
export interface Credentials {
  readonly username: string;
  readonly realm: string;
  readonly algorithm: string;
  /** The stored form of the password: the hash of name, realm and password. */
  readonly ha1?: string;
}

export type AuthenticationResult =
  | { readonly kind: 'open' }
  | { readonly kind: 'passed' }
  | { readonly kind: 'challenge'; readonly challenges: readonly Challenge[] }
  /** An auth object is missing: 500. */
  | { readonly kind: 'error' };

/** The challenge for unknown callers, and for callers that an access list refuses. */
export function strangerChallenges(model: PjsipConf): readonly Challenge[] {
  const algorithms = words(model.global('default_auth_algorithms_uas', 'MD5'));
  const known = algorithms.filter(name => hashOf(name) !== undefined);
  const used = known.length === algorithms.length && known.length > 0 ? known : ['MD5'];
  return used.map(algorithm => challenge(model.global('default_realm', 'asterisk'), algorithm));
}

/** The auth objects of an endpoint: an empty list requires nothing. */
export function authNames(endpoint: PjsipObject): readonly string[] {
  return words(optionOf(endpoint, 'auth', ''));
}

/** Compares the credentials with each auth object of the endpoint; one match is enough. */
export function authenticate(
  model: PjsipConf,
  endpoint: PjsipObject,
  credentials: Credentials | undefined,
  input: RequestInput,
  trail: PjsipTrail,
): AuthenticationResult {
  const line = settingOf(endpoint, 'auth');
  const names = authNames(endpoint);
  if (names.length === 0) {
    trail.add(
      'Authentication',
      'skipped',
      `The endpoint "${endpoint.name}" has no auth, so no password is required.`,
      {
        object: endpoint,
        lines: [line],
      },
    );
    return { kind: 'open' };
  }
  const auths: PjsipObject[] = [];
  for (const name of names) {
    const auth = model.object('auth', name);
    if (auth === undefined) {
      const detail = `The auth "${name}" does not exist or was not loaded, so every request gets 500 Server Internal Error.`;
      trail.add('Authentication', 'failed', detail, { lines: [line] });
      return { kind: 'error' };
    }
    auths.push(auth);
  }
  const challenges = withoutRepetitions(
    auths.flatMap(auth =>
      algorithmsOf(model, auth).map(algorithm => challenge(realmOf(model, auth), algorithm)),
    ),
  );
  if (credentials === undefined) {
    const detail = `The request is challenged: 401 with realm "${challenges[0]?.realm ?? ''}".`;
    trail.add('Authentication', 'decided', detail, { object: auths[0], lines: [line] });
    return { kind: 'challenge', challenges };
  }
  for (const auth of auths) {
    const fault = faultOf(model, auth, credentials, input);
    if (fault === undefined) {
      const detail = `The credentials of "${credentials.username}" match the auth "${auth.name}".`;
      trail.add('Authentication', 'passed', detail, { object: auth, header: 'Authorization' });
      return { kind: 'passed' };
    }
    trail.add('Authentication', 'failed', `Auth "${auth.name}": ${fault}`, {
      object: auth,
      header: 'Authorization',
    });
  }
  return { kind: 'challenge', challenges };
}

/** The credentials in the message itself. */
export function carriedCredentials({ message }: RequestInput): Credentials | undefined {
  const found = messageCredentials(message).find(
    header => header.header.name.text.toLowerCase() === 'authorization' && isDigest(header),
  );
  if (found === undefined) return undefined;
  return {
    username: digestParameter(found, 'username') ?? '',
    realm: digestParameter(found, 'realm') ?? '',
    algorithm: digestParameter(found, 'algorithm') ?? 'MD5',
  };
}

/** What a client sends after a challenge. */
export function answered(answer: PasswordAnswer, challenges: readonly Challenge[]): Credentials | undefined {
  const wanted = answer.algorithm;
  const fitting = challenges.find(({ algorithm }) =>
    wanted === undefined ? hashOf(algorithm) !== undefined : algorithm.toUpperCase() === wanted.toUpperCase(),
  );
  const chosen = fitting ?? (answer.isForced === true ? challenges[0] : undefined);
  if (chosen === undefined) return undefined;
  const algorithm = answer.isForced === true && wanted !== undefined ? wanted : chosen.algorithm;
  const realm = answer.realm ?? chosen.realm;
  const ha1 = computeHa1(hashOf(algorithm) ?? 'MD5', answer.username, realm, answer.password);
  return { username: answer.username, realm, algorithm, ha1 };
}

/** Why credentials do not match an auth object; undefined when they do. */
function faultOf(
  model: PjsipConf,
  auth: PjsipObject,
  credentials: Credentials,
  input: RequestInput,
): string | undefined {
  const settings = auth.settings;
  const realm = realmOf(model, auth);
  const username = lastValue(settings, 'username') ?? '';
  const offered = algorithmsOf(model, auth);
  const algorithm = offered.find(name => name.toUpperCase() === credentials.algorithm.toUpperCase());
  if (algorithm === undefined) return `the algorithm ${credentials.algorithm} was not offered.`;
  if (credentials.realm !== realm)
    return `the realm is "${realm}", but the answer is for "${credentials.realm}".`;
  if (credentials.username !== username)
    return `the user name is "${username}", not "${credentials.username}".`;
  const stored = ha1Of(model, auth, algorithm, realm);
  if (credentials.ha1 !== undefined) return stored === credentials.ha1 ? undefined : 'the password is wrong.';
  return hasRightResponse(input, stored)
    ? undefined
    : 'the response does not match, or it is for another nonce.';
}

/** A response in the message itself, for the nonce in the question. */
function hasRightResponse({ message, nonce }: RequestInput, ha1: string): boolean {
  const found = messageCredentials(message).find(isDigest);
  const { startLine } = message;
  if (found === undefined || startLine.kind !== 'request' || nonce === undefined) return false;
  const sent = (name: string): string | undefined => digestParameter(found, name);
  if (sent('nonce') !== nonce) return false;
  const qop = sent('qop');
  const { response } = computeDigest(ha1, {
    algorithm: hashOf(sent('algorithm') ?? 'MD5') ?? 'MD5',
    method: startLine.method.text,
    uri: sent('uri') ?? '',
    nonce,
    ...(qop === 'auth' ? { qop, nc: sent('nc') ?? '', cnonce: sent('cnonce') ?? '' } : {}),
  });
  return response === sent('response');
}

/** A hash overrides a password in the same object. */
function ha1Of(model: PjsipConf, auth: PjsipObject, algorithm: string, realm: string): string {
  const { settings } = auth;
  const stored = storedHash(auth, algorithm, model.release);
  if (stored !== undefined) return stored.hash;
  const user = lastValue(settings, 'username') ?? '';
  return computeHa1(hashOf(algorithm) ?? 'MD5', user, realm, lastValue(settings, 'password') ?? '');
}

function algorithmsOf(model: PjsipConf, auth: PjsipObject): readonly string[] {
  const own = words(lastValue(auth.settings, 'supported_algorithms_uas') ?? '');
  const names = own.length > 0 ? own : strangerChallenges(model).map(({ algorithm }) => algorithm);
  return [...new Set(names.map(name => hashOf(name) ?? name))];
}

function challenge(realm: string, algorithm: string): Challenge {
  return {
    header: 'WWW-Authenticate',
    scheme: 'Digest',
    realm,
    algorithm: hashOf(algorithm) ?? algorithm,
    qop: 'auth',
  };
}

/** One challenge for each realm and algorithm, even if several auth objects have them. */
function withoutRepetitions(challenges: readonly Challenge[]): readonly Challenge[] {
  const byContent = new Map<string, Challenge>();
  for (const one of challenges) {
    const key = `${one.algorithm} ${one.realm}`;
    if (!byContent.has(key)) byContent.set(key, one);
  }
  return [...byContent.values()];
}

function hashOf(name: string): HashName | undefined {
  return (['MD5', 'SHA-256', 'SHA-512-256'] as const).find(known => known === name.toUpperCase());
}

function words(list: string): string[] {
  return list.split(',').flatMap(word => (word.trim() === '' ? [] : [word.trim()]));
}
