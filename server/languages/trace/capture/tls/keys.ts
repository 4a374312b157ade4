import { expand } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import type { Suite } from './suites.ts';

/** The key of one direction, and what its nonces are made of. */
export interface Keys {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  /** Of the message authentication code; empty if the cipher authenticates. */
  readonly mac: Uint8Array;
}

export const TLS_1_0 = 0x0301;
export const TLS_1_2 = 0x0303;
export const TLS_1_3 = 0x0304;

/** Up to TLS 1.2 (RFC 5246 section 6.3): the keys of the client and of the server from the master secret. */
export function keysOfMaster(
  suite: Suite,
  version: number,
  master: Uint8Array,
  randoms: { readonly client: Uint8Array; readonly server: Uint8Array },
): { readonly client: Keys; readonly server: Keys } {
  const { keyLength } = suite;
  const macLength = suite.kind === 'cbc' ? suite.mac.outputLen : 0;
  const ivLength = ivLengthOf(suite);
  const seed = joined(ascii('key expansion'), randoms.server, randoms.client);
  const block = expandMaster(suite, version, master, seed, 2 * (macLength + keyLength + ivLength));
  let at = 0;
  const cut = (length: number): Uint8Array => {
    at += length;
    return block.subarray(at - length, at);
  };
  const both = (length: number): readonly [Uint8Array, Uint8Array] => [cut(length), cut(length)];
  const macs = both(macLength);
  const keys = both(keyLength);
  const ivs = both(ivLength);
  return {
    client: { mac: macs[0], key: keys[0], iv: ivs[0] },
    server: { mac: macs[1], key: keys[1], iv: ivs[1] },
  };
}

/** RFC 5288 section 3: 4 bytes of the nonce are secret; RFC 7905 section 2: all 12. */
function ivLengthOf(suite: Suite): number {
  if (suite.kind === 'cbc') return suite.blockLength;
  return suite.name === 'chacha20-poly1305' ? 12 : 4;
}

/** TLS 1.3 (RFC 8446 section 7.3): the keys of a direction from its traffic secret. */
export function keysOfTraffic(suite: Suite, secret: Uint8Array): Keys {
  return {
    key: expandLabel(suite, secret, 'key', suite.keyLength),
    iv: expandLabel(suite, secret, 'iv', 12),
    mac: NOTHING,
  };
}

/** The traffic secret after a KeyUpdate (RFC 8446 section 7.2). */
export function nextTraffic(suite: Suite, secret: Uint8Array): Uint8Array {
  return expandLabel(suite, secret, 'traffic upd', suite.hash.outputLen);
}

function expandLabel({ hash }: Suite, secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = ascii(`tls13 ${label}`);
  const info = joined(Uint8Array.of(length >> 8, length & 255, name.length), name, Uint8Array.of(0));
  return expand(hash, secret, info, length);
}

function expandMaster(
  { hash }: Suite,
  version: number,
  master: Uint8Array,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  if (version >= TLS_1_2) return pHash(hash, master, seed, length);
  // RFC 4346 section 5: one half of the secret for each hash.
  const half = Math.ceil(master.length / 2);
  const other = pHash(sha1, master.subarray(-half), seed, length);
  return pHash(md5, master.subarray(0, half), seed, length).map((byte, at) => byte ^ (other[at] ?? 0));
}

/** P_hash of RFC 5246 section 5. */
function pHash(
  hash: Suite['hash'] | typeof md5 | typeof sha1,
  secret: Uint8Array,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let a = seed;
  for (let made = 0; made < length; made += hash.outputLen) {
    a = hmac(hash, secret, a);
    parts.push(hmac(hash, secret, joined(a, seed)));
  }
  return joined(...parts).subarray(0, length);
}

const NOTHING = new Uint8Array(0);

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
