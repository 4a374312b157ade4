import { message } from '../../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

export const missingHeader: MessageRule = {
  code: 'sip-trace/missing-header',
  severity: 'error',
  family: 'headers',
  title: 'Header field that every message needs is missing',
  why: 'Via, From, To, Call-ID and CSeq tie requests and responses together (RFC 3261 section 8.1.1); a message without one of them is dropped or answered with 400. Max-Forwards, and Contact in an INVITE, are required as well, but servers let a request without them pass.',
  fix: 'Add the header field.',
  bad: exampleMessage({ headers: { 'Call-ID': null } }),
  good: exampleMessage(),
  on: 'message',
  *check({ entry, problems }) {
    for (const problem of problems) {
      // A log that breaks off says nothing about the message.
      if (problem.code !== 'missing-header' || entry.message.cut === 'header') continue;
      const isLenient = /Max-Forwards|Contact/.test(problem.message);
      const why = isLenient
        ? 'RFC 3261 section 8.1.1 requires it, though servers let such a request pass.'
        : 'Servers drop the message or answer 400 (RFC 3261 section 8.1.1).';
      yield {
        start: problem.start,
        end: problem.end,
        message: message(problem.message, why, 'Add the header field.'),
        ...(isLenient ? { severity: 'warning' } : {}),
      };
    }
  },
};
