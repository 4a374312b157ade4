import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const methodInLowerCase: ProblemRule = {
  code: 'sip-trace/method-in-lower-case',
  severity: 'warning',
  family: 'syntax',
  title: 'Method in lowercase',
  why: 'Method names are case-sensitive (RFC 3261 section 7.1): `invite` is an unknown method, and a server responds with 405 or 501.',
  fix: 'Write the method in capital letters.',
  bad: exampleMessage({ startLine: 'options sip:bob@example.com SIP/2.0', headers: { CSeq: '1 options' } }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['method-case'],
  check: problems =>
    findingsOf(
      problems,
      'To a server this is an unknown method (RFC 3261 section 7.1).',
      'Write it in capital letters.',
    ),
};
