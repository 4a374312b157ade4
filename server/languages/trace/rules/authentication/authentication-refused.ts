import { message } from '../../../../rules/rule.ts';
import { exampleMessage, exampleResponse } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

const challenge = (number: number, nonce: string): string =>
  exampleResponse('SIP/2.0 401 Unauthorized', {
    headers: { CSeq: `${number} OPTIONS`, Via: `SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK${number}` },
    add: [`WWW-Authenticate: Digest realm="example.com", nonce="${nonce}"`],
  });
const answer = exampleMessage({
  headers: { CSeq: '2 OPTIONS', Via: 'SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK2' },
  add: [
    'Authorization: Digest username="alice", realm="example.com", nonce="84a4cc6f", uri="sip:bob@example.com", response="7587245234b3434cc3412213e5f113a5"',
  ],
});
const ok = exampleResponse('SIP/2.0 200 OK', {
  headers: { CSeq: '2 OPTIONS', Via: 'SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK2' },
});

export const authenticationRefused: DialogRule = {
  code: 'sip-trace/authentication-refused',
  severity: 'warning',
  family: 'authentication',
  title: 'Answer to a challenge that the server refuses',
  why: 'The client answered the challenge, but the server challenges again or responds with 403: user name, realm, password or algorithm do not match.',
  fix: 'Compare user name and realm with the configuration of the server; check the password with **SIP: Check This Authorization**.',
  bad: challenge(1, '84a4cc6f') + answer + challenge(2, '11aa22bb'),
  good: challenge(1, '84a4cc6f') + answer + ok,
  on: 'dialog',
  *check({ messages, rounds }) {
    for (const round of rounds) {
      const answer = round.answer === null ? undefined : messages[round.answer];
      if (answer === undefined || round.answer === null || round.outcome !== 'refused') continue;
      yield {
        number: round.answer,
        start: 0,
        end: answer.facts.startLine.length,
        message: message(
          `The answer to the challenge of realm "${round.realm ?? ''}" is refused. ${round.reason}`,
          round.mistake === undefined
            ? 'User name, realm, password or algorithm do not match.'
            : 'This can be the only reason, with the right password as well.',
          round.mistake === undefined ? 'Check the authorization with the password.' : 'Correct it first.',
        ),
        related: [{ number: round.challenge, message: 'the challenge' }],
      };
    }
  },
};
