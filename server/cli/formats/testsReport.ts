import { differenceText, reasonTexts } from '../../workspace/expectations/failureText.ts';
import type { TestResult } from '../../workspace/expectations/runTests.ts';

/** The results of a test file. */
export interface TestedTests {
  /** The path as the user wrote it. */
  readonly file: string;
  readonly tests: readonly TestResult[];
  /** The path of another file, in the same style, by its URI. */
  readonly shown: (uri: string) => string;
}

/** A report in pieces. */
export type TestsFormat = (files: readonly TestedTests[], hasColors: boolean) => Iterable<string>;

/** What did not meet a test, as lines of text: each field, and the line that decided. */
export function failureLines({ failures, problem }: TestResult, shown: TestedTests['shown']): string[] {
  if (problem !== undefined) return [problem];
  const lines = failures.map(differenceText);
  const [first] = failures;
  return first === undefined ? lines : [...lines, ...reasonTexts(first, shown)];
}
