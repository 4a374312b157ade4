import { z } from 'zod';
import { answerOf, optionsFrom, type Tool } from '../tool.ts';

export const convert: Tool = {
  name: 'convert',
  title: 'Convert a sip.conf to pjsip.conf',
  description:
    'Converts a sip.conf below the roots, with the files that it includes, into a pjsip.conf that behaves the same. Returns the text of the files, the conversion of every line, what behaves differently and why, and the uses of chan_sip in extensions.conf. With compare, also returns what both drivers do with messages from each device and from a stranger. Writes nothing, and shows no passwords: to write the files, run `sip-workbench convert --out FOLDER`.',
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
