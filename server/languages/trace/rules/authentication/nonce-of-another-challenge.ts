import { message } from '../../../../rules/rule.ts';
import { nonceDamage } from '../../../../sip/digest/answerFaults.ts';
import { exampleMessage, exampleResponse } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

const challenge = exampleResponse('SIP/2.0 401 Unauthorized', {
  add: ['WWW-Authenticate: Digest realm="example.com", nonce="84a4cc6f"'],
});
const answer = (realm: string, nonce: string): string =>
  exampleMessage({
    headers: { CSeq: '2 OPTIONS', Via: 'SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK2' },
    add: [
      `Authorization: Digest username="alice", realm="${realm}", nonce="${nonce}", uri="sip:bob@example.com", response="7587245234b3434cc3412213e5f113a5"`,
    ],
  });

export const nonceOfAnotherChallenge: DialogRule = {
  code: 'sip-trace/nonce-of-another-challenge',
  severity: 'warning',
  family: 'authentication',
  title: 'Answer whose realm or nonce differs from the challenge',
  why: 'The hash in the answer is computed with the realm and nonce of the challenge (RFC 3261 section 22.4). If they differ, the server cannot accept the answer.',
  fix: 'The client must answer the latest challenge; a proxy in between must not change realm or nonce.',
  bad: challenge + answer('other.example.com', '84a4cc6f'),
  good: challenge + answer('example.com', '84a4cc6f'),
  on: 'dialog',
  *check({ messages, rounds }) {
    for (const round of rounds) {
      const given = round.answer === null ? undefined : messages[round.answer];
      const asked = messages[round.challenge];
      if (given === undefined || asked === undefined || round.answer === null || round.outcome === 'accepted')
        continue;
      const header = asked.facts.status === 407 ? 'Proxy-Authorization' : 'Authorization';
      const answers = given.facts.answers.filter(answer => answer.header === header);
      const isRealm = answers.some(answer => answer.realm === round.realm);
      const nonces = asked.facts.challenges.map(challenge => challenge.nonce);
      const isNonce = answers.some(answer => nonces.includes(answer.nonce));
      if (answers.length === 0 || (isRealm && isNonce)) continue;
      yield {
        number: round.answer,
        start: 0,
        end: given.facts.startLine.length,
        message: message(
          isRealm
            ? strangeNonce(answers[0]?.nonce, nonces)
            : `This answer has the realm "${answers[0]?.realm ?? ''}", but the challenge has "${round.realm ?? ''}".`,
          'The server cannot accept it (RFC 3261 section 22.4).',
          'The client must answer the latest challenge of this realm.',
        ),
        related: [{ number: round.challenge, message: 'the challenge' }],
      };
    }
  },
};

function strangeNonce(sent: string | undefined, given: readonly (string | undefined)[]): string {
  for (const nonce of given) {
    const damage = nonceDamage(sent ?? '', nonce ?? '');
    if (damage !== undefined) return damage;
  }
  return 'This answer does not use the nonce of the challenge.';
}
