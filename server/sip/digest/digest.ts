import { md5 } from '@noble/hashes/legacy.js';
import { sha256, sha512_256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The hash functions of SIP digest (RFC 8760 section 2.2). `SHA-512-256` is SHA-512/256 of FIPS 180-4. */
export type HashName = 'MD5' | 'SHA-256' | 'SHA-512-256';

/** The allowed words of `algorithm`; with `-sess`, the nonces are part of HA1. */
export type DigestAlgorithm = HashName | `${HashName}-sess`;

export type QualityOfProtection = 'auth' | 'auth-int';

export const HASH_NAMES: readonly HashName[] = ['MD5', 'SHA-256', 'SHA-512-256'];

export const DIGEST_ALGORITHMS: readonly DigestAlgorithm[] = [
  'MD5',
  'MD5-sess',
  'SHA-256',
  'SHA-256-sess',
  'SHA-512-256',
  'SHA-512-256-sess',
];

/** The algorithm in a header, case-insensitive; absent means MD5; undefined for an unknown word. */
export function digestAlgorithm(word: string | undefined): DigestAlgorithm | undefined {
  if (word === undefined) return 'MD5';
  return DIGEST_ALGORITHMS.find(algorithm => algorithm.toLowerCase() === word.toLowerCase());
}

/** True for an algorithm with the key of a SIM card in place of a password (RFC 3310, RFC 4169). */
export function isAkaAlgorithm(word: string): boolean {
  return /^AKAv[12]-/i.test(word);
}

export function hashOfAlgorithm(algorithm: DigestAlgorithm): HashName {
  return HASH_NAMES.find(name => algorithm === name || algorithm === `${name}-sess`) ?? 'MD5';
}

export function isSessionAlgorithm(algorithm: DigestAlgorithm): boolean {
  return algorithm.endsWith('-sess');
}

/** Digits of a hash in hexadecimal: 32 or 64. */
export function hexLength(hash: HashName): number {
  return hash === 'MD5' ? 32 : 64;
}

/** The hash of the UTF-8 bytes of a text, or of bytes, in lowercase hexadecimal. */
export function hashHex(hash: HashName, data: string | Uint8Array): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return bytesToHex(hash === 'MD5' ? md5(bytes) : hash === 'SHA-256' ? sha256(bytes) : sha512_256(bytes));
}

/** HA1: what a server stores instead of the password. All three are hashed as written between the quotes. */
export function computeHa1(hash: HashName, username: string, realm: string, password: string): string {
  return hashHex(hash, `${username}:${realm}:${password}`);
}

/** HA1 of the `-sess` algorithms: the stored HA1 is hashed as hexadecimal text (RFC 7616 section 3.4.2). */
export function sessionHa1(hash: HashName, ha1: string, nonce: string, cnonce: string): string {
  return hashHex(hash, `${ha1}:${nonce}:${cnonce}`);
}

/**
 * HA2: the hash of the method and the `uri` parameter, with auth-int also of the body. An empty method gives the HA2 of
 * rspauth.
 */
export function computeHa2(
  hash: HashName,
  method: string,
  uri: string,
  qop: QualityOfProtection | undefined,
  body: string | Uint8Array = '',
): string {
  return hashHex(hash, qop === 'auth-int' ? `${method}:${uri}:${hashHex(hash, body)}` : `${method}:${uri}`);
}

/** The user name in the header with `userhash=true` (RFC 7616 section 3.4.4). */
export function userHash(hash: HashName, username: string, realm: string): string {
  return hashHex(hash, `${username}:${realm}`);
}

/** The input of an answer besides HA1. Without `qop` the form of RFC 2069 is used. */
export interface DigestRequest {
  readonly algorithm: DigestAlgorithm;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  readonly qop?: QualityOfProtection | undefined;
  /** As sent: eight hexadecimal digits. */
  readonly nc?: string | undefined;
  readonly cnonce?: string | undefined;
  /** The body that auth-int protects. */
  readonly body?: string | Uint8Array | undefined;
}

export interface DigestValues {
  /** HA1 as part of the response: for the `-sess` algorithms, the session form. */
  readonly ha1: string;
  readonly ha2: string;
  readonly response: string;
  /** The server's proof in Authentication-Info; with auth-int, for an empty body. */
  readonly rspauth: string;
}

/** The response to a challenge, from the stored HA1 (RFC 7616 section 3.4, RFC 3261 section 22.4). */
export function computeDigest(storedHa1: string, request: DigestRequest): DigestValues {
  const hash = hashOfAlgorithm(request.algorithm);
  const { nonce, qop, nc = '', cnonce = '' } = request;
  const ha1 = isSessionAlgorithm(request.algorithm) ? sessionHa1(hash, storedHa1, nonce, cnonce) : storedHa1;
  const ha2 = computeHa2(hash, request.method, request.uri, qop, request.body);
  const responseHa2 = computeHa2(hash, '', request.uri, qop, '');
  const middle = qop === undefined ? nonce : `${nonce}:${nc}:${cnonce}:${qop}`;
  return {
    ha1,
    ha2,
    response: hashHex(hash, `${ha1}:${middle}:${ha2}`),
    rspauth: hashHex(hash, `${ha1}:${middle}:${responseHa2}`),
  };
}
