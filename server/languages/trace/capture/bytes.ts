import { textOfCodes } from '../../../text/longLists.ts';
/** A part of a capture. Reads beyond its end give 0, so that a cut packet needs no special care. */
export interface Bytes {
  readonly view: DataView;
  readonly data: Uint8Array;
}

/** Bytes of a whole array. */
export function bytesOf(data: Uint8Array): Bytes {
  return { data, view: new DataView(data.buffer, data.byteOffset, data.byteLength) };
}

/** The part between two offsets, cut at the end of the whole. */
export function part(bytes: Bytes, from: number, to = bytes.data.length): Bytes {
  const end = Math.min(to, bytes.data.length);
  return bytesOf(bytes.data.subarray(Math.min(from, end), end));
}

export function u8(bytes: Bytes, at: number): number {
  return bytes.data[at] ?? 0;
}

export function u16(bytes: Bytes, at: number, littleEndian = false): number {
  return at + 2 > bytes.data.length ? 0 : bytes.view.getUint16(at, littleEndian);
}

export function u32(bytes: Bytes, at: number, littleEndian = false): number {
  return at + 4 > bytes.data.length ? 0 : bytes.view.getUint32(at, littleEndian);
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
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return latin1(data);
  }
}

/** One character for each byte. */
export function latin1(data: Uint8Array): string {
  return textOfCodes(data);
}
