import { bytesToHex } from '@noble/hashes/utils.js';

/** Characters of a message that fits into one block of MD5, with the bit that ends it and its length. */
export const LONGEST = 55;

/** The 16 words of a block (RFC 1321 section 3). */
export type Block = Int32Array;

export function emptyBlock(): Block {
  return new Int32Array(16);
}

/** Appends ASCII to a block that has `length` characters so far; false for other text, and for text that does not fit. */
export function append(block: Block, length: number, text: string): boolean {
  if (length + text.length > LONGEST) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return false;
    put(block, length + index, code);
  }
  return true;
}

/** Ends a block that has `length` characters. */
export function end(block: Block, length: number): void {
  put(block, length, 0x80);
  block[14] = length * 8;
}

/** The MD5 of short ASCII in lowercase hexadecimal; undefined for other text. */
export function md5OfShort(text: string): string | undefined {
  const block = emptyBlock();
  if (!append(block, 0, text)) return undefined;
  end(block, text.length);
  const hash = new Int32Array(4);
  hashBlock(block, hash);
  const bytes = new DataView(new ArrayBuffer(16));
  hash.forEach((word, index) => {
    bytes.setInt32(4 * index, word, true);
  });
  return bytesToHex(new Uint8Array(bytes.buffer));
}

/** Writes the four words of the MD5 of a message of one block to `hash`. */
export function hashBlock(block: Block, hash: Int32Array): void {
  let a = 0x67452301;
  let b = -0x10325477;
  let c = -0x67452302;
  let d = 0x10325476;
  for (let step = 0; step < 64; step++) {
    const mixed =
      step < 16 ? (b & c) | (~b & d) : step < 32 ? (b & d) | (c & ~d) : step < 48 ? b ^ c ^ d : c ^ (b | ~d);
    const sum = (a + mixed + (CONSTANTS[step] ?? 0) + (block[WORDS[step] ?? 0] ?? 0)) | 0;
    const shift = SHIFTS[step] ?? 0;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  hash[0] = a + 0x67452301;
  hash[1] = b - 0x10325477;
  hash[2] = c - 0x67452302;
  hash[3] = d + 0x10325476;
}

/** By step: RFC 1321 section 3.4. */
const CONSTANTS = Int32Array.from({ length: 64 }, (_, step) => 2 ** 32 * Math.abs(Math.sin(step + 1)));
const WORDS = Uint8Array.from(
  { length: 64 },
  (_, step) => ([step, 5 * step + 1, 3 * step + 5, 7 * step][step >> 4] ?? 0) % 16,
);
const TURNS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const SHIFTS = Uint8Array.from({ length: 64 }, (_, step) => TURNS[step >> 4]?.[step % 4] ?? 0);

/** The lowest byte of a word comes first. */
function put(block: Block, index: number, byte: number): void {
  block[index >> 2] = (block[index >> 2] ?? 0) | (byte << (8 * (index & 3)));
}
