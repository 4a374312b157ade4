import { message } from '../../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

const answer = (number: number, nonce: string): string =>
  exampleMessage({
    headers: { CSeq: `${number} OPTIONS`, Via: `SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK${number}` },
    add: [
      `Authorization: Digest username="alice", realm="example.com", nonce="${nonce}", uri="sip:bob@example.com", response="7587245234b3434cc3412213e5f113a5"`,
    ],
  });

export const nonceReused: DialogRule = {
  code: 'sip-trace/nonce-reused',
  severity: 'information',
  family: 'authentication',
  title: 'Nonce used for more than one request without a count',
  why: 'Without qop and nc, a server cannot distinguish a second use of a nonce from a replay by an eavesdropper (RFC 7616 section 5.4). Servers with one-time nonces, such as chan_sip, challenge again, which costs a round trip and can end in a loop.',
  fix: 'Nothing in the trace: a server that offers qop avoids this.',
  bad: answer(1, '84a4cc6f') + answer(2, '84a4cc6f'),
  good: answer(1, '84a4cc6f') + answer(2, '11aa22bb'),
  on: 'dialog',
  *check({ messages }) {
    const used = new Map<string, { number: number; cseq: string | undefined }>();
    for (const [number, { facts, repeats }] of messages.entries()) {
      if (facts.method === undefined || facts.method === 'ACK' || facts.method === 'CANCEL') continue;
      if (repeats !== undefined) continue;
      for (const given of facts.answers) {
        if (given.nonce === undefined || given.qop !== undefined) continue;
        const key = `${given.header} ${given.realm} ${given.nonce}`;
        const before = used.get(key);
        used.set(key, before ?? { number, cseq: facts.cseqText });
        if (before === undefined || before.cseq === facts.cseqText) continue;
        yield {
          number,
          start: 0,
          end: facts.startLine.length,
          message: message(
            `${given.header} reuses a nonce without a count.`,
            'A server with one-time nonces challenges again (RFC 7616 section 5.4).',
            '',
          ),
          related: [{ number: before.number, message: 'the nonce was used here' }],
        };
      }
    }
  },
};
