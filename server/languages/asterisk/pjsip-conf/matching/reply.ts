/** What the server replies once the caller is accepted, and where the request goes. */
export interface Reply {
  readonly codes: readonly number[];
  readonly context?: string;
  readonly exten?: string;
  /** The contacts of an address of record after this registration. */
  readonly registered?: { readonly aor: string; readonly contacts: readonly string[] };
}
