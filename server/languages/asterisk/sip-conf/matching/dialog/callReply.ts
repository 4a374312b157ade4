/** What a request within a call comes to. */
export interface CallReply {
  /** All replies to the request; empty for none. */
  readonly codes: readonly number[];
  /** Without the code, as the end of a sentence. */
  readonly detail: string;
  /** True when the call is over afterward. */
  readonly endsCall?: boolean;
}
