import { message } from '../../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

const answer = (number: number, count: string): string =>
  exampleMessage({
    headers: { CSeq: `${number} OPTIONS`, Via: `SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK${number}` },
    add: [
      `Authorization: Digest username="alice", realm="example.com", nonce="84a4cc6f", uri="sip:bob@example.com", qop=auth, nc=${count}, cnonce="${number}a4f113b", response="7587245234b3434cc3412213e5f113a5"`,
    ],
  });

export const nonceCountDoesNotRise: DialogRule = {
  code: 'sip-trace/nonce-count-does-not-rise',
  severity: 'warning',
  family: 'authentication',
  title: 'Nonce reused without a higher count',
  why: 'With qop, each use of a nonce has a higher nonce count (RFC 7616 section 3.4). A server that checks the count treats the second use as a replay and challenges again, endlessly.',
  fix: 'Nothing in the trace: the client does not increase the count. Servers with one-time nonces avoid this.',
  bad: answer(1, '00000001') + answer(2, '00000001'),
  good: answer(1, '00000001') + answer(2, '00000002'),
  on: 'dialog',
  *check({ messages }) {
    const highest = new Map<string, { count: number; number: number; cseq: string | undefined }>();
    for (const [number, { facts, repeats }] of messages.entries()) {
      if (facts.method === undefined || facts.method === 'ACK' || facts.method === 'CANCEL') continue;
      if (repeats !== undefined) continue;
      for (const given of facts.answers) {
        if (given.nonce === undefined || given.qop === undefined || given.nc === undefined) continue;
        const count = Number.parseInt(given.nc, 16);
        if (Number.isNaN(count)) continue;
        const key = `${given.header} ${given.realm} ${given.username} ${given.nonce}`;
        const before = highest.get(key);
        if (before?.cseq === facts.cseqText && before !== undefined) continue;
        if (before === undefined || count > before.count) {
          highest.set(key, { count, number, cseq: facts.cseqText });
          continue;
        }
        yield {
          number,
          start: 0,
          end: facts.startLine.length,
          message: message(
            `${given.header} reuses a nonce with nc=${given.nc}, which is not higher than before.`,
            'A server that checks the count treats it as a replay and challenges again (RFC 7616 section 3.4).',
            'The client must increase the count.',
          ),
          related: [{ number: before.number, message: 'the nonce was used here' }],
        };
      }
    }
  },
};
