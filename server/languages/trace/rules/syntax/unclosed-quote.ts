import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const unclosedQuote: ProblemRule = {
  code: 'sip-trace/unclosed-quote',
  severity: 'error',
  family: 'syntax',
  title: 'Missing closing quote',
  why: 'Everything after the quote, including the address, becomes part of the display name (RFC 3261 section 25.1). Servers respond with 400.',
  fix: 'Add the closing quote.',
  bad: exampleMessage({ headers: { To: '"Mr. Bob <sip:bob@example.com>' } }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['unclosed-quote'],
  check: problems =>
    findingsOf(problems, 'The address after it is lost (RFC 3261 section 25.1).', 'Add the closing quote.'),
};
