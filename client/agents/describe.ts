import {
  DESCRIBE_REQUEST,
  type Described,
  type DescribeParams,
} from '../../server/protocol/sipWorkbench/knowledge/describeRequest.ts';
import { optionalText, type Tool, textOf } from './tool.ts';

/** What an option, function, parameter or variable means. */
export const describe: Tool = {
  progress: ({ name }) => `Looking up ${String(name)}`,
  answer: async (input, client) => {
    const name = textOf(input, 'name');
    const params: DescribeParams = {
      name,
      language: optionalText(input, 'language'),
      version: optionalText(input, 'version'),
    };
    const found = await client.sendRequest<readonly Described[]>(DESCRIBE_REQUEST, params);
    if (found.length === 0) throw new Error('No option, function, parameter or variable has this name.');
    return found.map(({ language, markdown }) => `## ${language}\n\n${markdown}`).join('\n\n');
  },
};
