import type { DigestAlgorithm } from './digest.ts';
import type { DigestServer } from './digestServers.ts';

/** The digest settings of an account in a configuration. Its secret is shared only by the file and the user. */
export interface DigestAccount {
  readonly username: string;
  readonly realm: string;
  /** Set if the domain of the account is not its realm. */
  readonly domain?: string | undefined;
  /** What the file stores; null when it stores nothing. */
  readonly secret:
    | { readonly password: string }
    | { readonly ha1: string; readonly algorithm: DigestAlgorithm }
    | null;
}

/** The authentication settings of a configuration. */
export interface DigestSettings {
  readonly server: DigestServer;
  /** Realms that it challenges with, the most likely first. */
  readonly realms: readonly string[];
  /** Words that it offers in `algorithm`. */
  readonly algorithms: readonly DigestAlgorithm[];
  /** The account at the requested place. */
  readonly current?: DigestAccount | undefined;
  /** Accounts of the file, in its order; no more than `MOST_ACCOUNTS`. */
  readonly accounts: readonly DigestAccount[];
}

/** A longer list is useless in an editor. */
export const MOST_ACCOUNTS = 500;
