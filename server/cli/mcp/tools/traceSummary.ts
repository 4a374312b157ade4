import { z } from 'zod';
import { answerOf, type Tool } from '../tool.ts';

export const traceSummary: Tool = {
  name: 'trace_summary',
  title: 'Summarize a SIP trace',
  description:
    'Reads a SIP trace, a log or a capture and lists its messages, dialogs, authentication and problems. Give a path below the roots, or the text.',
  input: {
    path: z.string().optional().describe('file below the roots: text, pcap or pcapng'),
    text: z.string().optional().describe('the text itself, instead of a path'),
    maxMessages: z.number().int().min(1).max(1000).default(100),
  },
  run: async (input, runCommand) => {
    const { path, text } = input;
    if ((path === undefined) === (text === undefined)) return { problem: 'Give either path or text.' };
    const ran = await runCommand(
      ['trace', '--format', 'json', '--', text === undefined ? String(path) : '-'],
      {
        stdin: String(text ?? ''),
      },
    );
    const most = Number(input.maxMessages);
    return answerOf(ran, data => {
      if (!('messages' in data) || !Array.isArray(data.messages)) return data;
      const { messages } = data;
      return { ...data, messages: messages.slice(0, most), messagesInAll: messages.length };
    });
  },
};
