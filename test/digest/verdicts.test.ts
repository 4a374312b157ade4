import { describe, expect, it } from 'vitest';
import {
  computeDigest,
  computeHa1,
  computeHa2,
  type DigestAlgorithm,
  digestAlgorithm,
  hashHex,
  hashOfAlgorithm,
  hexLength,
  isSessionAlgorithm,
  userHash,
} from '../../server/sip/digest/digest.ts';
import { type VerifyOptions, verifyMessage, verifyMessages } from '../../server/sip/digest/verify.ts';
import { parseMessage, type SipMessage } from '../../server/sip/message.ts';

const uri = 'sip:pbx.example.com';
const secret = { password: 's3cret' };
const ha1 = computeHa1('MD5', '1001', 'asterisk', 's3cret');
const right = computeDigest(ha1, { algorithm: 'MD5', method: 'REGISTER', uri, nonce: 'n1' }).response;

/** Parameters as a client sends them; undefined leaves one out. */
function digest(changed: Readonly<Record<string, string | undefined>> = {}): string {
  const all = {
    username: '"1001"',
    realm: '"asterisk"',
    nonce: '"n1"',
    uri: `"${uri}"`,
    response: `"${right}"`,
    ...changed,
  };
  const pairs = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return `Digest ${pairs.join(', ')}`;
}

function request(
  value: string,
  { method = 'REGISTER', name = 'Authorization', cseq = 1, callId = 'x' } = {},
): SipMessage {
  return parseMessage(
    `${method} ${uri} SIP/2.0\r\nCall-ID: ${callId}\r\nCSeq: ${cseq} ${method}\r\n${name}: ${value}\r\n\r\n`,
  );
}

function verified(value: string, options: Partial<VerifyOptions> = {}) {
  const [found] = verifyMessage(request(value), { secret, ...options });
  return found;
}

