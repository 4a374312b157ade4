import { bytesOf, u16, u32 } from '../bytes.ts';
import type { Ciphers } from './ciphers.ts';
import { secretOf, type TlsSecrets, toHex } from './keyLog.ts';
import { type Keys, keysOfMaster, keysOfTraffic, nextTraffic, TLS_1_3 } from './keys.ts';
import type { CipherState } from './record.ts';
import { SUITES, type Suite } from './suites.ts';

/** Why the data of a connection was not decrypted; undefined as long as nothing failed. */
export type TlsFailure = 'no-handshake' | 'no-secret' | 'cipher' | 'record';

/** A TLS connection whose data is decrypted with the secrets of the capture. */
export class TlsConnection {
  failure: TlsFailure | undefined;
  /** Number of the cipher suite that the server selected. */
  suiteNumber: number | undefined;
  private clientRandom: Uint8Array | undefined;
  private suite: Suite | undefined;
  private version = 0;
  private isMacOfEncrypted = false;
  private masterKeys: { readonly client: Keys; readonly server: Keys } | undefined;

  constructor(
    readonly ciphers: Ciphers,
    private readonly secrets: TlsSecrets,
  ) {}

  get isNegotiated(): boolean {
    return this.suiteNumber !== undefined;
  }

  /** Reads a ClientHello or ServerHello (RFC 8446 section 4.1); returns the role of its sender. */
  hello(message: Uint8Array): Role | undefined {
    const bytes = bytesOf(message);
    const random = message.slice(6, 38);
    if (message[0] === 1) {
      this.clientRandom = random;
      return 'client';
    }
    if (message[0] !== 2) return undefined;
    // HelloRetryRequest: the real ServerHello is still to come.
    if (u32(bytes, 6) === 0xcf21ad74) return 'server';
    this.version = u16(bytes, 4);
    this.isMacOfEncrypted = false;
    const after = 39 + (message[38] ?? 0);
    this.suiteNumber = u16(bytes, after);
    this.suite = SUITES.get(this.suiteNumber);
    let at = after + 5;
    while (at + 4 <= message.length) {
      const extension = u16(bytes, at);
      if (extension === SUPPORTED_VERSIONS) this.version = u16(bytes, at + 4);
      if (extension === ENCRYPT_THEN_MAC) this.isMacOfEncrypted = true;
      at += 4 + u16(bytes, at + 2);
    }
    if (this.suite === undefined) this.failure = 'cipher';
    else if (this.version !== TLS_1_3 && this.clientRandom !== undefined) {
      const master = secretOf(this.secrets, 'CLIENT_RANDOM', toHex(this.clientRandom));
      if (master === undefined) this.failure = 'no-secret';
      else {
        const randoms = { client: this.clientRandom, server: random };
        this.masterKeys = keysOfMaster(this.suite, this.version, master, randoms);
      }
    }
    return 'server';
  }

  /** The state of a direction when its encryption begins. */
  cipherOf(role: Role | undefined): CipherState | undefined {
    if (this.failure !== undefined) return undefined;
    if (role === undefined || this.suite === undefined || this.clientRandom === undefined) {
      this.failure = 'no-handshake';
      return undefined;
    }
    const { suite, version, isMacOfEncrypted } = this;
    const begin = { suite, version, isMacOfEncrypted, sequence: 0 };
    if (version !== TLS_1_3) {
      const keys = this.masterKeys?.[role];
      return keys && { ...begin, keys, secret: undefined, later: undefined };
    }
    const random = toHex(this.clientRandom);
    const name = role.toUpperCase();
    const later = secretOf(this.secrets, `${name}_TRAFFIC_SECRET_0`, random);
    const secret = secretOf(this.secrets, `${name}_HANDSHAKE_TRAFFIC_SECRET`, random) ?? later;
    if (secret === undefined || later === undefined) {
      this.failure = 'no-secret';
      return undefined;
    }
    const keys = keysOfTraffic(suite, secret);
    return { ...begin, keys, secret, later: secret === later ? undefined : later };
  }
}

const ENCRYPT_THEN_MAC = 22;
const SUPPORTED_VERSIONS = 43;

export type Role = 'client' | 'server';

/** Changes keys after the Finished of TLS 1.3, and after a KeyUpdate. */
export function afterHandshakeMessage(state: CipherState, type: number): void {
  if (state.version !== TLS_1_3 || state.secret === undefined) return;
  const next = type === 20 ? state.later : type === 24 ? nextTraffic(state.suite, state.secret) : undefined;
  if (next === undefined) return;
  state.secret = next;
  state.later = undefined;
  state.keys = keysOfTraffic(state.suite, next);
  state.sequence = 0;
}
