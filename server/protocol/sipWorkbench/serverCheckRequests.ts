/**
 * Running the user's own server to check a configuration. Only the client can do it, and only where the user has allowed it:
 * the server asks with `sipWorkbench/runServerCheck`, and never before `sipWorkbench/serverCheckAllowed` has said so.
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
  /** True when the user waits for the outcome, which is then told in another way. */
  readonly isAsked: boolean;
}

/** `output` holds the messages about problems alone, one a line, without secrets. */
export type ServerCheckResult =
  | { readonly kind: 'ran'; readonly status: number; readonly output: string; readonly version: string }
  /** `reason` is a sentence for the user. */
  | { readonly kind: 'failed'; readonly reason: string };

/** From the client to the server, for the command: checks the project of a file at once and answers with a `CheckOutcome`. */
export const checkWithServerRequest = 'sipWorkbench/checkWithServer';

export interface CheckWithServerParams {
  readonly uri: string;
}

export interface CheckOutcome {
  /** A sentence or two for the user. */
  readonly text: string;
  readonly isProblem: boolean;
}
