import { RequestType } from 'vscode-languageserver';
import { completedQuestion } from '../../workspace/settings.ts';
import { aboutFile, type Feature } from '../context.ts';
import { EXPLAIN_REQUEST, type ExplainAnswer, type ExplainParams } from './explainRequest.ts';

const request = new RequestType<ExplainParams, ExplainAnswer | null, void>(EXPLAIN_REQUEST);

/** `sipWorkbench/explain`: what the server with this configuration does with one message. */
export const explain: Feature = {
  start: context =>
    context.connection.onRequest(
      request,
      aboutFile<ExplainParams, ExplainAnswer | null>(
        context,
        'explanation of a message',
        null,
        ({ language, view, state }, { textDocument: _document, ...question }) =>
          language.explain?.(view, completedQuestion(question, state.settings.question)),
      ),
    ),
};
