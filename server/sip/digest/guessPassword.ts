import { md5 } from '@noble/hashes/legacy.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { blockOf, endBlock, hashBlock, LONGEST } from './md5Block.ts';

const utf8 = new TextEncoder();

/**
 * The index of the first candidate (UTF-8) whose HA1 with MD5 is the given one, in hexadecimal; -1 if there is none.
 *
 * A file can have thousands of hashes, with more than a hundred candidates each, and the library takes longer to prepare a hash than
 * to compute it: nearly all messages are a single block, which is hashed here.
 */
export function guessPassword(
  ha1: string,
  username: string,
  realm: string,
  candidates: readonly Uint8Array[],
): number {
  const wanted = hexToBytes(ha1);
  const wantedWords = blockOf(wanted);
  const known = utf8.encode(`${username}:${realm}:`);
  const start = blockOf(known.subarray(0, LONGEST));
  const block = new Int32Array(start.length);
  const hash = new Int32Array(4);
  return candidates.findIndex(candidate => {
    if (known.length + candidate.length > LONGEST) {
      const long = md5(Uint8Array.of(...known, ...candidate));
      return long.every((byte, index) => byte === wanted[index]);
    }
    block.set(start);
    endBlock(block, known.length, candidate);
    hashBlock(block, hash);
    return hash[0] === wantedWords[0] && hash.every((word, index) => word === wantedWords[index]);
  });
}
