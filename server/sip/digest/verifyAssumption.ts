import {
  computeHa1,
  type DigestAlgorithm,
  type HashName,
  hashHex,
  hashOfAlgorithm,
  isSessionAlgorithm,
  sessionHa1,
} from './digest.ts';

/** Everything that is part of a response. */
export interface Assumption {
  readonly algorithm: DigestAlgorithm;
  readonly username: string;
  readonly realm: string;
  readonly secret: { readonly password: string } | { readonly ha1: string };
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** The text that is hashed as quality of protection; undefined for the RFC 2069 form, without nc and cnonce. */
  readonly qop: string | undefined;
  /** The body is part of HA2, as with auth-int. */
  readonly hashesBody: boolean;
  readonly nc: string;
  readonly cnonce: string;
  readonly body: string;
  /** User name, realm and password as Latin-1 bytes. */
  readonly latin1: boolean;
  /** HA1 is hashed as uppercase text. */
  readonly upperCaseHa1: boolean;
  /** HA2 is hashed as uppercase text. */
  readonly upperCaseHa2: boolean;
}

/** The response for an assumption. */
export function computeResponse(assumption: Assumption, bodyHashes: BodyHashes = new Map()): string {
  const { algorithm, method, uri, nonce, qop, hashesBody, nc, cnonce } = assumption;
  const hash = hashOfAlgorithm(algorithm);
  const stored = storedHa1(assumption, hash);
  const cased = assumption.upperCaseHa1 ? stored.toUpperCase() : stored;
  const ha1 = isSessionAlgorithm(algorithm) ? sessionHa1(hash, cased, nonce, cnonce) : cased;
  const body = hashesBody ? `:${bodyHash(hash, assumption.body, bodyHashes)}` : '';
  const request = hashHex(hash, `${method}:${uri}${body}`);
  const ha2 = assumption.upperCaseHa2 ? request.toUpperCase() : request;
  const middle = qop === undefined ? nonce : `${nonce}:${nc}:${cnonce}:${qop}`;
  return hashHex(hash, `${ha1}:${middle}:${ha2}`);
}

function storedHa1({ username, realm, secret, latin1 }: Assumption, hash: HashName): string {
  if ('ha1' in secret) return secret.ha1.toLowerCase();
  if (!latin1) return computeHa1(hash, username, realm, secret.password);
  const text = `${username}:${realm}:${secret.password}`;
  return hashHex(
    hash,
    Uint8Array.from(text, character => character.charCodeAt(0) & 0xff),
  );
}

/** Hashes of bodies by hash and body: a long body is hashed once, not once per guess. */
export type BodyHashes = Map<HashName, Map<string, string>>;

function bodyHash(hash: HashName, body: string, known: BodyHashes): string {
  const ofHash = known.get(hash) ?? new Map<string, string>();
  known.set(hash, ofHash);
  const value = ofHash.get(body) ?? hashHex(hash, body);
  ofHash.set(body, value);
  return value;
}
