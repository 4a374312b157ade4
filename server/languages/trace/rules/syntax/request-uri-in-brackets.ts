import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const requestUriInBrackets: ProblemRule = {
  code: 'sip-trace/request-uri-in-brackets',
  severity: 'error',
  family: 'syntax',
  title: 'Request-URI in angle brackets',
  why: 'Angle brackets belong in header fields. They are not allowed in the request line (RFC 3261 section 7.1), and servers respond with 400.',
  fix: 'Remove the brackets.',
  bad: exampleMessage({ startLine: 'OPTIONS <sip:bob@example.com> SIP/2.0' }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['request-uri-in-brackets'],
  check: problems =>
    findingsOf(problems, 'Servers respond with 400 (RFC 3261 section 7.1).', 'Remove the brackets.'),
};
