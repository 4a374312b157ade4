import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const badCseq: ProblemRule = {
  code: 'sip-trace/bad-cseq',
  severity: 'error',
  family: 'syntax',
  title: 'CSeq that is not a number and a method',
  why: 'CSeq orders requests and links a response to its request (RFC 3261 section 20.16, 8.1.1.5). Servers refuse a message without a number below 2147483648 and a method.',
  fix: 'Write a number and the method, such as `1 INVITE`.',
  bad: exampleMessage({ headers: { CSeq: 'one OPTIONS' } }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['bad-cseq'],
  check: problems =>
    findingsOf(
      problems,
      'Servers respond with 400 (RFC 3261 section 20.16).',
      'Write a number and the method.',
    ),
};
