import { z } from 'zod';
import { answerOf, optionsFrom, type Tool } from '../tool.ts';

export const convert: Tool = {
  name: 'convert',
  title: 'Convert a sip.conf to pjsip.conf',
  description:
    'Turns a sip.conf below the roots, with the files that it includes, into a pjsip.conf that behaves the same. Answers the text of the files, what became of every line, what behaves differently and why, and uses of chan_sip in extensions.conf. With compare, says for messages of each device and of a stranger what both drivers do. Writes nothing.',
  input: {
    path: z.string().describe('the sip.conf, such as asterisk/sip.conf'),
    compare: z.boolean().default(false).describe('compare what both drivers do with messages'),
    asterisk: z.string().optional().describe('version of Asterisk, such as 18'),
  },
  run: async (input, runCommand) =>
    answerOf(
      await runCommand([
        ...['convert', '--format', 'json'],
        ...optionsFrom(input, { compare: '--compare', asterisk: '--asterisk' }),
        ...['--', String(input.path)],
      ]),
    ),
};
