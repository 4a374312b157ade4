import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule, surrounding } from '../rule.ts';

export const addressNeedsBrackets: ProblemRule = {
  code: 'sip-trace/address-needs-brackets',
  severity: 'error',
  family: 'syntax',
  title: 'URI with a question mark outside angle brackets',
  why: 'Without brackets, it is ambiguous whether the text after `?`, `,` or `;` belongs to the URI or to the header field (RFC 3261 section 20.10).',
  fix: 'Put the URI in angle brackets.',
  bad: exampleMessage({
    startLine: 'REGISTER sip:example.com SIP/2.0',
    headers: { CSeq: '1 REGISTER' },
    add: ['Contact: sip:bob@example.com?Route=%3Csip:proxy.example.com%3E'],
  }),
  good: exampleMessage({
    startLine: 'REGISTER sip:example.com SIP/2.0',
    headers: { CSeq: '1 REGISTER' },
    add: ['Contact: <sip:bob@example.com?Route=%3Csip:proxy.example.com%3E>'],
  }),
  on: 'problems',
  codes: ['address-needs-brackets'],
  check: problems =>
    findingsOf(
      problems,
      'Servers respond with 400 (RFC 3261 section 20.10).',
      'Put the URI in angle brackets.',
      { fix: problem => surrounding('Put the URI in angle brackets', problem, '<', '>') },
    ),
};
