import { hmac } from '@noble/hashes/hmac.js';
import type { Ciphers } from './ciphers.ts';
import { joined, type Keys, TLS_1_0, TLS_1_3 } from './keys.ts';
import type { AeadSuite, CbcSuite, Suite } from './suites.ts';

/** The encryption of one direction. */
export interface CipherState {
  readonly suite: Suite;
  readonly version: number;
  /** The code that authenticates a record of CBC is made of the encrypted data (RFC 7366). */
  readonly isMacOfEncrypted: boolean;
  keys: Keys;
  /** Of the next record. */
  sequence: number;
  /** The traffic secret of TLS 1.3, and the one that follows when the handshake ends. */
  secret: Uint8Array | undefined;
  later: Uint8Array | undefined;
}

/** A record in clear text: its type, and its content. Undefined if the key does not fit. */
export function decryptRecord(
  ciphers: Ciphers,
  state: CipherState,
  record: Uint8Array,
): { readonly type: number; readonly data: Uint8Array } | undefined {
  const { suite } = state;
  const clear =
    suite.kind === 'aead' ? opened(ciphers, state, suite, record) : decrypted(ciphers, state, suite, record);
  if (clear === undefined) return undefined;
  state.sequence++;
  if (state.version !== TLS_1_3) return { type: record[0] ?? 0, data: clear };
  let end = clear.length - 1;
  while (end > 0 && clear[end] === 0) end--;
  return { type: clear[end] ?? 0, data: clear.subarray(0, Math.max(end, 0)) };
}

function opened(
  ciphers: Ciphers,
  { version, keys, sequence }: CipherState,
  suite: AeadSuite,
  record: Uint8Array,
): Uint8Array | undefined {
  const body = record.subarray(5);
  const isExplicit = version !== TLS_1_3 && suite.name !== 'chacha20-poly1305';
  const nonce = isExplicit ? joined(keys.iv, body.subarray(0, 8)) : mixed(keys.iv, counterOf(sequence));
  const sealed = isExplicit ? body.subarray(8) : body;
  const header =
    version === TLS_1_3
      ? record.subarray(0, 5)
      : authenticated(sequence, record, sealed.length - suite.tagLength);
  return ciphers.open(suite, keys.key, nonce, header, sealed);
}

/** CBC (RFC 5246 section 6.2.3.2): from TLS 1.1 on, a record begins with its own IV. */
function decrypted(
  ciphers: Ciphers,
  state: CipherState,
  { name, blockLength, mac }: CbcSuite,
  record: Uint8Array,
): Uint8Array | undefined {
  const { keys, isMacOfEncrypted, sequence } = state;
  const ivLength = state.version === TLS_1_0 ? 0 : blockLength;
  const body = record.subarray(5, isMacOfEncrypted ? -mac.outputLen : undefined);
  const sealed = body.subarray(ivLength);
  if (sealed.length === 0 || sealed.length % blockLength !== 0) return undefined;
  const iv = ivLength === 0 ? keys.iv : body.subarray(0, ivLength);
  const clear = ciphers.decryptBlocks(name, keys.key, iv, sealed);
  if (clear === undefined) return undefined;
  const end = clear.length - 1 - (clear.at(-1) ?? 0) - (isMacOfEncrypted ? 0 : mac.outputLen);
  if (end < 0) return undefined;
  const data = clear.subarray(0, end);
  const content = isMacOfEncrypted ? body : data;
  const code = isMacOfEncrypted ? record.subarray(-mac.outputLen) : clear.subarray(end, end + mac.outputLen);
  const wanted = hmac(mac, keys.mac, joined(authenticated(sequence, record, content.length), content));
  if (!wanted.every((byte, at) => byte === code[at])) return undefined;
  if (ivLength === 0) state.keys = { ...keys, iv: sealed.slice(-blockLength) };
  return data;
}

/** What is authenticated besides the content: number, type, version and length of the record. */
function authenticated(sequence: number, record: Uint8Array, length: number): Uint8Array {
  return joined(counterOf(sequence), record.subarray(0, 3), Uint8Array.of((length >> 8) & 255, length & 255));
}

function counterOf(sequence: number): Uint8Array {
  const counter = new Uint8Array(8);
  const view = new DataView(counter.buffer);
  view.setUint32(0, Math.floor(sequence / 0x1_0000_0000));
  view.setUint32(4, sequence >>> 0);
  return counter;
}

/** RFC 8446 section 5.3, RFC 7905 section 2. */
function mixed(iv: Uint8Array, counter: Uint8Array): Uint8Array {
  return iv.map((byte, at) => byte ^ (at < 4 ? 0 : (counter[at - 4] ?? 0)));
}
