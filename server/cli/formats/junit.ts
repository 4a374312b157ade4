import type { Diagnostic } from 'vscode-languageserver-types';
import { messageText, severityName } from '../../rules/diagnostic.ts';
import type { CheckedFile, ReportFormat } from './report.ts';
import { xmlText } from './xmlText.ts';

/** JUnit XML, which CI services show as test results: one suite for each file, one failed case for each problem. */
export const junitFormat: ReportFormat = function* ({ files }) {
  const failures = files.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  const tests = files.reduce((sum, { diagnostics }) => sum + Math.max(1, diagnostics.length), 0);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="SIP Workbench" tests="${tests}" failures="${failures}" errors="0">\n`;
  for (const file of files) yield* suite(file);
  yield '</testsuites>\n';
};

function* suite({ file, diagnostics }: CheckedFile): Iterable<string> {
  const count = diagnostics.length;
  yield `  <testsuite name="${xmlText(file)}" tests="${Math.max(1, count)}" failures="${count}" errors="0">\n`;
  if (count === 0) yield `    <testcase name="no problems" classname="${xmlText(file)}"/>\n`;
  for (const diagnostic of diagnostics) yield testCase(file, diagnostic);
  yield '  </testsuite>\n';
}

function testCase(file: string, diagnostic: Diagnostic): string {
  const { line, character } = diagnostic.range.start;
  const code = String(diagnostic.code ?? '');
  const message = xmlText(messageText(diagnostic));
  const place = `line ${line + 1}, column ${character + 1}`;
  return [
    `    <testcase name="${xmlText(code)} (${place})" classname="${xmlText(file)}">`,
    `      <failure type="${severityName(diagnostic)}" message="${message}">${xmlText(`${file}, ${place}`)}</failure>`,
    '    </testcase>\n',
  ].join('\n');
}
