import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule, surrounding } from '../rule.ts';

export const displayNameNeedsQuotes: ProblemRule = {
  code: 'sip-trace/display-name-needs-quotes',
  severity: 'error',
  family: 'syntax',
  title: 'Display name with special characters outside quotes',
  why: 'Without quotes, a display name consists of plain words; a comma, parenthesis or at sign ends it (RFC 3261 section 25.1, RFC 4475 section 3.1.2.15).',
  fix: 'Put the display name in double quotes.',
  bad: exampleMessage({ headers: { From: 'Bell, Alexander <sip:a.g.bell@example.com>;tag=43' } }),
  good: exampleMessage({ headers: { From: '"Bell, Alexander" <sip:a.g.bell@example.com>;tag=43' } }),
  on: 'problems',
  codes: ['display-name-needs-quotes'],
  check: problems =>
    findingsOf(
      problems,
      'Servers may respond with 400 (RFC 3261 section 25.1).',
      'Put it in double quotes.',
      { fix: problem => surrounding('Put the display name in quotes', problem, '"', '"') },
    ),
};
