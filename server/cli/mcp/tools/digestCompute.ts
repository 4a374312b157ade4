import { z } from 'zod';
import { passwordVariable } from '../rootedIo.ts';
import { answerOf, optionsFrom, type Tool } from '../tool.ts';

export const digestCompute: Tool = {
  name: 'digest_compute',
  title: 'Compute SIP digest hashes',
  description:
    'Computes what Asterisk, OpenSIPS and Flexisip store for a password (md5secret, ha1, userdb lines) and, with a nonce, the answer to a challenge as a complete Authorization header.',
  input: {
    username: z.string().describe('the Auth-ID: the digest user name, which may differ from the SIP User ID'),
    realm: z.string(),
    password: z.string().optional(),
    ha1: z.string().optional().describe('the stored hash, instead of the password'),
    algorithm: z
      .string()
      .optional()
      .describe('MD5, MD5-sess, SHA-256, SHA-256-sess, SHA-512-256 or SHA-512-256-sess'),
    method: z.string().optional(),
    uri: z.string().optional(),
    nonce: z.string().optional(),
    qop: z.string().optional().describe('auth or auth-int'),
    nc: z.string().optional(),
    cnonce: z.string().optional(),
    challenge: z.string().optional().describe('the value of a WWW-Authenticate or Proxy-Authenticate header'),
  },
  makesHashes: true,
  run: async (input, runCommand) => {
    const password = input.password === undefined ? undefined : String(input.password);
    const names = [
      'username',
      'realm',
      'ha1',
      'algorithm',
      'method',
      'uri',
      'nonce',
      'qop',
      'nc',
      'cnonce',
      'challenge',
    ];
    const args = [
      ...['digest', '--format', 'json'],
      ...optionsFrom(input, Object.fromEntries(names.map(name => [name, `--${name}`]))),
      ...(password === undefined ? [] : ['--password-env', passwordVariable]),
    ];
    return answerOf(await runCommand(args, password === undefined ? {} : { password }));
  },
};
