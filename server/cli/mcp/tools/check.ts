import { z } from 'zod';
import { answerOf, optionsFrom, type Tool } from '../tool.ts';
import { versionInput, versionOptions } from './versions.ts';

export const check: Tool = {
  name: 'check',
  title: 'Check a SIP configuration or trace',
  description:
    'Reports what the real server would refuse, ignore or misread in a sip.conf, pjsip.conf, opensips.cfg, flexisip.conf or users file, and what is wrong in a SIP trace, including the files that it includes. Give a path below the roots, or the text with a file name.',
  input: {
    path: z.string().optional().describe('file or folder below the roots'),
    text: z.string().optional().describe('the text itself, instead of a path'),
    name: z.string().optional().describe('file name for the text, such as sip.conf'),
    language: z.string().optional().describe('language, if the name does not show it, such as opensips-cfg'),
    maxProblems: z.number().int().min(1).max(500).default(50),
    ...versionInput,
  },
  run: async (input, runCommand) => {
    const { path, text } = input;
    if ((path === undefined) === (text === undefined)) return { problem: 'Give either path or text.' };
    const args = [
      ...['check', '--format', 'json'],
      ...optionsFrom(input, {
        ...{ language: '--language', maxProblems: '--max-problems', flexisip: '--flexisip' },
        ...versionOptions,
      }),
      ...(text === undefined ? ['--', String(path)] : ['--stdin-filename', String(input.name ?? ''), '-']),
    ];
    return answerOf(await runCommand(args, { stdin: String(text ?? '') }));
  },
};
