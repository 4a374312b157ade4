import { message } from '../../../../rules/rule.ts';
import { type AnswerFault, answerFaults } from '../../../../sip/digest/answerFaults.ts';
import { exampleMessage, exampleResponse } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

const challenge = exampleResponse('SIP/2.0 401 Unauthorized', {
  add: ['WWW-Authenticate: Digest realm="example.com", nonce="84a4cc6f", qop="auth"'],
});
const answer = (qop: string): string =>
  exampleMessage({
    headers: { CSeq: '2 OPTIONS', Via: 'SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK2' },
    add: [
      `Authorization: Digest username="alice", realm="example.com", nonce="84a4cc6f", uri="sip:bob@example.com", qop=${qop}, nc=00000001, cnonce="0a4f113b", response="7587245234b3434cc3412213e5f113a5"`,
    ],
  });

export const answerNotAsOffered: DialogRule = {
  code: 'sip-trace/answer-not-as-offered',
  severity: 'warning',
  family: 'authentication',
  title: 'Answer with an algorithm, qop or opaque that the challenge did not offer',
  why: 'The client chooses one of the algorithms and one of the qop values that the challenge offers, and returns opaque unchanged (RFC 7616 section 3.4, RFC 8760 section 2.4). A server that compares them refuses the answer, whatever the password is.',
  fix: 'Configure the client to use an algorithm and qop from the challenge, or let the server offer what the client supports.',
  bad: challenge + answer('auth-int'),
  good: challenge + answer('auth'),
  on: 'dialog',
  *check({ messages, rounds }) {
    for (const round of rounds) {
      if (round.answer === null || round.outcome === 'accepted') continue;
      const given = messages[round.answer];
      const asked = messages[round.challenge];
      if (given === undefined || asked === undefined) continue;
      const isProxy = asked.facts.status === 407;
      const offered = asked.facts.challenges.filter(
        found => found.header === (isProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate'),
      );
      const answers = given.facts.answers.filter(
        found =>
          found.header === (isProxy ? 'Proxy-Authorization' : 'Authorization') && found.realm === round.realm,
      );
      for (const found of answers) {
        for (const fault of answerFaults(found, offered)) {
          if (!isJudgedHere(fault, round.outcome)) continue;
          yield {
            number: round.answer,
            start: 0,
            end: given.facts.startLine.length,
            message: message(
              fault.text,
              'The server refuses it whatever the password is.',
              'Configure the client to use what the challenge offers.',
            ),
            related: [{ number: round.challenge, message: 'the challenge' }],
          };
        }
      }
    }
  },
};

/**
 * Realm, nonce and missing parameters have their own rules; an answer according to RFC 2069 is reported only if it was
 * refused.
 */
function isJudgedHere({ kind }: AnswerFault, outcome: string): boolean {
  if (kind === 'qop-missing') return outcome === 'refused';
  return kind === 'algorithm' || kind === 'qop' || kind === 'opaque';
}
