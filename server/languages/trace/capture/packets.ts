import { type Bytes, bytesOf, ipv4, ipv6, part, u8, u16, u32 } from './bytes.ts';

/** What a transport protocol carries from one address to another. */
export interface Segment {
  readonly protocol: 'UDP' | 'TCP' | 'SCTP';
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly payload: Bytes;
  /** TCP only. */
  readonly sequence: number;
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

/** Fragments of IP packets that wait for the others. Bounded: the oldest packet is discarded first. */
export type Fragments = Map<
  string,
  { pieces: { offset: number; bytes: Bytes }[]; total: number | undefined }
>;

const MOST_FRAGMENTED = 1000;
const MOST_TUNNELS = 6;
/** Networks use two tags; a frame could hold thousands. */
const MOST_TAGS = 16;
/** The smallest IPv6 links cut the longest packet into 60. */
const MOST_PIECES = 256;

/** The transport segment in a frame; undefined for everything else and for fragments that are not complete yet. */
export function segmentOf(linkType: number, frame: Bytes, fragments: Fragments): Segment | undefined {
  const network = networkLayer(linkType, frame);
  return network === undefined ? undefined : internet(network, fragments, 0);
}

function networkLayer(linkType: number, frame: Bytes): Bytes | undefined {
  switch (linkType) {
    case 0:
    case 108:
      return part(frame, 4);
    case 1:
      return ethernet(u16(frame, 12), part(frame, 14));
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return frame;
    case 9:
      return part(frame, u8(frame, 0) === 0xff ? 4 : 2);
    case 113:
      return ethernet(u16(frame, 14), part(frame, 16));
    case 276:
      return ethernet(u16(frame, 0), part(frame, 20));
    default:
      return undefined;
  }
}

/** What follows an EtherType: VLAN tags, PPPoE, MPLS labels, bridged Ethernet and ERSPAN are removed. */
function ethernet(type: number, payload: Bytes, depth = 0): Bytes | undefined {
  if (depth > MOST_TAGS) return undefined;
  const inside = (at: number, size: number): Bytes | undefined =>
    payload.data.length < size ? undefined : ethernet(u16(payload, at), part(payload, size), depth + 1);
  switch (type) {
    case 0x0800:
    case 0x86dd:
      return payload;
    case 0x8100:
    case 0x88a8:
    case 0x9100:
      return inside(2, 4);
    case 0x8864:
      return part(payload, 8);
    case 0x6558:
      return inside(12, 14);
    case 0x88be:
      return inside(20, 22);
    case 0x22eb:
      return inside(24, 26);
    case 0x8847: {
      let at = 0;
      while (at + 4 <= payload.data.length && (u8(payload, at + 2) & 1) === 0) at += 4;
      return part(payload, at + 4);
    }
    default:
      return undefined;
  }
}

function internet(packet: Bytes, fragments: Fragments, depth: number): Segment | undefined {
  if (depth > MOST_TUNNELS) return undefined;
  const version = u8(packet, 0) >> 4;
  if (version === 4) return internet4(packet, fragments, depth);
  return version === 6 ? internet6(packet, fragments, depth) : undefined;
}

function internet4(packet: Bytes, fragments: Fragments, depth: number): Segment | undefined {
  const header = (u8(packet, 0) & 15) * 4;
  const total = u16(packet, 2);
  const payload = part(packet, header, total === 0 ? packet.data.length : Math.max(total, header));
  const source = ipv4(packet, 12);
  const destination = ipv4(packet, 16);
  const flags = u16(packet, 6);
  const offset = (flags & 0x1fff) * 8;
  const hasMore = (flags & 0x2000) !== 0;
  const protocol = u8(packet, 9);
  if (offset === 0 && !hasMore) return transport(protocol, payload, source, destination, fragments, depth);
  const key = `${source} ${destination} ${protocol} ${u16(packet, 4)}`;
  const whole = defragment(fragments, key, offset, hasMore, payload);
  return whole && transport(protocol, whole, source, destination, fragments, depth);
}

function internet6(packet: Bytes, fragments: Fragments, depth: number): Segment | undefined {
  const source = ipv6(packet, 8);
  const destination = ipv6(packet, 24);
  let next = u8(packet, 6);
  let payload = part(packet, 40, 40 + u16(packet, 4));
  for (let count = 0; count < 10; count++) {
    if (next === 0 || next === 43 || next === 60) {
      next = u8(payload, 0);
      payload = part(payload, 8 + u8(payload, 1) * 8);
    } else if (next === 44) {
      const inner = u8(payload, 0);
      const field = u16(payload, 2);
      const key = `${source} ${destination} ${inner} ${u32(payload, 4)}`;
      const whole = defragment(fragments, key, field & 0xfff8, (field & 1) === 1, part(payload, 8));
      if (whole === undefined) return undefined;
      next = inner;
      payload = whole;
    } else break;
  }
  return transport(next, payload, source, destination, fragments, depth);
}

function defragment(
  fragments: Fragments,
  key: string,
  offset: number,
  hasMore: boolean,
  bytes: Bytes,
): Bytes | undefined {
  let packet = fragments.get(key);
  if (packet === undefined) {
    packet = { pieces: [], total: undefined };
    fragments.set(key, packet);
    if (fragments.size > MOST_FRAGMENTED) {
      const oldest = fragments.keys().next().value;
      if (oldest !== undefined) fragments.delete(oldest);
    }
  }
  packet.pieces.push({ offset, bytes });
  if (packet.pieces.length > MOST_PIECES) packet.pieces.shift();
  if (!hasMore) packet.total = offset + bytes.data.length;
  if (packet.total === undefined || packet.total > 70_000) return undefined;
  const pieces = packet.pieces.sort((a, b) => a.offset - b.offset);
  let covered = 0;
  for (const piece of pieces) {
    if (piece.offset > covered) return undefined;
    covered = Math.max(covered, piece.offset + piece.bytes.data.length);
  }
  if (covered < packet.total) return undefined;
  const whole = new Uint8Array(packet.total);
  for (const piece of pieces)
    if (piece.offset < packet.total)
      whole.set(piece.bytes.data.subarray(0, packet.total - piece.offset), piece.offset);
  fragments.delete(key);
  return bytesOf(whole);
}

function transport(
  protocol: number,
  payload: Bytes,
  source: string,
  destination: string,
  fragments: Fragments,
  depth: number,
): Segment | undefined {
  const ends = { source, destination, sourcePort: u16(payload, 0), destinationPort: u16(payload, 2) };
  const once = { sequence: 0, isStart: false, isEnd: false };
  switch (protocol) {
    case 17: {
      const length = u16(payload, 4);
      const carried = part(payload, 8, length < 8 ? payload.data.length : length);
      const inner =
        depth < MOST_TUNNELS ? tunnelled(ends.sourcePort, ends.destinationPort, carried) : undefined;
      const found = inner && internet(inner, fragments, depth + 1);
      return found ?? { protocol: 'UDP', ...ends, payload: carried, ...once };
    }
    case 6: {
      const flags = u8(payload, 13);
      return {
        protocol: 'TCP',
        ...ends,
        payload: part(payload, (u8(payload, 12) >> 4) * 4),
        sequence: u32(payload, 4),
        isStart: (flags & 2) !== 0,
        isEnd: (flags & 5) !== 0,
      };
    }
    case 132:
      return sctp(payload, ends, once);
    case 4:
    case 41:
      return internet(payload, fragments, depth + 1);
    case 47: {
      const flags = u16(payload, 0);
      const header = 4 + (flags & 0x8000 ? 4 : 0) + (flags & 0x2000 ? 4 : 0) + (flags & 0x1000 ? 4 : 0);
      const inner = ethernet(u16(payload, 2), part(payload, header));
      return inner && internet(inner, fragments, depth + 1);
    }
    default:
      return undefined;
  }
}

/** The IP packet inside a UDP tunnel: VXLAN (RFC 7348), Geneve (RFC 8926), GTP-U (3GPP TS 29.281). */
function tunnelled(sourcePort: number, destinationPort: number, payload: Bytes): Bytes | undefined {
  if (destinationPort === 4789 || destinationPort === 8472) {
    return (u8(payload, 0) & 8) === 0 ? undefined : ethernet(u16(payload, 20), part(payload, 22));
  }
  if (destinationPort === 6081) {
    const header = 8 + (u8(payload, 0) & 63) * 4;
    return ethernet(u16(payload, 2), part(payload, header));
  }
  if (destinationPort !== 2152 && sourcePort !== 2152) return undefined;
  const flags = u8(payload, 0);
  // Version 1, protocol type GTP, message type G-PDU.
  if (flags >> 5 !== 1 || (flags & 16) === 0 || u8(payload, 1) !== 255) return undefined;
  if ((flags & 7) === 0) return part(payload, 8);
  let at = 12;
  let next = (flags & 4) === 0 ? 0 : u8(payload, 11);
  for (let count = 0; next !== 0 && count < 10; count++) {
    const length = u8(payload, at) * 4;
    if (length === 0) return undefined;
    next = u8(payload, at + length - 1);
    at += length;
  }
  return part(payload, at);
}

/** The first DATA chunk that is not a fragment. */
function sctp(
  payload: Bytes,
  ends: Pick<Segment, 'source' | 'destination' | 'sourcePort' | 'destinationPort'>,
  once: Pick<Segment, 'sequence' | 'isStart' | 'isEnd'>,
): Segment | undefined {
  let at = 12;
  while (at + 4 <= payload.data.length) {
    const length = u16(payload, at + 2);
    if (length < 4) return undefined;
    if (u8(payload, at) === 0 && (u8(payload, at + 1) & 3) === 3) {
      return { protocol: 'SCTP', ...ends, payload: part(payload, at + 16, at + length), ...once };
    }
    at += Math.ceil(length / 4) * 4;
  }
  return undefined;
}
