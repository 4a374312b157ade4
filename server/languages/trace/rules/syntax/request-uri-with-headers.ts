import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const requestUriWithHeaders: ProblemRule = {
  code: 'sip-trace/request-uri-with-headers',
  severity: 'error',
  family: 'syntax',
  title: 'Request-URI with header fields after a question mark',
  why: 'Header fields in a URI are for addresses that are clicked or referred to; a Request-URI must not have any (RFC 3261 section 19.1.1).',
  fix: 'Remove everything from `?` on.',
  bad: exampleMessage({ startLine: 'OPTIONS sip:bob@example.com?Route=%3Csip:example.com%3E SIP/2.0' }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['request-uri-headers'],
  check: problems => findingsOf(problems, 'Servers refuse it with 400.', 'Remove everything from "?" on.'),
};
