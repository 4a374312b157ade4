import { z } from 'zod';
import { answerOf, type Tool } from '../tool.ts';

export const test: Tool = {
  name: 'test',
  title: 'Run the tests of configurations',
  description:
    'Runs the tests in *.siptest.json files below the roots: messages, and what a server with a configuration should do with them. Returns for each test whether it is met, and what was expected and found.',
  input: { path: z.string().describe('a test file, or a folder with test files') },
  run: async ({ path }, runCommand) =>
    answerOf(await runCommand(['test', '--format', 'json', '--', String(path)])),
};
