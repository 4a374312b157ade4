import { bytesOf, u8, u16 } from '../bytes.ts';
import { afterHandshakeMessage, type Role, type TlsConnection } from './connection.ts';
import { joined } from './keys.ts';
import { type CipherState, decryptRecord } from './record.ts';
import { Unread } from './unread.ts';

/** One direction of a TLS connection: from the bytes of TCP to those of the protocol inside. */
export class TlsSide {
  isDecrypted = false;
  /** Data was sent that could not be decrypted; false for a side that sends none. */
  isUnread = false;
  /** Bytes were lost, so the rest cannot be decrypted. */
  isBroken = false;
  private isTls: boolean | undefined;
  private readonly pending = new Unread();
  private readonly handshake = new Unread();
  private role: Role | undefined;
  private state: CipherState | undefined;

  constructor(private readonly connection: TlsConnection) {}

  /** The clear text of the next bytes of the stream; the bytes themselves if it is not TLS. */
  read(data: Uint8Array): Uint8Array {
    this.isTls ??= looksLikeTls(data);
    if (!this.isTls) return data;
    if (this.isBroken) return NOTHING;
    this.pending.add(data);
    const clear: Uint8Array[] = [];
    for (;;) {
      const length = 5 + u16(bytesOf(this.pending.bytes), 3);
      if (this.pending.length < 5 || this.pending.length < length) break;
      const record = this.pending.take(length);
      if (!looksLikeTls(record) && length > 5) this.lose();
      if (this.isBroken) break;
      const found = this.record(record);
      if (found !== undefined) clear.push(found);
    }
    return clear.length === 0 ? NOTHING : joined(...clear);
  }

  /** Bytes of the stream are missing: without them, the number of the next record is unknown. */
  lose(): void {
    if (this.isTls === true) this.isBroken = true;
  }

  private record(record: Uint8Array): Uint8Array | undefined {
    const type = record[0] ?? 0;
    if (this.state === undefined) {
      if (type === HANDSHAKE) this.messages(record.subarray(5));
      // TLS 1.2 encrypts from ChangeCipherSpec on; TLS 1.3 may send one too, and encrypts as application data.
      const begins =
        type === APPLICATION_DATA || (type === CHANGE_CIPHER_SPEC && this.connection.isNegotiated);
      if (begins) this.state = this.connection.cipherOf(this.role);
      if (type !== APPLICATION_DATA) return undefined;
    }
    if (type === CHANGE_CIPHER_SPEC) return undefined;
    if (this.state === undefined) {
      this.isUnread = true;
      return undefined;
    }
    const clear = decryptRecord(this.connection.ciphers, this.state, record);
    if (clear === undefined) {
      // Before the first record that fits there may be early data, or a handshake whose secret is not in the file.
      if (this.state.sequence > 0 && this.isDecrypted) this.connection.failure ??= 'record';
      if (type === APPLICATION_DATA) this.isUnread = true;
      return undefined;
    }
    if (clear.type === HANDSHAKE) this.messages(clear.data);
    if (clear.type !== APPLICATION_DATA) return undefined;
    this.isDecrypted = true;
    return clear.data;
  }

  /** Messages of the handshake, which may be split over records. */
  private messages(data: Uint8Array): void {
    this.handshake.add(data);
    for (;;) {
      const head = bytesOf(this.handshake.bytes);
      const size = 4 + (u8(head, 1) << 16) + u16(head, 2);
      if (this.handshake.length < 4 || this.handshake.length < size) return;
      const message = this.handshake.take(size);
      if (this.state === undefined) this.role = this.connection.hello(message) ?? this.role;
      else afterHandshakeMessage(this.state, message[0] ?? 0);
    }
  }
}

const NOTHING = new Uint8Array(0);
const CHANGE_CIPHER_SPEC = 20;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;

/** A TLS record: handshake, alert, data or change of cipher, of version 3.x. */
export function looksLikeTls(data: Uint8Array): boolean {
  const type = data[0] ?? 0;
  return data.length > 5 && type >= 20 && type <= 23 && data[1] === 3 && (data[2] ?? 9) <= 4;
}
