import { _MD5, md5 } from '@noble/hashes/legacy.js';
import { concatBytes, createView, hexToBytes } from '@noble/hashes/utils.js';

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
  const wanted = wordsOf(hexToBytes(ha1));
  const short = start.length <= MOST_IN_BLOCK ? new OneBlock(start) : undefined;
  return candidates.findIndex(candidate => {
    const fits = short !== undefined && start.length + candidate.length <= MOST_IN_BLOCK;
    const words = fits ? short.hash(candidate) : wordsOf(md5(concatBytes(start, candidate)));
    return words[0] === wanted[0] && words.every((word, index) => word === wanted[index]);
  });
}

/** Of the 64 bytes of a block, MD5 needs one behind the text and eight for its length. */
const MOST_IN_BLOCK = 55;

/** Hashes texts of one block that begin alike: the library's compression, without its copies and checks for each text. */
class OneBlock extends _MD5 {
  private readonly initial = this.get();

  constructor(private readonly start: Uint8Array) {
    super();
    this.buffer.set(start);
  }

  /** The words of the hash of the start followed by `rest`. */
  hash(rest: Uint8Array): readonly number[] {
    const { buffer, view, start, initial } = this;
    const length = start.length + rest.length;
    buffer.fill(0, start.length);
    buffer.set(rest, start.length);
    buffer[length] = 0x80;
    view.setUint32(this.blockLen - 8, 8 * length, true);
    this.set(...initial);
    this.process(view, 0);
    return this.get();
  }
}

function wordsOf(hash: Uint8Array): readonly number[] {
  const view = createView(hash);
  return [0, 4, 8, 12].map(offset => view.getInt32(offset, true));
}
