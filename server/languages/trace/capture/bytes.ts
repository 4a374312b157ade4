import { textOfCodes } from '../../../text/longLists.ts';
/** A part of a capture. Reads beyond its end give 0, so that a cut packet needs no special care. */
export interface Bytes {
  readonly data: Uint8Array;
}

/** Bytes of a whole array. */
export function bytesOf(data: Uint8Array): Bytes {
  return { data };
}

/** The part between two offsets, cut at the end of the whole. */
export function part(bytes: Bytes, from: number, to = bytes.data.length): Bytes {
  const end = Math.min(to, bytes.data.length);
  return bytesOf(bytes.data.subarray(Math.min(from, end), end));
}

export function u8(bytes: Bytes, at: number): number {
  return bytes.data[at] ?? 0;
}

export function u16({ data }: Bytes, at: number, littleEndian = false): number {
  if (at + 2 > data.length) return 0;
  const first = data[at] ?? 0;
  const second = data[at + 1] ?? 0;
  return littleEndian ? first | (second << 8) : (first << 8) | second;
}

export function u32(bytes: Bytes, at: number, littleEndian = false): number {
  if (at + 4 > bytes.data.length) return 0;
  const first = u16(bytes, at, littleEndian);
  const second = u16(bytes, at + 2, littleEndian);
  return littleEndian ? second * 0x10000 + first : first * 0x10000 + second;
}

/** `192.0.2.1` */
export function ipv4(bytes: Bytes, at: number): string {
  return `${u8(bytes, at)}.${u8(bytes, at + 1)}.${u8(bytes, at + 2)}.${u8(bytes, at + 3)}`;
}

/** RFC 5952 text of an IPv6 address, without brackets. */
export function ipv6(bytes: Bytes, at: number): string {
  const groups: number[] = [];
  for (let index = 0; index < 8; index++) groups.push(u16(bytes, at + index * 2));
  let bestStart = -1;
  let bestLength = 1;
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > bestLength) {
      bestStart = start;
      bestLength = length;
    }
  }
  const text = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map(group => group.toString(16))
      .join(':');
  return bestStart < 0 ? text(0, 8) : `${text(0, bestStart)}::${text(bestStart + bestLength, 8)}`;
}

/** Text of bytes: UTF-8 if it is valid, otherwise one character for each byte, so that nothing is lost. */
export function textOf(data: Uint8Array): string {
  try {
    return UTF8.decode(data);
  } catch {
    return latin1(data);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One character for each byte. */
export function latin1(data: Uint8Array): string {
  return textOfCodes(data);
}
