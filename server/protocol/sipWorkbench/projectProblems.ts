import { RequestType } from 'vscode-languageserver';
import { aboutFile, type Feature } from '../context.ts';
import { diagnosticsOf } from '../textDocument/diagnostics.ts';
import {
  type FileProblems,
  PROJECT_PROBLEMS_REQUEST,
  type ProjectProblemsParams,
} from './projectProblemsRequest.ts';

type Answer = readonly FileProblems[] | null;

const request = new RequestType<ProjectProblemsParams, Answer, void>(PROJECT_PROBLEMS_REQUEST);

/** `sipWorkbench/projectProblems`: the problems of a whole project, for those who do not keep what they were told before. */
export const projectProblems: Feature = {
  start: context => {
    context.connection.onRequest(
      request,
      aboutFile<ProjectProblemsParams, Answer>(context, 'problems of a project', null, ({ state, view }) =>
        [...new Set([view.uri, ...state.project.trees.keys()])].map(uri => ({
          uri,
          problems: diagnosticsOf(context, state, uri),
        })),
      ),
    );
  },
};
