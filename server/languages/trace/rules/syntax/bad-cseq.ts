import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type MessageRule } from '../rule.ts';

export const badCseq: MessageRule = {
  code: 'sip-trace/bad-cseq',
  severity: 'error',
  family: 'syntax',
  title: 'CSeq that is not a number and a method',
  why: 'CSeq orders requests and ties a response to its request (RFC 3261 section 20.16, 8.1.1.5). Without a number below 2147483648 and a method the message is refused.',
  fix: 'Write a number and the method, such as `1 INVITE`.',
  bad: exampleMessage({ headers: { CSeq: 'one OPTIONS' } }),
  good: exampleMessage(),
  on: 'message',
  check: view =>
    findingsOf(
      view,
      ['bad-cseq'],
      'Servers answer 400 (RFC 3261 section 20.16).',
      'Write a number and the method.',
    ),
};
