import { message } from '../../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

export const messageCut: MessageRule = {
  code: 'sip-trace/message-cut',
  severity: 'information',
  family: 'reading',
  title: 'Message that breaks off',
  why: 'The log ends, or another message begins, before the empty line that ends the header. What is missing cannot be judged.',
  fix: 'Record the trace again with a longer limit (`tcpdump -s 0`, `ngrep -S 0`), or paste the whole message.',
  bad: `${exampleMessage().split('\r\n').slice(0, 4).join('\r\n')}\r\n`,
  good: exampleMessage(),
  on: 'message',
  *check({ entry, message: sip }) {
    if (entry.message.cut !== 'header') return;
    const last = sip.headers.at(-1);
    if (entry.message.isCutByNext && last !== undefined) {
      yield {
        start: last.start,
        end: last.end,
        message: message(
          'This message breaks off here, where another one begins before its header has ended.',
          'What is missing cannot be judged; it may stand below, mixed with the other message.',
          'Record the log with a process or thread number on every line, so that the two can be told apart.',
        ),
      };
      return;
    }
    yield {
      start: sip.startLine.source.start,
      end: sip.startLine.source.end,
      message: message(
        'This message breaks off before the end of its header.',
        'What is missing cannot be judged.',
        'Record the whole message.',
      ),
    };
  },
};
