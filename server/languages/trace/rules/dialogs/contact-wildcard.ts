import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const contactWildcard: ProblemRule = {
  code: 'sip-trace/contact-wildcard',
  severity: 'error',
  family: 'contact',
  title: 'Contact: * with other contacts or without Expires: 0',
  why: '`Contact: *` removes all bindings of a user and is allowed only alone and with `Expires: 0` (RFC 3261 section 10.2.2, 10.3). Otherwise, a registrar responds with 400.',
  fix: 'Send it alone with `Expires: 0`, or send only the contact to remove.',
  bad: exampleMessage({
    startLine: 'REGISTER sip:example.com SIP/2.0',
    headers: { CSeq: '1 REGISTER' },
    add: ['Contact: *'],
  }),
  good: exampleMessage({
    startLine: 'REGISTER sip:example.com SIP/2.0',
    headers: { CSeq: '1 REGISTER' },
    add: ['Contact: *', 'Expires: 0'],
  }),
  on: 'problems',
  codes: ['contact-wildcard'],
  check: problems =>
    findingsOf(
      problems,
      'A registrar responds with 400 (RFC 3261 section 10.3).',
      'Send it alone, with Expires: 0.',
    ),
};
