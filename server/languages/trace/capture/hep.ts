import { type Bytes, ipv4, ipv6, part, u8, u16, u32 } from './bytes.ts';

/** A SIP message that a capture agent forwarded in the Homer Encapsulation Protocol (HEP 1, 2 and 3/EEP). */
export interface Encapsulated {
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly transport: string;
  /** Absent in HEP 1. */
  readonly time: { readonly seconds: number; readonly microseconds: number } | undefined;
  readonly payload: Bytes;
}

/** Reads a HEP packet; undefined if the bytes are not HEP, or contain something other than SIP. */
export function encapsulatedIn(bytes: Bytes): Encapsulated | undefined {
  if (u32(bytes, 0) === 0x48455033) return version3(bytes);
  const version = u8(bytes, 0);
  return (version === 1 || version === 2) && (u8(bytes, 2) === 2 || u8(bytes, 2) === 10)
    ? olderVersion(bytes, version)
    : undefined;
}

function version3(bytes: Bytes): Encapsulated | undefined {
  let source = '';
  let destination = '';
  let sourcePort = 0;
  let destinationPort = 0;
  let seconds = 0;
  let microseconds = 0;
  let protocol = 17;
  let payload: Bytes | undefined;
  let at = 6;
  while (at + 6 <= bytes.data.length) {
    const type = u16(bytes, at) === 0 ? u16(bytes, at + 2) : -1;
    const length = u16(bytes, at + 4);
    if (length < 6) break;
    const value = at + 6;
    if (type === 2) protocol = u8(bytes, value);
    else if (type === 3) source = ipv4(bytes, value);
    else if (type === 4) destination = ipv4(bytes, value);
    else if (type === 5) source = ipv6(bytes, value);
    else if (type === 6) destination = ipv6(bytes, value);
    else if (type === 7) sourcePort = u16(bytes, value);
    else if (type === 8) destinationPort = u16(bytes, value);
    else if (type === 9) seconds = u32(bytes, value);
    else if (type === 10) microseconds = u32(bytes, value);
    else if (type === 11 && u8(bytes, value) !== 1) return undefined;
    else if (type === 15) payload = part(bytes, value, at + length);
    at += length;
  }
  if (payload === undefined) return undefined;
  return {
    source,
    sourcePort,
    destination,
    destinationPort,
    transport: protocol === 6 ? 'TCP' : protocol === 132 ? 'SCTP' : 'UDP',
    time: { seconds, microseconds },
    payload,
  };
}

function olderVersion(bytes: Bytes, version: number): Encapsulated | undefined {
  const isSix = u8(bytes, 2) === 10;
  const address = isSix ? ipv6 : ipv4;
  const size = isSix ? 16 : 4;
  const length = u8(bytes, 1);
  const expected = 8 + size * 2;
  if (length < expected || length > expected + 16) return undefined;
  const behind = 8 + size * 2;
  return {
    source: address(bytes, 8),
    destination: address(bytes, 8 + size),
    sourcePort: u16(bytes, 4),
    destinationPort: u16(bytes, 6),
    transport: u8(bytes, 3) === 6 ? 'TCP' : 'UDP',
    time:
      version === 2
        ? { seconds: u32(bytes, behind, true), microseconds: u32(bytes, behind + 4, true) }
        : undefined,
    payload: part(bytes, version === 2 ? behind + 12 : length),
  };
}
