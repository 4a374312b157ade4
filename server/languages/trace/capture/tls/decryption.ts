import type { Segment } from '../packets.ts';
import type { Stream } from '../streams.ts';
import { platformCiphers } from './ciphers.ts';
import { TlsConnection } from './connection.ts';
import type { TlsSecrets } from './keyLog.ts';
import { TlsSide } from './side.ts';

/** The TLS connections of a capture, decrypted if the capture contains their secrets. */
export class TlsDecryption {
  /** Filled while the file is read. */
  readonly secrets: TlsSecrets = new Map();
  private readonly ciphers = platformCiphers();
  private readonly connections = new Map<string, TlsConnection>();

  /** Lets a stream be decrypted from its beginning on; without secrets, nothing changes. */
  prepare(stream: Stream, { source, sourcePort, destination, destinationPort, isStart }: Segment): void {
    if (this.secrets.size === 0 || this.ciphers === undefined || (stream.tls !== undefined && !isStart))
      return;
    const ends = [`${source} ${sourcePort}`, `${destination} ${destinationPort}`].sort().join(' ');
    let connection = this.connections.get(ends);
    // The ports of an old connection may be used again; both sides begin the new one.
    if (connection === undefined || (isStart && connection.isNegotiated)) {
      connection = new TlsConnection(this.ciphers, this.secrets);
      this.connections.set(ends, connection);
    }
    stream.tls = new TlsSide(connection);
  }

  /** A note about connections that could not be read: why not, and what to do. */
  note(hosts: readonly string[]): string {
    const count = hosts.length === 1 ? 'A TLS connection is' : `${hosts.length} TLS connections are`;
    return `${count} encrypted and not read (${hosts.slice(0, 3).join('; ')}). ${this.reason()}, select File > Export PDUs to File > OSI layer 7, and open the result.`;
  }

  private reason(): string {
    if (this.secrets.size === 0)
      return 'To read them, let one side write its TLS keys (SSLKEYLOGFILE), and open the capture in Wireshark with that key log (Preferences, Protocols, TLS)';
    if (this.ciphers === undefined)
      return 'The file contains TLS secrets, but a browser cannot use them here: open the capture on the desktop or with the command line, or open it in Wireshark';
    const failed = [...this.connections.values()].find(({ failure }) => failure !== undefined);
    switch (failed?.failure) {
      case 'cipher':
        return `The cipher suite 0x${(failed.suiteNumber ?? 0).toString(16).padStart(4, '0')} is not supported: open the capture in Wireshark`;
      case 'no-secret':
        return 'The secrets in the file are those of other connections: open the capture in Wireshark with the right key log (Preferences, Protocols, TLS)';
      case 'record':
        return 'The secrets in the file do not fit: open the capture in Wireshark with the right key log (Preferences, Protocols, TLS)';
      default:
        return 'The file contains TLS secrets, but not the beginning of the connection, which they need: capture from before the connection is made, or open the capture in Wireshark';
    }
  }
}
