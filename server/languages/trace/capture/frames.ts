import { type Bytes, bytesOf, latin1, part, u16, u32 } from './bytes.ts';
import { FileWindow } from './fileWindow.ts';
import { addKeyLog, type TlsSecrets } from './tls/keyLog.ts';

/** One captured frame. */
export interface Frame {
  /** Counted from 1, as Wireshark does. */
  readonly number: number;
  /** Seconds since 1970, and microseconds. */
  readonly seconds: number;
  readonly microseconds: number;
  /** LINKTYPE_ value of the interface. */
  readonly linkType: number;
  readonly bytes: Bytes;
  /** The time is not known, and 0. */
  readonly hasNoTime?: true;
}

/** True when the bytes begin like a pcap or a pcapng file. */
export function isCapture(data: Uint8Array): boolean {
  return PCAP_MAGICS.has(u32(bytesOf(data), 0)) || u32(bytesOf(data), 0) === SECTION_HEADER;
}

/**
 * The frames of a pcap or pcapng file, up to where the file breaks off, one by one: a large capture is never in memory as
 * a list of frames. The file comes in pieces. The secrets of TLS in a pcapng file (Decryption Secrets Block) are added to
 * `secrets` on the way. Returns what is known about the whole file.
 */
export function framesOf(pieces: Iterable<Uint8Array>, secrets: TlsSecrets): Generator<Frame, FileEnd> {
  const file = new FileWindow(pieces);
  const begin = u32(file.ahead(4), 0);
  if (begin === SECTION_HEADER) return pcapng(file, secrets);
  const magic = PCAP_MAGICS.get(begin);
  return magic === undefined ? noCapture() : pcap(file, magic.little, magic.nano);
}

/** What is known of a capture file at its end. */
export interface FileEnd {
  /** What is wrong with the file, in a sentence. */
  readonly problem: string | undefined;
}

// biome-ignore lint/correctness/useYield: a file that is no capture has no frames.
function* noCapture(): Generator<Frame, FileEnd> {
  return { problem: 'This is neither a pcap nor a pcapng file.' };
}

const SECTION_HEADER = 0x0a0d0d0a;
const PCAP_MAGICS: ReadonlyMap<number, { little: boolean; nano: boolean }> = new Map([
  [0xa1b2c3d4, { little: false, nano: false }],
  [0xd4c3b2a1, { little: true, nano: false }],
  [0xa1b23c4d, { little: false, nano: true }],
  [0x4d3cb2a1, { little: true, nano: true }],
]);
const TLS_KEY_LOG = 0x544c534b;
const LONGEST_FRAME = 0x4000000;

function* pcap(file: FileWindow, little: boolean, nano: boolean): Generator<Frame, FileEnd> {
  let count = 0;
  const linkType = u32(file.ahead(24), 20, little) & 0x0fffffff;
  file.skip(24);
  for (;;) {
    const header = file.ahead(16);
    if (header.data.length < 16) return { problem: undefined };
    const length = u32(header, 8, little);
    if (length > LONGEST_FRAME) return { problem: `The frame after frame ${count} has an invalid length.` };
    const fraction = u32(header, 4, little);
    file.skip(16);
    count++;
    yield {
      number: count,
      seconds: u32(header, 0, little),
      microseconds: nano ? Math.floor(fraction / 1000) : fraction,
      linkType,
      bytes: file.ahead(length),
    };
    if (!file.skip(length)) return { problem: `The file ends inside frame ${count}.` };
  }
}

interface Interface {
  readonly linkType: number;
  /** Units of a time stamp in a second. */
  readonly resolution: bigint;
  readonly offset: number;
}

function* pcapng(file: FileWindow, secrets: TlsSecrets): Generator<Frame, FileEnd> {
  let interfaces: Interface[] = [];
  let little = false;
  let number = 0;
  for (;;) {
    const header = file.ahead(12);
    if (header.data.length < 12) return { problem: undefined };
    if (u32(header, 0) === SECTION_HEADER) {
      little = u32(header, 8) === 0x4d3c2b1a;
      interfaces = [];
    }
    const type = u32(header, 0, little);
    const length = u32(header, 4, little);
    if (length < 12 || length % 4 !== 0 || length > LONGEST_FRAME) {
      return { problem: `The block after frame ${number} has an invalid length.` };
    }
    const block = file.ahead(length);
    if (type === 10 && u32(block, 8, little) === TLS_KEY_LOG)
      addKeyLog(secrets, latin1(part(block, 16, 16 + u32(block, 12, little)).data));
    if (type === 1) interfaces.push(interfaceOf(block, little));
    else if (type === 6 || type === 2 || type === 3) {
      number++;
      const frame = packet(block, type, interfaces, little, number);
      if (frame !== undefined) yield frame;
    }
    if (!file.skip(length)) return { problem: `The file ends inside frame ${number}.` };
  }
}

function packet(
  block: Bytes,
  type: number,
  interfaces: readonly Interface[],
  little: boolean,
  number: number,
): Frame | undefined {
  if (type === 3) {
    const first = interfaces[0];
    return (
      first && {
        number,
        seconds: 0,
        microseconds: 0,
        linkType: first.linkType,
        bytes: part(block, 12, block.data.length - 4),
      }
    );
  }
  const index = type === 6 ? u32(block, 8, little) : u16(block, 8, little);
  const found = interfaces[index];
  if (found === undefined) return undefined;
  // Nanoseconds since 1970 do not fit in a double.
  const units = (BigInt(u32(block, 12, little)) << 32n) | BigInt(u32(block, 16, little));
  const seconds = units / found.resolution;
  return {
    number,
    seconds: Number(seconds) + found.offset,
    microseconds: Number(((units - seconds * found.resolution) * 1_000_000n) / found.resolution),
    linkType: found.linkType,
    bytes: part(block, 28, 28 + u32(block, 20, little)),
  };
}

function interfaceOf(block: Bytes, little: boolean): Interface {
  let resolution = 1_000_000n;
  let offset = 0;
  let at = 16;
  while (at + 4 <= block.data.length - 4) {
    const code = u16(block, at, little);
    const length = u16(block, at + 2, little);
    if (code === 0) break;
    if (code === 9) {
      const value = block.data[at + 4] ?? 6;
      resolution = value & 0x80 ? 2n ** BigInt(value & 0x7f) : 10n ** BigInt(value);
    }
    if (code === 14) offset = u32(block, little ? at + 4 : at + 8, little);
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return { linkType: u16(block, 8, little), resolution, offset };
}
