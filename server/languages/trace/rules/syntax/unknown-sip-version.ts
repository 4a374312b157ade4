import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const unknownSipVersion: ProblemRule = {
  code: 'sip-trace/unknown-sip-version',
  severity: 'error',
  family: 'syntax',
  title: 'SIP version other than 2.0',
  why: 'A server responds with 505 Version Not Supported (RFC 3261 section 21.5.6): the only version is SIP/2.0.',
  fix: 'Write `SIP/2.0`.',
  bad: exampleMessage({ startLine: 'OPTIONS sip:bob@example.com SIP/7.0' }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['bad-version'],
  check: problems =>
    findingsOf(problems, 'A server responds with 505 (RFC 3261 section 21.5.6).', 'Write SIP/2.0.'),
};
