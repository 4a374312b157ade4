import { message } from '../../../../rules/rule.ts';
import { exampleMessage, exampleResponse } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

const challenge = exampleResponse('SIP/2.0 401 Unauthorized', {
  add: ['WWW-Authenticate: Digest realm="example.com", nonce="84a4cc6f"'],
});
const answer = exampleMessage({
  headers: { CSeq: '2 OPTIONS', Via: 'SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK2' },
  add: [
    'Authorization: Digest username="alice", realm="example.com", nonce="84a4cc6f", uri="sip:bob@example.com", response="7587245234b3434cc3412213e5f113a5"',
  ],
});

export const answerWithoutChallenge: DialogRule = {
  code: 'sip-trace/answer-without-challenge',
  severity: 'hint',
  family: 'authentication',
  title: 'Answer to a challenge that the trace does not show',
  why: 'The request has a nonce from before the trace, or from another call. Only the server knows whether it is still valid (RFC 3261 section 22.2); a server that does not recognize it challenges again.',
  fix: 'Nothing, if the request is accepted. Otherwise, record the trace from an earlier point.',
  bad: answer,
  good: challenge + answer,
  on: 'dialog',
  *check({ messages }) {
    const known = new Set<string | undefined>();
    for (const [number, { facts, repeats }] of messages.entries()) {
      for (const given of facts.challenges) known.add(given.nonce);
      if (facts.method === undefined || repeats !== undefined) continue;
      for (const given of facts.answers) {
        if (given.nonce === undefined || known.has(given.nonce)) continue;
        known.add(given.nonce);
        yield {
          number,
          start: 0,
          end: facts.startLine.length,
          message: message(
            `The challenge that ${given.header} answers is not in this trace.`,
            'Only the server knows whether the nonce is still valid.',
            '',
          ),
        };
      }
    }
  },
};
