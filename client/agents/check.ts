import {
  type FileProblems,
  PROJECT_PROBLEMS_REQUEST,
  type ProjectProblemsParams,
} from '../../server/protocol/sipWorkbench/projectProblemsRequest.ts';
import { messageText, severityName } from '../../server/rules/diagnostic.ts';
import { documentOf, nameOf, type Tool } from './tool.ts';

const MOST_PROBLEMS = 100;

/** The problems of a file, those that it includes among them. */
export const check: Tool = {
  progress: ({ path }) => `Checking ${String(path)}`,
  answer: async (input, client) => {
    const { uri } = await documentOf(input, 'path');
    const params: ProjectProblemsParams = {
      textDocument: { uri: client.code2ProtocolConverter.asUri(uri) },
    };
    const found = await client.sendRequest<readonly FileProblems[] | null>(PROJECT_PROBLEMS_REQUEST, params);
    if (found === null)
      throw new Error('SIP Workbench does not read this file: name a configuration or a trace.');
    const lines = found.flatMap(({ uri: file, problems }) =>
      problems.map(problem => {
        const { line, character } = problem.range.start;
        const place = `${nameOf(client.protocol2CodeConverter.asUri(file))}:${line + 1}:${character + 1}`;
        return `${place}: ${severityName(problem)}: ${messageText(problem)} (${String(problem.code ?? '')})`;
      }),
    );
    if (lines.length === 0) return `No problems found in ${nameOf(uri)}.`;
    const rest = lines.length - MOST_PROBLEMS;
    return [...lines.slice(0, MOST_PROBLEMS), ...(rest > 0 ? [`${rest} more problems.`] : [])].join('\n');
  },
};
