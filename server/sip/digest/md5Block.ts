/** Bytes of a message that fit into one block of MD5, with the bit that ends it and its length. */
export const LONGEST = 55;

/** The 16 words of a block that starts with bytes, at most 55 of them (RFC 1321 section 3). */
export function blockOf(start: Uint8Array): Int32Array {
  const block = new Int32Array(16);
  putBytes(block, 0, start);
  return block;
}

/** Ends a block that has `length` bytes so far with the rest of its message. */
export function endBlock(block: Int32Array, length: number, rest: Uint8Array): void {
  const end = length + rest.length;
  putBytes(block, length, rest);
  putByte(block, end, 0x80);
  block[14] = end * 8;
}

/** MD5 of at most 55 bytes, in lowercase hexadecimal. */
export function md5Hex(message: Uint8Array): string {
  const block = blockOf(message);
  endBlock(block, message.length, NOTHING);
  const hash = new Int32Array(4);
  hashBlock(block, hash);
  const hex = new DataView(new ArrayBuffer(4));
  return Array.from(hash, word => {
    hex.setInt32(0, word, true);
    return hex.getUint32(0).toString(16).padStart(8, '0');
  }).join('');
}

const NOTHING = new Uint8Array();

/** Writes the four words of the MD5 of a message of one block to `hash`. */
export function hashBlock(block: Int32Array, hash: Int32Array): void {
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

function putBytes(block: Int32Array, start: number, bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) putByte(block, start + i, bytes[i] ?? 0);
}

/** The lowest byte of a word comes first. */
function putByte(block: Int32Array, index: number, byte: number): void {
  block[index >> 2] = (block[index >> 2] ?? 0) | (byte << (8 * (index & 3)));
}
