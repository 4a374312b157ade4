import { visibleText } from '../../text/visible.ts';
import type { Failure } from '../../workspace/expectations/failures.ts';
import { differenceText, reasonTexts } from '../../workspace/expectations/failureText.ts';
import { runTests, type TestHost, type TestResult } from '../../workspace/expectations/runTests.ts';
import { readTestFile } from '../../workspace/expectations/testFile.ts';
import { JsonFileError } from '../../workspace/jsonFile.ts';
import { baseName } from '../../workspace/location.ts';
import type { Context } from '../context.ts';
import type { ShownFailure, TestsAnswer, TestsParams } from './testsRequest.ts';

export async function answerTo({ uri, text, run }: TestsParams, context: Context): Promise<TestsAnswer> {
  if (run === undefined) {
    const found = readTestFile(text).map(({ name, range }) => ({ name: visibleText(name), range }));
    return { kind: 'found', tests: found };
  }
  for await (const result of runTests(uri, text, hostOf(context), run))
    return { kind: 'ran', failures: shownOf(result) };
  throw new JsonFileError('The file has fewer tests than before. Save it, and run its tests again.');
}

/** Files as the editor shows them, and projects as all other requests see them. */
function hostOf({ workspace, files }: Context): TestHost {
  return {
    files: {
      ...files,
      read: async uri => {
        const document = workspace.document(uri);
        return document === undefined ? files.read(uri) : { kind: 'text', text: document.text.getText() };
      },
    },
    stateOf: (uri, language, versions) => workspace.stateForVersions(uri, language, versions),
  };
}

function shownOf({ failures, problem }: TestResult): ShownFailure[] {
  if (problem !== undefined) return [{ message: visibleText(problem) }];
  return failures.map(failure => ({
    message: messageOf(failure),
    compared: { expected: sideOf(failure.expected), actual: sideOf(failure.actual) },
  }));
}

function messageOf(failure: Failure): string {
  return [differenceText(failure), ...reasonTexts(failure, baseName)].map(visibleText).join('\n');
}

/** One side of a comparison, on several lines, not longer than an editor likes to compare. */
function sideOf(value: unknown): string {
  const text = value === undefined ? '' : JSON.stringify(value, undefined, 2);
  return text.split('\n').slice(0, 2000).map(visibleText).join('\n');
}
