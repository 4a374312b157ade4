/** What came of one step: it let the message on, stopped it, settled the outcome, or was not reached or not needed. */
export type Verdict = 'passed' | 'failed' | 'decided' | 'skipped';

/** Signs that tell verdicts apart without color. */
export const VERDICT_MARKS: Readonly<Record<Verdict, string>> = {
  passed: '✓',
  failed: '✗',
  decided: '●',
  skipped: '–',
};

/** A configuration line that had a say, in a file named by its path or URI; `line` counts from 0. */
export interface ConfigurationLine {
  readonly file: string;
  readonly line: number;
}

/** One decision of the server, in the order in which the server takes them. */
export interface Step {
  readonly title: string;
  readonly verdict: Verdict;
  /** One or two sentences; never holds a password. */
  readonly detail: string;
  readonly config: readonly ConfigurationLine[];
  /** Name of the message header that decided, as written in RFC 3261. */
  readonly header: string | null;
}

/**
 * Why a server does what it does with one message, as data: the web view, the Markdown report, the command line and
 * the tests all show this. Each server adds its own fields to it.
 */
export interface Explanation {
  /** A word from a short list that belongs to the server, such as `accepted-device`. */
  readonly outcome: string;
  readonly steps: readonly Step[];
}
