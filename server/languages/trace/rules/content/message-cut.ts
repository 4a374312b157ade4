import { message } from '../../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

export const messageCut: MessageRule = {
  code: 'sip-trace/message-cut',
  severity: 'information',
  family: 'reading',
  title: 'Incomplete message',
  why: 'The log ends, or another message begins, before the empty line that ends the header. The missing part cannot be checked.',
  fix: 'Record the trace again with a larger limit (`tcpdump -s 0`, `ngrep -S 0`), or paste the whole message.',
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
          'This message is incomplete: another one begins here, before the header has ended.',
          'The missing part cannot be checked; it may be below, mixed with the other message.',
          'Record the log with a process or thread number on every line, so that the two can be separated.',
        ),
      };
      return;
    }
    yield {
      start: sip.startLine.source.start,
      end: sip.startLine.source.end,
      message: message(
        'This message is incomplete: it ends before the end of its header.',
        'The missing part cannot be checked.',
        'Record the whole message.',
      ),
    };
  },
};
