import { message } from '../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { FlowRule } from '../rule.ts';

const FROM = '<sip:alice@example.com>;tag=1928301774';
const TO = '<sip:bob@example.com>;tag=314159';
const request = (method: string, number: number, branch: string): string =>
  exampleMessage({
    startLine: `${method} sip:bob@192.0.2.20 SIP/2.0`,
    headers: {
      Via: `SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK${branch}`,
      From: FROM,
      To: TO,
      CSeq: `${number} ${method}`,
    },
  });

export const cseqDoesNotRise: FlowRule = {
  code: 'sip-trace/cseq-does-not-rise',
  severity: 'warning',
  family: 'dialogs',
  title: 'Request of a dialog with a CSeq that is not higher than the one before',
  why: 'Inside a dialog every new request of one side has a higher CSeq than the one before (RFC 3261 section 12.2.1.1). The other side answers 500 to a request that has not (section 12.2.2).',
  fix: 'Nothing in the trace; the sender counts wrongly, or two programs share a dialog.',
  bad: request('INFO', 5, 'a') + request('INFO', 4, 'b'),
  good: request('INFO', 5, 'a') + request('INFO', 6, 'b'),
  on: 'flow',
  *check(trace) {
    for (const dialog of trace.flow.dialogs) {
      const highest = new Map<string, { cseq: number; index: number; branch: string | undefined }>();
      for (const index of dialog.messages) {
        const entry = trace.entries[index];
        const facts = entry?.facts;
        if (entry === undefined || facts?.method === undefined || facts.cseq === undefined) continue;
        if (facts.toTag === undefined || facts.method === 'ACK' || facts.method === 'CANCEL') continue;
        if (trace.flow.arrows[index]?.repeats !== undefined) continue;
        // Each hop is looked at for itself: the same request passes several.
        const key = `${facts.fromTag} ${facts.toTag} ${trace.flow.arrows[index]?.from} ${trace.flow.arrows[index]?.to}`;
        const before = highest.get(key);
        if (before !== undefined && facts.cseq <= before.cseq && facts.branch !== before.branch) {
          const end = facts.startLine.length;
          yield {
            index,
            start: 0,
            end,
            message: message(
              `CSeq is ${facts.cseq}, but this side has already used ${before.cseq}.`,
              'The other side answers 500 (RFC 3261 section 12.2.2).',
              'Look for a sender that counts wrongly.',
            ),
            related: { index: before.index, message: `CSeq ${before.cseq} was used here` },
          };
        } else highest.set(key, { cseq: facts.cseq, index, branch: facts.branch });
      }
    }
  },
};
