/**
 * Running the user's own server to check a configuration. Only the client can do it, and only if the user has allowed it:
 * the server asks with `sipWorkbench/runServerCheck`, and only after `sipWorkbench/serverCheckAllowed` has allowed it.
 */
export const serverCheckAllowedNotification = 'sipWorkbench/serverCheckAllowed';

export interface ServerCheckAllowedParams {
  readonly allowed: boolean;
}

/** From the server to the client: answers with a `ServerCheckResult`. */
export const runServerCheckRequest = 'sipWorkbench/runServerCheck';

export interface RunServerCheckParams {
  /** The root of the project, a `file:` URI. */
  readonly uri: string;
  /** True if the user is waiting for the outcome, which is then shown differently. */
  readonly isAsked: boolean;
}

/** `output` contains only the messages about problems, one per line, without secrets. */
export type ServerCheckResult =
  | { readonly kind: 'ran'; readonly status: number; readonly output: string; readonly version: string }
  /** `reason` is a sentence for the user. */
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * From the client to the server, for the command: checks the project of a file immediately and answers with a
 * `CheckOutcome`.
 */
export const checkWithServerRequest = 'sipWorkbench/checkWithServer';

export interface CheckWithServerParams {
  readonly uri: string;
}

export interface CheckOutcome {
  /** A sentence or two for the user. */
  readonly text: string;
  readonly isProblem: boolean;
}
