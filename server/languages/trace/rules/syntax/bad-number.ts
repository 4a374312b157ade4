import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const badNumber: ProblemRule = {
  code: 'sip-trace/bad-number',
  severity: 'error',
  family: 'syntax',
  title: 'Number outside its range',
  why: 'A value that is not a number, or is too large for the field, is refused with 400 or overflows in the receiver (RFC 3261 section 20, RFC 4475 section 3.1.2.4).',
  fix: 'Write a number in the range of the field.',
  bad: exampleMessage({ headers: { 'Max-Forwards': '300' } }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['bad-number'],
  check: problems =>
    findingsOf(
      problems,
      'Servers respond with 400 or use another value (RFC 3261 section 20).',
      'Write a number in its range.',
    ),
};