describe('a verdict', () => {
  it('of a response that matches says what the header holds', () => {
    const message = request(digest());
    expect(verifyMessage(message, { secret })).toEqual([
      {
        header: 'Authorization',
        username: '1001',
        realm: 'asterisk',
        algorithm: 'MD5',
        method: 'REGISTER',
        uri,
        verdict: 'match',
        computed: right,
        received: right,
        reasons: [],
        notes: expect.any(Array),
        start: message.headers[2]?.start,
        end: message.headers[2]?.end,
      },
    ]);
    expect(verified(digest(), { secret: { ha1 } })?.verdict).toBe('match');
    expect(verified(digest({ algorithm: 'md5' }))).toMatchObject({ verdict: 'match', algorithm: 'md5' });
  });

  it('of one that does not match says what it should be', () => {
    const wrong = '0'.repeat(32);
    const found = verified(digest({ response: `"${wrong}"` }));
    expect(found).toMatchObject({ verdict: 'mismatch', computed: right, received: wrong });
    expect(found?.reasons).toHaveLength(1);
  });

  it.each([
    [`"${right.slice(1)}"`, 'The response has 31 digits, but MD5 has 32.'],
    [`"${right}0"`, 'The response has 33 digits, but MD5 has 32.'],
    [`"${right.slice(1)}x"`, 'The response contains characters other than hexadecimal digits.'],
    [`"x${right.slice(1)}"`, 'The response contains characters other than hexadecimal digits.'],
    [`"${right}`, 'The response has no closing quote.'],
  ])('of the response %s names its form', (response, reason) => {
    const [found] = verifyMessage(request(digest({ response })), { secret });
    expect(found?.reasons).toContain(reason);
    expect(found?.verdict).toBe('mismatch');
  });

  it.each([
    [digest({ realm: undefined }), ['The header has no realm.']],
    [digest({ nonce: undefined, uri: undefined }), ['The header has no nonce, no uri.']],
    [digest({ response: undefined }), ['The header has no response.']],
    [digest({ username: undefined }), ['The header has no username.']],
    [
      digest({ uri: undefined, username: undefined }),
      ['The header has no uri.', 'The header has no username.'],
    ],
    [
      digest({ algorithm: 'SHA-1' }),
      ['The algorithm SHA-1 is not a SIP digest algorithm; servers refuse it.'],
    ],
    [
      digest({ algorithm: 'AKAv1-MD5' }),
      ['The algorithm AKAv1-MD5 computes the response from the key of a SIM card, not from a password.'],
    ],
    [
      digest({ algorithm: 'a'.repeat(50) }),
      [`The algorithm ${'a'.repeat(40)} is not a SIP digest algorithm; servers refuse it.`],
    ],
    [
      digest({ algorithm: 'SHA-1', qop: 'x', uri: undefined }),
      ['The header has no uri.', 'The algorithm SHA-1 is not a SIP digest algorithm; servers refuse it.'],
    ],
    [digest({ qop: 'other' }), ['The qop other is unknown; the known values are auth and auth-int.']],
    [
      digest({ qop: 'b'.repeat(50) }),
      [`The qop ${'b'.repeat(40)} is unknown; the known values are auth and auth-int.`],
    ],
    [
      digest({ userhash: 'TRUE' }),
      ['The header contains a hash of the user name (userhash=true). Enter the plain user name as well.'],
    ],
    ['Basic YTpi', ['The scheme is Basic; only Digest can be checked.']],
    [`${'c'.repeat(50)} x=y`, [`The scheme is ${'c'.repeat(40)}; only Digest can be checked.`]],
  ])('of %s is that it cannot be checked', (value, reasons) => {
    expect(verified(value)).toMatchObject({ verdict: 'cannot-check', computed: null, reasons });
  });

  it('of a header without a scheme is that, under its name', () => {
    const bare = digest().replace('Digest ', '');
    for (const name of ['Authorization', 'Proxy-Authorization']) {
      const message = request(bare, { name });
      expect(verifyMessage(message, { secret })).toEqual([
        {
          header: name,
          username: null,
          realm: null,
          algorithm: 'MD5',
          method: 'REGISTER',
          uri: null,
          verdict: 'cannot-check',
          computed: null,
          received: '',
          reasons: ['The header has no scheme. It must start with the word Digest.'],
          notes: [],
          start: message.headers[2]?.start,
          end: message.headers[2]?.end,
        },
      ]);
    }
    expect(verifyMessage(parseMessage(`Authorization: ${bare}\r\n\r\n`), { secret })).toEqual([]);
  });

  it('needs an HA1 of the hash that the header names, and with it no user name', () => {
    const sha = { algorithm: 'SHA-256' };
    expect(verified(digest(sha), { secret: { ha1 } })?.reasons).toEqual([
      'The header uses SHA-256, whose HA1 has 64 digits, but the given one has 32.',
    ]);
    expect(verified(digest({ userhash: 'true' }), { secret: { ha1 } })?.verdict).toBe('match');
    expect(verified(digest({ userhash: 'false' }))?.verdict).toBe('match');
    expect(verified(digest({ userhash: 'true' }), { username: '1001' })?.verdict).toBe('match');
    expect(verified(digest({ username: '"other"' }), { username: '1001' })?.verdict).toBe('match');
  });

  it('is given for several headers in their order, those without a scheme as well', () => {
    const text = `REGISTER ${uri} SIP/2.0\r\nProxy-Authorization: nonsense="x"\r\nAuthorization: ${digest()}\r\nProxy-Authorization: ${digest()}\r\n\r\n`;
    const found = verifyMessage(parseMessage(text), { secret });
    expect(found.map(({ header, verdict }) => `${header} ${verdict}`)).toEqual([
      'Proxy-Authorization cannot-check',
      'Authorization match',
      'Proxy-Authorization match',
    ]);
  });

  it('finds the method by trying where nothing tells it', () => {
    const bare = (value: string) =>
      verifyMessage(parseMessage(`x\r\nAuthorization: ${value}\r\n\r\n`), { secret })[0];
    expect(bare(digest())).toMatchObject({
      verdict: 'match',
      method: 'REGISTER',
      computed: right,
      reasons: [],
    });
    const other = computeDigest(ha1, {
      algorithm: 'MD5',
      method: 'INVITE',
      uri: 'sip:other',
      nonce: 'n1',
    }).response;
    expect(bare(digest({ response: `"${'0'.repeat(32)}"` }))).toMatchObject({
      verdict: 'cannot-check',
      method: null,
      computed: null,
      reasons: [
        'The text has no request line, and the response does not match with any of the methods that were tried.',
      ],
    });
    const upper = computeDigest(ha1.toUpperCase(), {
      algorithm: 'MD5',
      method: 'INVITE',
      uri,
      nonce: 'n1',
    }).response;
    const close = bare(digest({ response: `"${upper}"` }));
    expect(close).toMatchObject({ verdict: 'mismatch', method: 'INVITE' });
    expect(close?.reasons.length).toBeGreaterThan(0);
    expect(close?.computed).toBe(
      computeDigest(ha1, { algorithm: 'MD5', method: 'INVITE', uri, nonce: 'n1' }).response,
    );
    expect(bare(digest({ response: `"${other}"` }))?.verdict).not.toBe('match');
  });

  it('of a wrong response that the server accepted says so first', () => {
    const messages = [
      request(digest({ response: `"${'0'.repeat(32)}"` })),
      parseMessage('SIP/2.0 200 OK\r\nCall-ID: x\r\nCSeq: 1 REGISTER\r\n\r\n'),
    ];
    const [found] = verifyMessages(messages, { secret });
    expect(found?.notes[0]).toMatch(/^The server accepted this request\. /);
    const [good] = verifyMessages([request(digest()), ...messages.slice(1)], { secret });
    expect(good?.notes.join()).not.toContain('accepted this request');
    const [alone] = verifyMessages(messages.slice(0, 1), { secret });
    expect(alone?.notes.join()).not.toContain('accepted this request');
  });

  it('takes the body and the counters of qop into account', () => {
    const body = 'v=0\r\n';
    const parts = {
      algorithm: 'MD5',
      method: 'INVITE',
      uri,
      nonce: 'n1',
      nc: '00000002',
      cnonce: 'c',
    } as const;
    for (const qop of ['auth', 'auth-int'] as const) {
      const { response } = computeDigest(ha1, { ...parts, qop, body });
      const value = digest({ response: `"${response}"`, qop, nc: '00000002', cnonce: '"c"' });
      const text = `INVITE ${uri} SIP/2.0\r\nAuthorization: ${value}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      expect(verifyMessage(parseMessage(text), { secret })[0]?.verdict).toBe('match');
      const other = text.replace(/v=0\r\n$/, 'v=1\r\n');
      expect(verifyMessage(parseMessage(other), { secret })[0]?.verdict).toBe(
        qop === 'auth' ? 'match' : 'mismatch',
      );
    }
  });
});

describe('the algorithms', () => {
  it.each<[string | undefined, DigestAlgorithm | undefined]>([
    [undefined, 'MD5'],
    ['', undefined],
    ['MD5', 'MD5'],
    ['md5-SESS', 'MD5-sess'],
    ['sha-256', 'SHA-256'],
    ['SHA-256-sess', 'SHA-256-sess'],
    ['SHA-512-256', 'SHA-512-256'],
    ['sha-512-256-sess', 'SHA-512-256-sess'],
    ['SHA-512', undefined],
  ])('%s is read as %s', (word, algorithm) => {
    expect(digestAlgorithm(word)).toBe(algorithm);
  });

  it('have a hash, a length, and a session form', () => {
    expect(hashOfAlgorithm('MD5-sess')).toBe('MD5');
    expect(hashOfAlgorithm('SHA-256')).toBe('SHA-256');
    expect(hashOfAlgorithm('SHA-512-256-sess')).toBe('SHA-512-256');
    expect(isSessionAlgorithm('SHA-256-sess')).toBe(true);
    expect(isSessionAlgorithm('SHA-256')).toBe(false);
    expect([hexLength('MD5'), hexLength('SHA-256'), hexLength('SHA-512-256')]).toEqual([32, 64, 64]);
  });

  // What `printf abc | openssl dgst` prints.
  it('are those of openssl', () => {
    expect(hashHex('MD5', 'abc')).toBe('900150983cd24fb0d6963f7d28e17f72');
    expect(hashHex('SHA-256', 'abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(hashHex('SHA-512-256', 'abc')).toBe(
      '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23',
    );
    expect(hashHex('MD5', new TextEncoder().encode('é'))).toBe(hashHex('MD5', 'é'));
    expect(userHash('MD5', 'a', 'b')).toBe(hashHex('MD5', 'a:b'));
    expect(computeHa2('MD5', 'M', 'u', 'auth-int')).toBe(hashHex('MD5', `M:u:${hashHex('MD5', '')}`));
    expect(computeHa2('MD5', 'M', 'u', 'auth', 'body')).toBe(hashHex('MD5', 'M:u'));
  });

  it('give the response and the answer of the server, with and without qop', () => {
    const plain = { algorithm: 'MD5', method: 'M', uri: 'u', nonce: 'n' } as const;
    const ha2 = hashHex('MD5', 'M:u');
    const ownHa2 = hashHex('MD5', ':u');
    expect(computeDigest('h', plain)).toEqual({
      ha1: 'h',
      ha2,
      response: hashHex('MD5', `h:n:${ha2}`),
      rspauth: hashHex('MD5', `h:n:${ownHa2}`),
    });
    expect(computeDigest('h', { ...plain, qop: 'auth' }).response).toBe(hashHex('MD5', `h:n:::auth:${ha2}`));
    const session = computeDigest('h', {
      ...plain,
      algorithm: 'MD5-sess',
      qop: 'auth',
      nc: '1',
      cnonce: 'c',
    });
    expect(session.ha1).toBe(hashHex('MD5', 'h:n:c'));
    expect(session.response).toBe(hashHex('MD5', `${session.ha1}:n:1:c:auth:${ha2}`));
    const signed = computeDigest('h', { ...plain, qop: 'auth-int', body: 'b' });
    expect(signed.rspauth).toBe(
      hashHex('MD5', `h:n:::auth-int:${hashHex('MD5', `:u:${hashHex('MD5', '')}`)}`),
    );
  });
});
