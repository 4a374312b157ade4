import { visibleText } from '../../text/visible.ts';
import { failureLines, type TestsFormat } from './testsReport.ts';

/** The report for people: each test with a mark, and what differs in those that are not met. */
export const testsPretty: TestsFormat = function* (files, hasColors) {
  const paint = (code: number, text: string): string =>
    hasColors ? `\u001b[${code}m${text}\u001b[0m` : text;
  let met = 0;
  let unmet = 0;
  for (const { file, tests, shown } of files) {
    yield `${paint(1, visibleText(file))}\n`;
    for (const test of tests) {
      const lines = failureLines(test, shown);
      if (lines.length === 0) met++;
      else unmet++;
      yield `  ${lines.length === 0 ? paint(32, '✓') : paint(31, '✗')} ${visibleText(test.name)}\n`;
      for (const line of lines) yield `      ${visibleText(line)}\n`;
    }
    yield '\n';
  }
  if (met + unmet > 0) yield `${met} passed, ${unmet} failed.\n`;
};
