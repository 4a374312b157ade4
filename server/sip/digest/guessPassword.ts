import { md5 } from '@noble/hashes/legacy.js';
import { hexToBytes } from '@noble/hashes/utils.js';

/**
 * The index of the first candidate (UTF-8) whose HA1 with MD5 is the given one, in hexadecimal; -1 if there is none. The user
 * name and realm are hashed once for all candidates.
 */
export function guessPassword(
  ha1: string,
  username: string,
  realm: string,
  candidates: readonly Uint8Array[],
): number {
  const wanted = hexToBytes(ha1);
  const known = md5.create().update(new TextEncoder().encode(`${username}:${realm}:`));
  const trial = md5.create();
  const hash = new Uint8Array(md5.outputLen);
  return candidates.findIndex(candidate => {
    known._cloneInto(trial);
    trial.update(candidate).digestInto(hash);
    return hash.every((byte, index) => byte === wanted[index]);
  });
}
