/** The result of one step: it passed the message, stopped it, decided the outcome, or was not reached or not needed. */
export type Verdict = 'passed' | 'failed' | 'decided' | 'skipped';

/** Symbols that distinguish verdicts without color. */
export const VERDICT_MARKS: Readonly<Record<Verdict, string>> = {
  passed: '✓',
  failed: '✗',
  decided: '●',
  skipped: '–',
};

/** A configuration line that contributed, in a file given by its path or URI; `line` is zero-based. */
export interface ConfigurationLine {
  readonly file: string;
  readonly line: number;
}

/** One decision of the server, in the order in which the server makes them. */
export interface Step {
  readonly title: string;
  readonly verdict: Verdict;
  /** One or two sentences; never contains a password. */
  readonly detail: string;
  readonly config: readonly ConfigurationLine[];
  /** Name of the message header that decided, as written in RFC 3261. */
  readonly header: string | null;
  /** True for a step of a script that chooses between ways. */
  readonly isBranch?: boolean;
}

/**
 * Why a server does what it does with one message, as data: the web view, the Markdown report, the command line and
 * the tests all show this. Each server adds its own fields to it.
 */
export interface Explanation {
  /** A word from a short list of the server, such as `accepted-device`. */
  readonly outcome: string;
  readonly steps: readonly Step[];
}
