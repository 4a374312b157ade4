import { describe, expect, it } from 'vitest';
import { challengeSeeds, indexWithCredentials, unanswerable } from '../../client/digest/seed.ts';
import { conversationAt, pastedMessages } from '../../server/languages/trace/model/conversation.ts';
import { verifyMessage } from '../../server/sip/digest/verify.ts';

const CHALLENGE = 'Digest algorithm=MD5, realm="asterisk", nonce="4a1b2c3d"';

const LOG = `[Nov 21 10:00:00] NOTICE[1]: something
<--- SIP read from UDP:192.0.2.5:5060 --->
REGISTER sip:192.0.2.10 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.5;branch=z9hG4bK1
From: <sip:1001@192.0.2.10>;tag=1
To: <sip:1001@192.0.2.10>
Call-ID: c1
CSeq: 1 REGISTER
Content-Length: 0

<------------->
<--- Transmitting (no NAT) to 192.0.2.5:5060 --->
SIP/2.0 401 Unauthorized
Via: SIP/2.0/UDP 192.0.2.5;branch=z9hG4bK1
From: <sip:1001@192.0.2.10>;tag=1
To: <sip:1001@192.0.2.10>;tag=2
Call-ID: c1
CSeq: 1 REGISTER
WWW-Authenticate: ${CHALLENGE}
Content-Length: 0


<------------>
`;

describe('the challenge that is meant', () => {
  const SEED = {
    challenge: { realm: 'asterisk', nonce: '4a1b2c3d', algorithm: 'MD5', qop: [] },
    headerName: 'Authorization',
    username: '1001',
    method: 'REGISTER',
    uri: 'sip:192.0.2.10',
  };

  it.each([
    ['on the response', 17],
    ['on the request that is challenged', 4],
  ])('is found in a log with the cursor %s', (_where, line) => {
    const conversation = conversationAt(LOG, line, '');
    expect(conversation && challengeSeeds(conversation)).toMatchObject([SEED]);
  });

  it.each([
    ['the value alone', CHALLENGE],
    ['a header line', `WWW-Authenticate: ${CHALLENGE}`],
    ['a quoted header line of a log', `2026-11-21 10:00 DEBUG > WWW-Authenticate: ${CHALLENGE}`],
    ['a folded value', CHALLENGE.replace(', nonce', ',\n   nonce')],
    [
      'an indented message',
      `    SIP/2.0 401 No\n    Via: SIP/2.0/UDP a\n    To: <sip:a@b>\n    WWW-Authenticate: ${CHALLENGE}\n`,
    ],
  ])('is found in a selection that is %s', (_what, text) => {
    const conversation = conversationAt('', 0, text);
    expect(conversation && challengeSeeds(conversation)).toMatchObject([
      { challenge: SEED.challenge, headerName: 'Authorization' },
    ]);
  });

  it('is found in the paragraph around the cursor of any text', () => {
    const note = `Dear support,\n\nwe get this:\nProxy-Authenticate: ${CHALLENGE}\nCSeq: 7 INVITE\n\nBye`;
    const conversation = conversationAt(note, 2, '');
    expect(conversation && challengeSeeds(conversation)).toMatchObject([
      { headerName: 'Proxy-Authorization', method: 'INVITE', uri: undefined },
    ]);
    expect(conversationAt(note, 1, '')).toBeDefined();
    expect(conversationAt('\n\n', 1, '')).toBeUndefined();
  });

  it.each([
    ['WWW-Authenticate: Digest realm="r", nonce="n", algorithm=SHA3', /SHA3/],
    ['WWW-Authenticate: Digest realm="r", nonce="n", algorithm=AKAv1-MD5', /key of a SIM card/],
    ['WWW-Authenticate: Basic realm="r"', /no Digest/],
    ['WWW-Authenticate: Digest realm="r", nonce="n", qop="x"', /qop/],
  ])('%s is refused with a reason', (text, reason) => {
    const conversation = conversationAt('', 0, text);
    expect(conversation && challengeSeeds(conversation)).toEqual([]);
    expect(conversation && unanswerable(conversation)).toMatch(reason);
  });
});

describe('the credentials that are meant', () => {
  const HEADER =
    'Digest username="1001", realm="asterisk", nonce="4a1b2c3d", uri="sip:192.0.2.10", response="128372042bf9071baada95651f5b8cdc"';

  it.each([
    ['the value alone', HEADER],
    ['a header line', `Authorization: ${HEADER}`],
    ['a header line with a prefix', `> Authorization: ${HEADER}`],
    ['a whole message', `REGISTER sip:192.0.2.10 SIP/2.0\nAuthorization: ${HEADER}\nCSeq: 2 REGISTER\n\n`],
  ])('are found in a selection that is %s', (_what, text) => {
    const messages = pastedMessages(text);
    const index = indexWithCredentials({ messages, index: 0 });
    const message = messages[index ?? -1];
    expect(message && verifyMessage(message, { secret: { password: 's3cret' } })).toMatchObject([
      { verdict: 'match', method: 'REGISTER' },
    ]);
  });

  it('keep the body of a pasted message byte for byte', () => {
    const text = 'MESSAGE sip:a SIP/2.0\r\nCSeq: 1 MESSAGE\r\n\r\nline\r\n\r\nline\n';
    expect(pastedMessages(text).map(message => message.body.text)).toEqual(['line\r\n\r\nline\n']);
  });

  it('are those behind the cursor when the message there has none', () => {
    const text = LOG + LOG.replace('CSeq: 1 REGISTER', `CSeq: 2 REGISTER\nAuthorization: ${HEADER}`);
    const conversation = conversationAt(text, 4, '');
    expect(conversation && indexWithCredentials(conversation)).toBe(2);
    expect(indexWithCredentials({ messages: [], index: 0 })).toBeUndefined();
  });
});
