import { z } from 'zod';
import { answerOf, optionsFrom, type Tool } from '../tool.ts';

export const migrate: Tool = {
  name: 'migrate',
  title: 'Upgrade an OpenSIPS script',
  description:
    'Rewrites an opensips.cfg, with the files that it includes, for a later version of OpenSIPS. Returns the new texts, what changed and why, what needs a decision, and the problems that remain. Writes nothing, and shows no passwords: to write the file, run `sip-workbench migrate --out FILE`. Give a path below the roots, or the text.',
  input: {
    path: z.string().optional().describe('the script, such as opensips/opensips.cfg'),
    text: z.string().optional().describe('the text itself, instead of a path'),
    to: z.string().describe('version that will read it, such as 3.6'),
    from: z.string().optional().describe('version it was written for; by default detected from the script'),
  },
  run: async (input, runCommand) => {
    const { path, text } = input;
    if ((path === undefined) === (text === undefined)) return { problem: 'Give either path or text.' };
    const args = [
      ...['migrate', '--format', 'json'],
      ...optionsFrom(input, { to: '--to', from: '--from' }),
      ...['--', text === undefined ? String(path) : '-'],
    ];
    return answerOf(await runCommand(args, { stdin: String(text ?? '') }));
  },
};
