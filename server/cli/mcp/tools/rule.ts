import { z } from 'zod';
import { answerOf, type Tool } from '../tool.ts';

export const rule: Tool = {
  name: 'rule',
  title: 'Explain a rule',
  description: 'Explains why a rule of `check` matters and what to do, with a bad and a good example.',
  input: { code: z.string().describe('such as sip-conf/guest-calls-allowed') },
  run: async ({ code }, runCommand) =>
    answerOf(await runCommand(['rules', '--format', 'json', '--', String(code)])),
};
