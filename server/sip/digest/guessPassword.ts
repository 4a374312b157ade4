import { hexToBytes } from '@noble/hashes/utils.js';
import { hashHex } from './digest.ts';
import { append, emptyBlock, end, hashBlock } from './md5Block.ts';

/**
 * The index of the first candidate whose HA1 with MD5 is the given one, in lowercase hexadecimal; -1 if there is none. The user name
 * and realm are read once for all candidates.
 */
export function guessPassword(
  ha1: string,
  username: string,
  realm: string,
  candidates: readonly string[],
): number {
  return guessEnd(ha1, `${username}:${realm}:`, candidates);
}

/**
 * The index of the first candidate that, after `start`, has the given MD5; -1 if there is none.
 *
 * A file can have thousands of hashes, with more than a hundred candidates each, and a library takes longer to prepare a hash than
 * to compute it: nearly all messages are short ASCII, which is hashed here.
 */
export function guessEnd(md5: string, start: string, candidates: readonly string[]): number {
  const wanted = wordsOf(md5);
  const started = emptyBlock();
  const isShort = append(started, 0, start);
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index] ?? '';
    block.set(started);
    if (isShort && append(block, start.length, candidate)) {
      end(block, start.length + candidate.length);
      hashBlock(block, hash);
      if (hash[0] === wanted[0] && hash[1] === wanted[1] && hash[2] === wanted[2] && hash[3] === wanted[3])
        return index;
    } else if (hashHex('MD5', start + candidate) === md5) {
      return index;
    }
  }
  return -1;
}

const block = emptyBlock();
const hash = new Int32Array(4);

/** The words of a hash in hexadecimal. */
function wordsOf(hex: string): Int32Array {
  const bytes = new DataView(hexToBytes(hex).buffer);
  return Int32Array.from({ length: 4 }, (_, index) => bytes.getInt32(4 * index, true));
}
