import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type MessageRule } from '../rule.ts';

export const unknownSipVersion: MessageRule = {
  code: 'sip-trace/unknown-sip-version',
  severity: 'error',
  family: 'syntax',
  title: 'SIP version other than 2.0',
  why: 'A server responds with 505 Version Not Supported (RFC 3261 section 21.5.6): the only version is SIP/2.0.',
  fix: 'Write `SIP/2.0`.',
  bad: exampleMessage({ startLine: 'OPTIONS sip:bob@example.com SIP/7.0' }),
  good: exampleMessage(),
  on: 'message',
  check: view =>
    findingsOf(
      view,
      ['bad-version'],
      'A server responds with 505 (RFC 3261 section 21.5.6).',
      'Write SIP/2.0.',
    ),
};
