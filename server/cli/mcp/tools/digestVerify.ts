import { z } from 'zod';
import { passwordVariable } from '../rootedIo.ts';
import { answerOf, optionsFrom, type Tool } from '../tool.ts';

export const digestVerify: Tool = {
  name: 'digest_verify',
  title: 'Verify the digest of a SIP message',
  description:
    'Checks every Authorization and Proxy-Authorization header of a SIP message against a password or hash, and reports what would make it match.',
  input: {
    message: z.string().describe('the whole SIP message'),
    password: z.string().optional(),
    ha1: z.string().optional().describe('the stored hash, instead of the password'),
    username: z.string().optional().describe('checks only the headers with this user name'),
  },
  run: async (input, runCommand) => {
    const password = input.password === undefined ? undefined : String(input.password);
    const args = [
      ...['digest', 'verify', '--format', 'json'],
      ...optionsFrom(input, { ha1: '--ha1', username: '--username' }),
      ...(password === undefined ? [] : ['--password-env', passwordVariable]),
      '-',
    ];
    const given = { stdin: String(input.message), ...(password === undefined ? {} : { password }) };
    return answerOf(await runCommand(args, given));
  },
};
