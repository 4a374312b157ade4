import { exampleResponse } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const badStatusCode: ProblemRule = {
  code: 'sip-trace/bad-status-code',
  severity: 'error',
  family: 'syntax',
  title: 'Status code that is not three digits from 100 to 699',
  why: 'The class of a response is its first digit (RFC 3261 section 7.2); a code outside this range has no meaning, and the response is dropped.',
  fix: 'Use a code from 100 to 699.',
  bad: exampleResponse('SIP/2.0 4294967301 too big'),
  good: exampleResponse('SIP/2.0 200 OK'),
  on: 'problems',
  codes: ['bad-status'],
  check: problems =>
    findingsOf(
      problems,
      'A client drops the response (RFC 3261 section 7.2).',
      'Use a code from 100 to 699.',
    ),
};
