/** A SIP message found in a capture. */
export interface CapturedMessage {
  /** Number of the frame that completed the message. */
  readonly frame: number;
  /** RFC 3339 with microseconds, in UTC; undefined if the text that prints the packet does not say it. */
  readonly time: string | undefined;
  /** `address:port` */
  readonly source: string;
  readonly destination: string;
  readonly transport: string;
  readonly text: string;
}
