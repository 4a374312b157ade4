import { message } from '../../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

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

export const cseqDoesNotRise: DialogRule = {
  code: 'sip-trace/cseq-does-not-rise',
  severity: 'warning',
  family: 'dialogs',
  title: 'Request in a dialog whose CSeq is not higher than the previous one',
  why: 'In a dialog, every new request from one side has a higher CSeq than the previous one (RFC 3261 section 12.2.1.1). Otherwise, the other side responds with 500 (section 12.2.2).',
  fix: 'Nothing in the trace: the sender counts wrongly, or two programs share a dialog.',
  bad: request('INFO', 5, 'a') + request('INFO', 4, 'b'),
  good: request('INFO', 5, 'a') + request('INFO', 6, 'b'),
  on: 'dialog',
  *check({ messages }) {
    const highest = new Map<string, { cseq: number; number: number; branch: string | undefined }>();
    for (const [number, { facts, from, to, repeats }] of messages.entries()) {
      if (facts.method === undefined || facts.cseq === undefined || repeats !== undefined) continue;
      if (facts.toTag === undefined || facts.method === 'ACK' || facts.method === 'CANCEL') continue;
      // Each hop is checked separately: the same request passes several.
      const key = `${facts.fromTag} ${facts.toTag} ${from} ${to}`;
      const before = highest.get(key);
      if (before === undefined || facts.cseq > before.cseq || facts.branch === before.branch) {
        highest.set(key, { cseq: facts.cseq, number, branch: facts.branch });
        continue;
      }
      yield {
        number,
        start: 0,
        end: facts.startLine.length,
        message: message(
          `CSeq is ${facts.cseq}, but this side has already used ${before.cseq}.`,
          'The other side responds with 500 (RFC 3261 section 12.2.2).',
          'Find the sender that counts wrongly.',
        ),
        related: [{ number: before.number, message: `CSeq ${before.cseq} was used here` }],
      };
    }
  },
};
