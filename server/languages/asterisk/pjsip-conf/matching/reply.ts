/** What the server replies once the caller is in, and where the request leads. */
export interface Reply {
  readonly codes: readonly number[];
  readonly context?: string;
  readonly exten?: string;
  readonly contactsAfter?: readonly string[];
}
