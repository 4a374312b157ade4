import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const badAddress: ProblemRule = {
  code: 'sip-trace/bad-address',
  severity: 'error',
  family: 'syntax',
  title: 'Address that does not follow the grammar',
  why: 'From, To, Contact, Route and similar fields contain `"name" <uri>;parameters` (RFC 3261 section 20.10, 25.1).',
  fix: 'Put the URI in angle brackets, and parameters after them.',
  bad: exampleMessage({ headers: { To: '<sip:bob@example.com> bob' } }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['unclosed-bracket', 'name-without-address', 'text-after-address'],
  check: problems =>
    findingsOf(
      problems,
      'Servers respond with 400 (RFC 3261 section 25.1).',
      'Write "name" <uri>;parameters.',
    ),
};
