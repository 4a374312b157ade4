import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageChallenges } from '../../server/sip/authentication.ts';
import {
  answerQop,
  formatAnswer,
  preferredChallenge,
  readChallenge,
} from '../../server/sip/digest/answer.ts';
import { hashOfAlgorithm } from '../../server/sip/digest/digest.ts';
import { storedForms } from '../../server/sip/digest/storedForms.ts';
import { verifyMessages } from '../../server/sip/digest/verify.ts';
import { firstHeader, headerText, parseMessage, type SipMessage } from '../../server/sip/message.ts';
import { splitMessages } from '../../server/sip/messages.ts';
import { exchange, hasKamailio, type Registrar, startKamailio } from './kamailio.ts';

const PASSWORDS: Readonly<Record<string, string>> = {
  bob: 'zanzibar',
  '1001': 'a:b @"c\\d',
  jürgen: 'пароль✓',
};

const DOMAINS = ['auth.example', 'plain.example'];

/** A real server (Debian: kamailio, with its db_text user table) judges our stored hashes and our headers. */
describe.skipIf(!hasKamailio())('Kamailio accepts our answers', () => {
  describe.each(['MD5', 'SHA-256'] as const)('with %s', hash => {
    let registrar: Registrar;

    beforeAll(async () => {
      const accounts = DOMAINS.flatMap(realm =>
        Object.entries(PASSWORDS).map(([username, password]) => ({ username, realm, secret: { password } })),
      );
      const subscribers = accounts.map(account => ({
        username: account.username,
        domain: account.realm,
        ha1: storedForms(account).ha1[hash] ?? '',
      }));
      registrar = await startKamailio(hash, subscribers);
    });

    afterAll(async () => {
      await registrar.stop();
    });

    const cases = ['REGISTER', 'INVITE'].flatMap(method =>
      DOMAINS.flatMap(domain => Object.keys(PASSWORDS).map(username => [method, domain, username] as const)),
    );

    it.each(cases)('%s in %s by %s', async (method, domain, username) => {
      const password = PASSWORDS[username] ?? '';
      const challenged = await exchange(registrar.port, request({ method, domain, username, cseq: 1 }));
      const wrong = answer(parseMessage(challenged), { method, domain, username, password: `${password}x` });
      const refused = await exchange(
        registrar.port,
        request({ method, domain, username, cseq: 2, header: wrong.header }),
      );
      expect(parseMessage(refused).startLine, registrar.log()).toMatchObject({
        status: challengeStatus(method),
      });
      const right = answer(parseMessage(refused), { method, domain, username, password });
      const accepted = request({ method, domain, username, cseq: 3, header: right.header });
      const welcome = parseMessage(await exchange(registrar.port, accepted));
      expect(welcome.startLine, registrar.log()).toMatchObject({ status: 200 });
      // The server proves with rspauth that it knows the hash too.
      const proof = headerText(firstHeader(welcome, 'Authentication-Info'));
      expect(proof).toContain(`rspauth="${right.values.rspauth}"`);
      const verdicts = verifyMessages(splitMessages(challenged + refused + accepted), {
        secret: { password },
      });
      expect(verdicts).toMatchObject([{ verdict: 'match', notes: [] }]);
    });
  });
});

interface Call {
  readonly method: string;
  readonly domain: string;
  readonly username: string;
}

const challengeStatus = (method: string) => (method === 'REGISTER' ? 401 : 407);

const target = ({ method, domain }: Call) => (method === 'REGISTER' ? `sip:${domain}` : `sip:echo@${domain}`);

function request({ cseq, header, ...call }: Call & { cseq: number; header?: string }): string {
  const identity = `<sip:${encodeURIComponent(call.username)}@${call.domain}>`;
  const name = call.method === 'REGISTER' ? 'Authorization' : 'Proxy-Authorization';
  const body = call.method === 'INVITE' ? BODY : '';
  return [
    `${call.method} ${target(call)} SIP/2.0`,
    `Via: SIP/2.0/UDP CLIENT;branch=z9hG4bK-${call.method}-${cseq};rport`,
    'Max-Forwards: 70',
    `From: ${identity};tag=1`,
    `To: ${call.method === 'REGISTER' ? identity : `<${target(call)}>`}`,
    `Call-ID: ${call.method}-${call.domain}-${encodeURIComponent(call.username)}`,
    `CSeq: ${cseq} ${call.method}`,
    'Contact: <sip:CLIENT>',
    ...(header === undefined ? [] : [`${name}: ${header}`]),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

const BODY =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n';

/** The header that our code makes for the challenge of a 401 or 407. */
function answer(response: SipMessage, { password, ...call }: Call & { password: string }) {
  const name = call.method === 'REGISTER' ? 'WWW-Authenticate' : 'Proxy-Authenticate';
  expect(firstHeader(response, name)).toBeDefined();
  const challenge = preferredChallenge(
    messageChallenges(response).flatMap(found => readChallenge(found) ?? []),
  );
  if (challenge?.algorithm === undefined) throw new Error('no challenge that we can answer');
  const { realm, nonce, opaque, algorithm } = challenge;
  const ha1 = storedForms({ username: call.username, realm, secret: { password } }).ha1[
    hashOfAlgorithm(algorithm)
  ];
  return formatAnswer({
    ...{ username: call.username, realm, nonce, opaque, algorithm, method: call.method },
    ha1: ha1 ?? '',
    uri: target(call),
    qop: answerQop(challenge) ?? undefined,
    nc: '00000001',
    cnonce: '0a4f113b',
    body: call.method === 'INVITE' ? BODY : '',
  });
}
