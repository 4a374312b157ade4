import type { DigestAlgorithm } from './digest.ts';
import type { DigestServer } from './digestServers.ts';

/** An account of a configuration, as far as digest is concerned. Its secret stays between the file and the person. */
export interface DigestAccount {
  readonly username: string;
  readonly realm: string;
  /** Where the domain of the account is not its realm. */
  readonly domain?: string | undefined;
  /** What the file stores; null when it stores nothing. */
  readonly secret:
    | { readonly password: string }
    | { readonly ha1: string; readonly algorithm: DigestAlgorithm }
    | null;
}

/** What a configuration says about authentication. */
export interface DigestSettings {
  readonly server: DigestServer;
  /** Realms that it challenges with, the likeliest first. */
  readonly realms: readonly string[];
  /** Words that it offers in `algorithm`. */
  readonly algorithms: readonly DigestAlgorithm[];
  /** The account at the place that was asked for. */
  readonly current?: DigestAccount | undefined;
  /** Accounts of the file, in its order; no more than `MOST_ACCOUNTS`. */
  readonly accounts: readonly DigestAccount[];
}

/** A list in an editor is no use beyond this. */
export const MOST_ACCOUNTS = 500;
