import { describe, expect, it } from 'vitest';
import { hashHex } from '../../server/sip/digest/digest.ts';
import { verifyMessages } from '../../server/sip/digest/verify.ts';
import { splitMessages } from '../../server/sip/messages.ts';

const NONCE = 'bm9uY2U+MTIz/w==';
const BODY = 'v=0\r\ns=-\r\nm=audio 4000 RTP/AVP 0\r\n';

interface Wrong {
  readonly password?: string;
  /** What is hashed as qop, when it differs from what is sent. */
  readonly hashedQop?: string | undefined;
  readonly hashedBody?: string | undefined;
  readonly sentQop?: string | undefined;
  readonly offeredQop?: string;
  readonly hashedUri?: string;
  readonly hashedCnonce?: string;
  readonly nonce?: string;
  readonly method?: string;
}

/** A challenge and the answer of a client that hashes `wrong`. */
function conversation(wrong: Wrong): string {
  const { nonce = NONCE, method = 'INVITE', sentQop = 'auth', offeredQop = 'auth,auth-int' } = wrong;
  const uri = 'sip:bob@example.org';
  const ha1 = hashHex('MD5', `alice:example.org:${wrong.password ?? 's3:cr@t#1'}`);
  const body = wrong.hashedBody === undefined ? '' : `:${hashHex('MD5', wrong.hashedBody)}`;
  const ha2 = hashHex('MD5', `${method}:${wrong.hashedUri ?? uri}${body}`);
  const word = 'hashedQop' in wrong ? wrong.hashedQop : sentQop;
  const middle = word === undefined ? nonce : `${nonce}:00000001:${wrong.hashedCnonce ?? '0a4f113b'}:${word}`;
  const response = hashHex('MD5', `${ha1}:${middle}:${ha2}`);
  const common = ['From: <sip:alice@example.org>;tag=f', 'To: <sip:bob@example.org>', 'Call-ID: 1'];
  const challenge = [
    'SIP/2.0 407 Proxy Authentication Required',
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
    ...common,
    'CSeq: 1 INVITE',
    `Proxy-Authenticate: Digest realm="example.org", nonce="${NONCE}", qop="${offeredQop}"`,
  ];
  const request = [
    `INVITE ${uri} SIP/2.0`,
    'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2',
    ...common,
    'CSeq: 2 INVITE',
    `Proxy-Authorization: Digest username="alice", realm="example.org", nonce="${nonce}", uri="${uri}", response="${response}", qop=${sentQop}, nc=00000001, cnonce="0a4f113b"`,
    'Content-Type: application/sdp',
    `Content-Length: ${BODY.length}`,
  ];
  return `${challenge.join('\r\n')}\r\n\r\n${request.join('\r\n')}\r\n\r\n${BODY}`;
}

const check = (text: string, password = 's3:cr@t#1') =>
  verifyMessages(splitMessages(text), { secret: { password } })[0];

