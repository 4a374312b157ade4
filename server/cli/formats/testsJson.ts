import type { TestsFormat } from './testsReport.ts';

/**
 * The report for programs: `{"files":[{"file","tests":[{"name","line","passed","problem"?,"failures":[{"path","expected",
 * "actual","sentence","question"?,"decided"?:{"title","detail","config":[{"file","line"}]}}]}]}],"summary":{"passed",
 * "failed"}}`; lines count from 0.
 */
export const testsJson: TestsFormat = function* (files) {
  const summary = { passed: 0, failed: 0 };
  const listed = files.map(({ file, tests, shown }) => ({
    file,
    tests: tests.map(({ name, range, failures, problem }) => {
      const passed = problem === undefined && failures.length === 0;
      summary[passed ? 'passed' : 'failed']++;
      const named = failures.map(failure => ({
        ...failure,
        actual: failure.actual ?? null,
        decided: failure.decided && {
          title: failure.decided.title,
          detail: failure.decided.detail,
          config: failure.decided.config.map(place => ({ ...place, file: shown(place.file) })),
        },
      }));
      return { name, line: range.start.line, passed, problem, failures: named };
    }),
  }));
  yield `${JSON.stringify({ files: listed, summary }, undefined, 2)}\n`;
};
