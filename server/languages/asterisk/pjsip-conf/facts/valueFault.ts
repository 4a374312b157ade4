/** A problem with a value. Offsets count UTF-16 units in the value. */
export interface ValueFault {
  readonly start: number;
  readonly end: number;
  /** What is wrong, as one sentence without a secret in it. */
  readonly what: string;
  /** What to do, as one sentence. */
  readonly todo: string;
  /**
   * `fatal`: the server does not create the object. `lookup`: it creates it only if the name resolves at the start. `quiet`: it
   * treats the line as something else without a message. `noted`: it logs a message and keeps the object.
   */
  readonly effect: 'fatal' | 'lookup' | 'quiet' | 'noted';
  /** For `quiet` and `noted`: what the server does instead, as one sentence. */
  readonly instead?: string;
  /** A text that can replace the faulty part. */
  readonly replacement?: string;
}
