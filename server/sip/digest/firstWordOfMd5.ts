/** Of the 64 bytes of a block, MD5 needs one behind the text and eight for its length. */
export const MOST_IN_BLOCK = 55;

const block = new Uint8Array(64);
const view = new DataView(block.buffer);
const words = new Int32Array(16);

/** The constants of the steps, RFC 1321 section 3.4. */
const sines = Int32Array.from({ length: 64 }, (_, step) =>
  Math.floor(2 ** 32 * Math.abs(Math.sin(step + 1))),
);

/**
 * The first word of the MD5 of two texts that are together no longer than `MOST_IN_BLOCK`. It tells that a guess is wrong in a
 * third of the time in which a library hashes.
 */
export function firstWordOfMd5(start: Uint8Array, rest: Uint8Array): number {
  const length = start.length + rest.length;
  block.set(start);
  block.set(rest, start.length);
  block.fill(0, length);
  block[length] = 0x80;
  view.setUint32(56, 8 * length, true);
  for (let index = 0; index < 16; index++) words[index] = view.getInt32(4 * index, true);

  let a = 0x67452301;
  let b = ~0x10325476;
  let c = ~a;
  let d = ~b;
  for (let step = 0; step < 16; step += 4) {
    a = (turned(a + (d ^ (b & (c ^ d))) + added(step, step), 7) + b) | 0;
    d = (turned(d + (c ^ (a & (b ^ c))) + added(step + 1, step + 1), 12) + a) | 0;
    c = (turned(c + (b ^ (d & (a ^ b))) + added(step + 2, step + 2), 17) + d) | 0;
    b = (turned(b + (a ^ (c & (d ^ a))) + added(step + 3, step + 3), 22) + c) | 0;
  }
  for (let step = 16; step < 32; step += 4) {
    a = (turned(a + (c ^ (d & (b ^ c))) + added(step, 5 * step + 1), 5) + b) | 0;
    d = (turned(d + (b ^ (c & (a ^ b))) + added(step + 1, 5 * step + 6), 9) + a) | 0;
    c = (turned(c + (a ^ (b & (d ^ a))) + added(step + 2, 5 * step + 11), 14) + d) | 0;
    b = (turned(b + (d ^ (a & (c ^ d))) + added(step + 3, 5 * step), 20) + c) | 0;
  }
  for (let step = 32; step < 48; step += 4) {
    a = (turned(a + (b ^ c ^ d) + added(step, 3 * step + 5), 4) + b) | 0;
    d = (turned(d + (a ^ b ^ c) + added(step + 1, 3 * step + 8), 11) + a) | 0;
    c = (turned(c + (d ^ a ^ b) + added(step + 2, 3 * step + 11), 16) + d) | 0;
    b = (turned(b + (c ^ d ^ a) + added(step + 3, 3 * step + 14), 23) + c) | 0;
  }
  for (let step = 48; step < 64; step += 4) {
    a = (turned(a + (c ^ (b | ~d)) + added(step, 7 * step), 6) + b) | 0;
    d = (turned(d + (b ^ (a | ~c)) + added(step + 1, 7 * step + 7), 10) + a) | 0;
    c = (turned(c + (a ^ (d | ~b)) + added(step + 2, 7 * step + 14), 15) + d) | 0;
    b = (turned(b + (d ^ (c | ~a)) + added(step + 3, 7 * step + 5), 21) + c) | 0;
  }
  return (a + 0x67452301) | 0;
}

function turned(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** What a step adds: its constant and a word of the block. */
function added(step: number, word: number): number {
  return (sines[step] ?? 0) + (words[word & 15] ?? 0);
}
