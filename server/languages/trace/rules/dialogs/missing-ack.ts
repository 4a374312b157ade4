import { message } from '../../../../rules/rule.ts';
import { timesSent } from '../../../../sip/dialog/retransmissions.ts';
import { secondsOf } from '../../reading/formats/timeStamp.ts';
import type { TraceMessage } from '../../reading/traceMessage.ts';
import { exampleMessage, exampleResponse } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

const INVITE = exampleMessage({
  startLine: 'INVITE sip:bob@example.com SIP/2.0',
  headers: { CSeq: '1 INVITE', Contact: '<sip:alice@192.0.2.10>' },
});
const OK = exampleResponse('SIP/2.0 200 OK', {
  headers: { CSeq: '1 INVITE', Contact: '<sip:bob@192.0.2.20>' },
});
const ACK = exampleMessage({
  startLine: 'ACK sip:bob@192.0.2.20 SIP/2.0',
  headers: { CSeq: '1 ACK', To: '<sip:bob@example.com>;tag=314159' },
});

export const missingAck: DialogRule = {
  code: 'sip-trace/missing-ack',
  severity: 'warning',
  family: 'dialogs',
  title: 'Response to an INVITE that is repeated and never acknowledged',
  why: 'Every final response to an INVITE is acknowledged with ACK (RFC 3261 section 13.2.2.4, 17.1.1.3). Without an ACK, the callee repeats the response and hangs up after 32 seconds: the call drops half a minute after it was answered. The usual reason is a Contact or Record-Route that the caller cannot reach.',
  fix: 'Check the Contact and Record-Route of the response: the ACK is sent there. Behind NAT, set the public address in the server.',
  bad: INVITE + OK + OK + OK,
  good: INVITE + OK + ACK,
  on: 'dialog',
  *check({ messages }) {
    const captured = new Map<number, (number | undefined)[]>();
    for (const { message: repeated, facts, repeats } of messages) {
      if (repeats === undefined || facts.cseqMethod !== 'INVITE' || (facts.status ?? 0) < 200) continue;
      const first = messages[repeats]?.message;
      const seconds = captured.get(repeats) ?? [first && secondsAt(first)];
      seconds.push(secondsAt(repeated));
      captured.set(repeats, seconds);
    }
    const lastAck = new Map<number | undefined, number>();
    const callers = new Set<string | undefined>();
    for (const [number, { facts }] of messages.entries()) {
      if (facts.method === 'ACK') lastAck.set(facts.cseq, number);
      if (facts.method !== undefined) callers.add(facts.fromTag);
    }
    for (const [number, seconds] of captured) {
      const answer = messages[number];
      const sent = timesSent(seconds);
      if (answer === undefined || sent < 3) continue;
      const isAcknowledged = (lastAck.get(answer.facts.cseq) ?? -1) > number;
      // A capture of one direction shows no ACK either.
      if (isAcknowledged || !callers.has(answer.facts.fromTag)) continue;
      const isAcceptance = (answer.facts.status ?? 0) < 300;
      yield {
        number,
        start: 0,
        end: answer.facts.startLine.length,
        message: message(
          `This response is sent ${sent} times and never acknowledged.`,
          isAcceptance
            ? 'The callee ends the call after 32 seconds (RFC 3261 section 13.3.1.4).'
            : 'The ACK takes the way of the INVITE, and either it or this response is lost (RFC 3261 section 17.1.1.3).',
          isAcceptance
            ? 'Check its Contact and Record-Route: the ACK is sent there.'
            : 'Check that the topmost Via, with received and rport, leads back to the caller.',
        ),
      };
    }
  },
};

function secondsAt({ context: { time } }: TraceMessage): number | undefined {
  return time === undefined ? undefined : secondsOf(time);
}
