import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const badDate: ProblemRule = {
  code: 'sip-trace/bad-date',
  severity: 'error',
  family: 'syntax',
  title: 'Date that is not in GMT',
  why: 'SIP dates end in `GMT`, whatever the local time zone (RFC 3261 section 20.17).',
  fix: 'Convert the date to GMT.',
  bad: exampleMessage({ add: ['Date: Fri, 01 Jan 2010 16:00:00 EST'] }),
  good: exampleMessage({ add: ['Date: Fri, 01 Jan 2010 21:00:00 GMT'] }),
  on: 'problems',
  codes: ['bad-date'],
  check: problems =>
    findingsOf(
      problems,
      'Receivers ignore it or respond with 400 (RFC 3261 section 20.17).',
      'Convert it to GMT.',
    ),
};