describe('what a client can do wrong with the right password', () => {
  it.each<[string, Wrong, RegExp]>([
    [
      'the list of the challenge',
      { hashedQop: 'auth,auth-int' },
      /“auth,auth-int” hashed as qop.*password is correct/,
    ],
    ['the list with a space', { hashedQop: 'auth, auth-int' }, /“auth, auth-int” hashed as qop/],
    ['the list turned round', { hashedQop: 'auth-int,auth' }, /“auth-int,auth” hashed as qop/],
    [
      'the list and the body',
      { hashedQop: 'auth,auth-int', hashedBody: BODY },
      /“auth,auth-int”.*with the body hashed/,
    ],
    ['another word', { hashedQop: 'auth-int' }, /auth-int with the body not hashed.*sent qop=auth/],
    [
      'another word and the body',
      { hashedQop: 'auth-int', hashedBody: BODY },
      /qop=auth-int instead of qop=auth/,
    ],
    ['the body', { hashedBody: BODY }, /hashed the body although it sends qop=auth/],
    ['upper case', { hashedQop: 'AUTH' }, /qop=AUTH/],
    ['quotes', { hashedQop: '"auth"' }, /“"auth"” hashed as qop/],
    ['nothing as qop', { hashedQop: '' }, /an empty qop/],
    [
      'LF in the body',
      { sentQop: 'auth-int', hashedBody: BODY.replaceAll('\r', '') },
      /LF as the line endings.*client has a bug/,
    ],
    [
      'auth-int with LF, sent as auth',
      { hashedQop: 'auth-int', hashedBody: BODY.replaceAll('\r', '') },
      /auth-int.*and LF as the line endings/,
    ],
    [
      'the list and another uri',
      { hashedQop: 'auth,auth-int', hashedUri: 'sip:example.org' },
      /“auth,auth-int”.*the uri “sip:example.org”/,
    ],
    ['the nonce with a space', { nonce: NONCE.replace('+', ' ') }, /plus sign/],
    ['the password up to the colon', { password: 's3' }, /before the colon/],
    ['the password up to the at sign', { password: 's3:cr' }, /before the at sign/],
    ['the password behind the colon', { password: 'cr@t#1' }, /after the colon/],
    ['the password without a character', { password: 's3cr@t#1' }, /without the colon/],
    [
      'the first characters of the password',
      { password: 's3:cr@t' },
      /before the number sign|first 7 characters/,
    ],
    ['the password escaped', { password: 's3%3Acr%40t%231' }, /%xx escapes/],
    ['the password in quotes', { password: '"s3:cr@t#1"' }, /in quotes/],
    ['the user name as password', { password: 'alice' }, /user name as the password/],
    [
      'the password cut and the list',
      { password: 's3', hashedQop: 'auth,auth-int' },
      /“auth,auth-int”.*before the colon/,
    ],
    ['the nonce as cnonce', { hashedCnonce: NONCE }, /the cnonce/],
  ])('%s', (_title, wrong, reason) => {
    const found = check(conversation(wrong));
    expect([...(found?.reasons ?? []), ...(found?.notes ?? [])].join('\n')).toMatch(reason);
    expect(found?.reasons.join()).not.toContain('Most likely the password is another one');
  });

  it('never repeats a password in a sentence', () => {
    for (const password of ['s3', 'cr@t#1', 'zzz', '"s3:cr@t#1"']) {
      const found = check(conversation({ password }));
      expect(JSON.stringify(found)).not.toMatch(/cr@t|s3:/);
    }
  });

  it('says what was tried when nothing fits, and that a server accepted it all the same', () => {
    const text = conversation({ password: 'zzz' });
    expect(check(text)?.reasons.join()).toMatch(/other methods \(\d+\).*lists of them \(\d+\).*in pairs/);
    const accepted = `${text}SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2\r\nCall-ID: 1\r\nCSeq: 2 INVITE\r\n\r\n`;
    expect(check(accepted)?.notes.join()).toContain('The server accepted this request');
  });

  it.each<[string, string, RegExp]>([
    [
      'a qop that was not offered',
      conversation({ offeredQop: 'auth-int' }),
      /qop=auth, which was not offered/,
    ],
    ['a damaged nonce', conversation({ nonce: NONCE.slice(0, 9) }), /ends after 9 of 16/],
    [
      'a uri in brackets',
      conversation({}).replace('uri="sip:bob@example.org"', 'uri="<sip:bob@example.org>"'),
      /angle brackets/,
    ],
    [
      'a bare value',
      conversation({}).replace('cnonce="0a4f113b"', 'cnonce=0a4f113b'),
      /cnonce has no quotes/,
    ],
  ])('notes %s', (_title, text, note) => {
    expect(check(text)?.notes.join('\n')).toMatch(note);
  });
});

const quoted = (value: string) => `"${value}"`;

describe('a client that keeps the quotes of what it parses', () => {
  const text = (username: string, realm: string, nonce: string, uri: string, cnonce: string) => {
    const ha1 = hashHex('MD5', `${username}:${realm}:s3:cr@t#1`);
    const right = conversation({});
    const response = hashHex(
      'MD5',
      `${ha1}:${nonce}:00000001:${cnonce}:auth:${hashHex('MD5', `INVITE:${uri}`)}`,
    );
    return right.replace(/response="[^"]*"/, `response="${response}"`);
  };
  const realm = quoted('example.org');
  const nonce = quoted(NONCE);
  const uri = quoted('sip:bob@example.org');
  const cnonce = quoted('0a4f113b');

  it.each<[string, string, RegExp]>([
    ['all', text('"alice"', realm, nonce, uri, cnonce), /the quotes of all values hashed/],
    ['its own name apart', text('alice', realm, nonce, uri, cnonce), /all values from the header/],
    [
      'those of the challenge',
      text('alice', realm, nonce, 'sip:bob@example.org', '0a4f113b'),
      /the realm “"example\.org"”.*the nonce|the quotes of realm and nonce/,
    ],
  ])('%s', (_name, messages, words) => {
    expect(check(messages)?.reasons.join('\n')).toMatch(words);
  });
});
