/** What the server replies once the caller is in, and where the request leads. */
export interface Reply {
  readonly codes: readonly number[];
  readonly context?: string;
  readonly exten?: string;
  /** The contacts that an address of record has after this registration. */
  readonly registered?: { readonly aor: string; readonly contacts: readonly string[] };
}
