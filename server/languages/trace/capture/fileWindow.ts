import { type Bytes, bytesOf, part } from './bytes.ts';

/** The unread bytes of a file that comes in pieces, of which only a few are in memory. */
export class FileWindow {
  private readonly pieces: Iterator<Uint8Array>;
  private bytes = bytesOf(new Uint8Array(0));
  private at = 0;

  constructor(pieces: Iterable<Uint8Array>) {
    this.pieces = pieces[Symbol.iterator]();
  }

  /** The next bytes, fewer than requested only at the end of the file. */
  ahead(length: number): Bytes {
    this.fill(length);
    return part(this.bytes, this.at, this.at + length);
  }

  /** Goes on by as many bytes; false if the file ends before. */
  skip(length: number): boolean {
    const isThere = this.fill(length);
    this.at = isThere ? this.at + length : this.bytes.data.length;
    return isThere;
  }

  private fill(length: number): boolean {
    while (this.bytes.data.length - this.at < length) if (!this.more()) return false;
    return true;
  }

  private more(): boolean {
    const piece = this.pieces.next();
    if (piece.done === true) return false;
    const rest = this.bytes.data.subarray(this.at);
    this.at = 0;
    if (rest.length === 0) {
      this.bytes = bytesOf(piece.value);
      return true;
    }
    const joined = new Uint8Array(rest.length + piece.value.length);
    joined.set(rest);
    joined.set(piece.value, rest.length);
    this.bytes = bytesOf(joined);
    return true;
  }
}
