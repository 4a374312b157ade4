/** The outcome of a request within a call. */
export interface CallReply {
  /** All replies to the request; empty if there are none. */
  readonly codes: readonly number[];
  /** Without the code, as the end of a sentence. */
  readonly detail: string;
  /** True when the request ends the call. */
  readonly endsCall?: boolean;
}
