import { failureLines, type TestsFormat } from './testsReport.ts';
import { xmlText } from './xmlText.ts';

/** JUnit XML: one suite for each file, one case for each test. */
export const testsJunit: TestsFormat = function* (files) {
  const all = files.flatMap(({ tests, shown }) => tests.map(test => failureLines(test, shown)));
  const counted = (list: readonly (readonly string[])[]): string =>
    `tests="${list.length}" failures="${list.filter(lines => lines.length > 0).length}" errors="0"`;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="SIP Workbench" ${counted(all)}>\n`;
  for (const { file, tests, shown } of files) {
    const results = tests.map(test => ({ name: test.name, lines: failureLines(test, shown) }));
    yield `  <testsuite name="${xmlText(file)}" ${counted(results.map(({ lines }) => lines))}>\n`;
    for (const { name, lines } of results) {
      const start = `    <testcase name="${xmlText(name)}" classname="${xmlText(file)}"`;
      const [message = ''] = lines;
      yield lines.length === 0
        ? `${start}/>\n`
        : `${start}>\n      <failure message="${xmlText(message)}">${lines.map(xmlText).join('\n')}</failure>\n    </testcase>\n`;
    }
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
};
