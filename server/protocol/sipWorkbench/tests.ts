import { RequestType } from 'vscode-languageserver';
import { visibleText } from '../../text/visible.ts';
import { JsonFileError } from '../../workspace/jsonFile.ts';
import { type Feature, guarded } from '../context.ts';
import { TESTS_REQUEST, type TestsAnswer, type TestsParams } from './testsRequest.ts';

const request = new RequestType<TestsParams, TestsAnswer | null, void>(TESTS_REQUEST);

/** `sipWorkbench/tests`: finds the tests in a file, or runs one of them over the texts in the editor. */
export const tests: Feature = {
  start: context => {
    context.connection.onRequest(
      request,
      guarded<TestsParams, TestsAnswer | null>(context, 'tests of a file', null, async params => {
        try {
          const { answerTo } = await import('./testAnswers.ts');
          return await answerTo(params, context);
        } catch (error) {
          if (!(error instanceof JsonFileError)) throw error;
          return { kind: 'unusable', problem: visibleText(error.message) };
        }
      }),
    );
  },
};
