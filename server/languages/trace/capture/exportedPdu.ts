import { type Bytes, ipv4, ipv6, part, u16, u32 } from './bytes.ts';

/** What Wireshark exports with "Export PDUs to File": a payload with tags that say where it came from (link type 252). */
export interface ExportedPdu {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly transport: 'UDP' | 'TCP' | 'SCTP';
  readonly payload: Bytes;
}

/** Reads a frame of link type 252; undefined if its tags have no end. */
export function exportedPdu(frame: Bytes): ExportedPdu | undefined {
  let source = '-';
  let destination = '-';
  let sourcePort = 0;
  let destinationPort = 0;
  let transport: ExportedPdu['transport'] = 'UDP';
  let at = 0;
  while (at + 4 <= frame.data.length) {
    const tag = u16(frame, at);
    const length = u16(frame, at + 2);
    const value = at + 4;
    at = value + length;
    switch (tag) {
      case 0:
        return {
          ...{ source, destination, sourcePort, destinationPort, transport },
          payload: part(frame, at),
        };
      case 20:
        source = ipv4(frame, value);
        break;
      case 21:
        destination = ipv4(frame, value);
        break;
      case 22:
        source = ipv6(frame, value);
        break;
      case 23:
        destination = ipv6(frame, value);
        break;
      case 24: {
        const type = u32(frame, value);
        transport = type === 1 ? 'SCTP' : type === 2 ? 'TCP' : 'UDP';
        break;
      }
      case 25:
        sourcePort = u32(frame, value);
        break;
      case 26:
        destinationPort = u32(frame, value);
        break;
    }
  }
  return undefined;
}
