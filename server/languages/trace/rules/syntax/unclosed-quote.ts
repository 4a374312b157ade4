import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type MessageRule } from '../rule.ts';

export const unclosedQuote: MessageRule = {
  code: 'sip-trace/unclosed-quote',
  severity: 'error',
  family: 'syntax',
  title: 'Quote that is never closed',
  why: 'Everything behind the quote, the address included, becomes part of the display name (RFC 3261 section 25.1). Servers answer 400.',
  fix: 'Close the quote.',
  bad: exampleMessage({ headers: { To: '"Mr. Bob <sip:bob@example.com>' } }),
  good: exampleMessage(),
  on: 'message',
  check: view =>
    findingsOf(
      view,
      ['unclosed-quote'],
      'The address behind it is lost (RFC 3261 section 25.1).',
      'Close the quote.',
    ),
};
