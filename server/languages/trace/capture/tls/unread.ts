/**
 * Bytes that arrived in pieces and have not been read. Adding and taking cost time in proportion to the bytes, whatever the size of the
 * pieces.
 */
export class Unread {
  private buffer = new Uint8Array(0);
  private from = 0;
  private to = 0;

  get bytes(): Uint8Array {
    return this.buffer.subarray(this.from, this.to);
  }

  get length(): number {
    return this.to - this.from;
  }

  add(data: Uint8Array): void {
    if (this.to + data.length > this.buffer.length) {
      const larger = new Uint8Array(2 * (this.length + data.length));
      larger.set(this.bytes);
      this.to = this.length;
      this.from = 0;
      this.buffer = larger;
    }
    this.buffer.set(data, this.to);
    this.to += data.length;
  }

  /** Takes bytes from the front; they are valid until more are added. */
  take(length: number): Uint8Array {
    const taken = this.buffer.subarray(this.from, this.from + length);
    this.from = Math.min(this.to, this.from + length);
    return taken;
  }
}
