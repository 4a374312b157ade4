import { message } from '../../../../rules/rule.ts';
import {
  differentIdentities,
  identitiesSentence,
  whoComparesIdentities,
} from '../../../../sip/digest/identities.ts';
import { exampleMessage } from '../exampleMessage.ts';
import { isMasked } from '../masked.ts';
import type { MessageRule } from '../rule.ts';

const register = (username: string): string =>
  exampleMessage({
    startLine: 'REGISTER sip:example.com SIP/2.0',
    headers: { CSeq: '1 REGISTER' },
    add: [
      `Authorization: Digest username="${username}", realm="example.com", nonce="84a4cc6f", uri="sip:example.com", response="7587245234b3434cc3412213e5f113a5"`,
    ],
  });

export const identitiesDiffer: MessageRule = {
  code: 'sip-trace/identities-differ',
  severity: 'information',
  family: 'authentication',
  title: 'Auth-ID that differs from the SIP User ID',
  why: 'The user name in the credentials of a REGISTER says whose password it is; the user in To says who is registered. Both are valid SIP, but many servers require that they are the same, or that a table lists both, and refuse other requests although the password is right.',
  fix: 'Set both names of the device to the same value, or tell the server that they belong together.',
  bad: register('1001-auth'),
  good: register('bob'),
  on: 'message',
  *check({ facts, message: sip }) {
    const found = differentIdentities(
      facts.method,
      facts.toUser,
      facts.answers.map(({ username }) => username),
    );
    if (found === undefined || isMasked(found.authId) || isMasked(found.userId)) return;
    const header = facts.answers.find(({ username }) => username === found.authId)?.header;
    const field = sip.headers.find(one => one.canonical === header);
    if (field === undefined) return;
    yield {
      start: field.name.start,
      end: field.name.end,
      message: message(
        identitiesSentence(found),
        `${whoComparesIdentities}.`,
        'Use the same name for both, or tell the server that they belong together.',
      ),
    };
  },
};
