import { message } from '../../../../rules/rule.ts';
import { firstHeader } from '../../../../sip/message.ts';
import { exampleResponse } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

export const answerWithoutContact: MessageRule = {
  code: 'sip-trace/answer-without-contact',
  severity: 'warning',
  family: 'contact',
  title: 'Call accepted without a Contact',
  why: 'ACK, BYE and re-INVITE are sent to the Contact in the 200 response to an INVITE (RFC 3261 section 12.1.1, 13.3.1.4). Without it, the caller has no address for them: the call is not acknowledged and ends after 32 seconds.',
  fix: 'Nothing in the trace: the callee, or a server in between that removes Contact, is broken.',
  bad: exampleResponse('SIP/2.0 200 OK', { headers: { CSeq: '1 INVITE' } }),
  good: exampleResponse('SIP/2.0 200 OK', { headers: { CSeq: '1 INVITE', Contact: '<sip:bob@192.0.2.20>' } }),
  on: 'message',
  *check({ entry, message: sip, facts }) {
    const status = facts.status ?? 0;
    if (status < 200 || status > 299 || facts.cseqMethod !== 'INVITE' || entry.message.cut === 'header')
      return;
    if (firstHeader(sip, 'Contact') !== undefined) return;
    yield {
      start: sip.startLine.source.start,
      end: sip.startLine.source.end,
      message: message(
        'This response to an INVITE has no Contact.',
        'The caller does not know where to send ACK and BYE (RFC 3261 section 12.1.1).',
        'Find the program that omits it.',
      ),
    };
  },
};
