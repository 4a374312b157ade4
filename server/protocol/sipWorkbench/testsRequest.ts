import type { Range } from 'vscode-languageserver-types';

/** A test file with its current text, and the test to run, by its number from 0; without one, none is run. */
export interface TestsParams {
  readonly uri: string;
  readonly text: string;
  readonly run?: number;
}

/** The tests of a file, or why it is not a test file, as a sentence. */
export type TestsAnswer =
  | { readonly kind: 'unusable'; readonly problem: string }
  | { readonly kind: 'found'; readonly tests: readonly FoundTest[] }
  | { readonly kind: 'ran'; readonly failures: readonly ShownFailure[] };

export interface FoundTest {
  readonly name: string;
  readonly range: Range;
}

/** Why a test is not met, as plain text; with both sides for a comparison. */
export interface ShownFailure {
  readonly message: string;
  readonly compared?: { readonly expected: string; readonly actual: string };
}

/** The answer is `TestsAnswer`, or null after a failure of the server. */
export const TESTS_REQUEST = 'sipWorkbench/tests';
