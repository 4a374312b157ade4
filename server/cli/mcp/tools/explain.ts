import { z } from 'zod';
import { passwordVariable } from '../rootedIo.ts';
import { answerOf, optionsFrom, type Tool } from '../tool.ts';
import { versionInput, versionOptions } from './versions.ts';

export const explain: Tool = {
  name: 'explain',
  title: 'Explain what a server does with a SIP message',
  description:
    'Explains step by step which device or endpoint a SIP request matches, how the server responds, and which lines of the configuration decide. The configuration is a file below the roots.',
  input: {
    config: z.string().describe('the configuration, such as asterisk/sip.conf'),
    messages: z.array(z.string()).min(1).max(20).describe('whole SIP requests, in order'),
    source: z
      .array(z.string())
      .optional()
      .describe('IP:PORT that each request comes from; the last one applies to the rest'),
    transport: z.array(z.string()).optional().describe('udp, tcp, tls, ws or wss'),
    registered: z.array(z.string()).optional().describe('NAME=IP:PORT of devices that are registered'),
    answerUser: z.string().optional().describe('user name with which the client answers a challenge'),
    password: z.string().optional().describe('password with which the client answers a challenge'),
    ...versionInput,
  },
  run: async (input, runCommand) => {
    const messages = Array.isArray(input.messages) ? input.messages.map(String) : [];
    const names = messages.map((_, index) => `message-${index + 1}`);
    const password = input.password === undefined ? undefined : String(input.password);
    const args = [
      ...['explain', '--format', 'json', '--config', String(input.config)],
      ...optionsFrom(input, {
        ...{ source: '--source', transport: '--transport', registered: '--registered' },
        ...{ answerUser: '--answer-user', flexisip: '--flexisip-version' },
        ...versionOptions,
      }),
      ...(password === undefined ? [] : ['--password-env', passwordVariable]),
      ...names,
    ];
    const texts = new Map(names.map((name, index) => [name, messages[index] ?? '']));
    return answerOf(await runCommand(args, { texts, ...(password === undefined ? {} : { password }) }));
  },
};
