import { createView, hexToBytes } from '@noble/hashes/utils.js';
import { hashHex } from './digest.ts';
import { firstWordOfMd5, MOST_IN_BLOCK } from './firstWordOfMd5.ts';

/**
 * The index of the first candidate (UTF-8) whose HA1 with MD5 is the given one, in hexadecimal; -1 if there is none. A file may
 * have thousands of hashes, and each is compared with all candidates.
 */
export function guessPassword(
  ha1: string,
  username: string,
  realm: string,
  candidates: readonly Uint8Array[],
): number {
  const start = new TextEncoder().encode(`${username}:${realm}:`);
  const wanted = createView(hexToBytes(ha1)).getInt32(0, true);
  return candidates.findIndex(candidate => {
    const length = start.length + candidate.length;
    if (length <= MOST_IN_BLOCK && firstWordOfMd5(start, candidate) !== wanted) return false;
    const message = new Uint8Array(length);
    message.set(start);
    message.set(candidate, start.length);
    return hashHex('MD5', message) === ha1.toLowerCase();
  });
}
