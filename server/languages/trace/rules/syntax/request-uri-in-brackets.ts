import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type MessageRule } from '../rule.ts';

export const requestUriInBrackets: MessageRule = {
  code: 'sip-trace/request-uri-in-brackets',
  severity: 'error',
  family: 'syntax',
  title: 'Request-URI in angle brackets',
  why: 'Angle brackets belong to header fields. In the request line they are not allowed (RFC 3261 section 7.1), and servers answer 400.',
  fix: 'Remove the brackets.',
  bad: exampleMessage({ startLine: 'OPTIONS <sip:bob@example.com> SIP/2.0' }),
  good: exampleMessage(),
  on: 'message',
  check: view =>
    findingsOf(
      view,
      ['request-uri-in-brackets'],
      'Servers answer 400 (RFC 3261 section 7.1).',
      'Remove the brackets.',
    ),
};
