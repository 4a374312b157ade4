import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  credentialsUsername,
  decodeExtended,
  digestParameter,
  encodeExtended,
  messageCredentials,
  parseAuthentications,
} from '../../server/sip/authentication.ts';
import { formatAnswer, preferredChallenge, readChallenge } from '../../server/sip/digest/answer.ts';
import {
  computeHa1,
  DIGEST_ALGORITHMS,
  type DigestAlgorithm,
  hashHex,
  hashOfAlgorithm,
} from '../../server/sip/digest/digest.ts';
import { verifyMessages } from '../../server/sip/digest/verify.ts';
import { parseMessage } from '../../server/sip/message.ts';
import { splitMessages } from '../../server/sip/messages.ts';
import { wholePiece } from '../../server/sip/piece.ts';

interface Made {
  readonly algorithm?: DigestAlgorithm;
  readonly username?: string;
  readonly realm?: string;
  readonly password?: string;
  readonly method?: string;
  readonly uri?: string;
  readonly qop?: 'auth' | 'auth-int' | undefined;
  readonly nc?: string;
  readonly body?: string;
  readonly ha1?: string;
  readonly extendedUsername?: boolean;
  readonly userhash?: boolean;
}

const FACTS = {
  algorithm: 'MD5',
  username: '1001',
  realm: 'asterisk',
  password: 's3cret',
  method: 'REGISTER',
  uri: 'sip:pbx.example.com',
  qop: undefined,
  nc: '00000001',
} as const;

/** The header of a client that believes `made`. */
function credentials(made: Made): string {
  const all = { ...FACTS, ...made };
  const ha1 = made.ha1 ?? computeHa1(hashOfAlgorithm(all.algorithm), all.username, all.realm, all.password);
  return formatAnswer({ ...all, ha1, nonce: '4a1b2c3d', cnonce: 'c0ffee' }).header;
}

/** A request of method `method` that carries a header. */
function request(header: string, { method = 'REGISTER', uri = FACTS.uri, body = '' } = {}): string {
  return [
    `${method} ${uri} SIP/2.0`,
    'Via: SIP/2.0/UDP 192.0.2.5;branch=z9hG4bK1',
    'From: <sip:1001@pbx.example.com>;tag=1',
    'To: <sip:1001@pbx.example.com>',
    'Call-ID: 1',
    `CSeq: 2 ${method}`,
    `Authorization: ${header}`,
    '',
    body,
  ].join('\r\n');
}

/** The header of a client that hashes `hashed` but writes `written`. */
function lyingHeader(hashed: Made, written: Made = {}): string {
  const response = digestParameter(only(credentials(hashed)), 'response') ?? '';
  const honest = credentials(written);
  return honest.replace(/response="[^"]*"/, `response="${response}"`);
}

function only(header: string) {
  const found = parseAuthentications(wholePiece(header))[0];
  if (found === undefined) throw new Error('no credentials');
  return found;
}

const check = (text: string, options = {}) =>
  verifyMessages(splitMessages(text), {
    secret: { password: FACTS.password },
    ...options,
  });

describe('credentials that are right', () => {
  it.each(DIGEST_ALGORITHMS)('match with %s, each qop, password and HA1', algorithm => {
    for (const qop of [undefined, 'auth', 'auth-int'] as const) {
      const text = request(credentials({ algorithm, qop, body: 'hello' }), {
        body: 'hello',
      });
      expect(check(text)).toMatchObject([{ verdict: 'match', reasons: [], notes: [] }]);
      const ha1 = computeHa1(hashOfAlgorithm(algorithm), '1001', 'asterisk', 's3cret');
      expect(check(text, { secret: { ha1 } })).toMatchObject([{ verdict: 'match' }]);
    }
  });

  it('match with userhash and username*', () => {
    const hashed = request(credentials({ userhash: true, algorithm: 'SHA-256' }));
    expect(check(hashed)).toMatchObject([{ verdict: 'cannot-check' }]);
    expect(check(hashed, { username: '1001' })).toMatchObject([{ verdict: 'match', notes: [] }]);
    const other = check(hashed, { username: '1002' });
    expect(other[0]?.notes.join()).toContain('another user');
    const extended = request(credentials({ extendedUsername: true, username: 'Jäsøn Doe' }));
    expect(extended).toContain("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe");
    expect(check(extended)).toMatchObject([{ verdict: 'match', username: 'Jäsøn Doe' }]);
  });

  it('match in Proxy-Authorization, folded, with other spaces and case of names', () => {
    const text = request(credentials({ qop: 'auth' }))
      .replace('Authorization:', 'proxy-AUTHORIZATION :')
      .replace(', nonce=', ',\r\n\tNONCE = ');
    expect(check(text)).toMatchObject([{ verdict: 'match', header: 'Proxy-Authorization' }]);
  });

  it('match without a request line, with the method found', () => {
    const text = `Authorization: ${credentials({ method: 'SUBSCRIBE' })}`;
    expect(check(text)).toMatchObject([{ verdict: 'match', method: 'SUBSCRIBE', start: 0 }]);
  });
});

describe('credentials that are wrong', () => {
  it.each<[string, string, RegExp]>([
    ['another realm', request(lyingHeader({ realm: 'asterisk' }, { realm: 'pbx' })), /realm “asterisk”/],
    ['the domain as realm', request(lyingHeader({ realm: 'pbx.example.com' })), /realm “pbx.example.com”/],
    [
      'the user with domain',
      request(lyingHeader({ username: '1001@pbx.example.com' })),
      /“1001@pbx.example.com”.*ha1b/,
    ],
    ['the user without domain', request(lyingHeader({}, { username: '1001@x.org' })), /user name “1001”/],
    ['another method', request(lyingHeader({ method: 'INVITE' })), /method INVITE/],
    [
      'an ACK',
      request(credentials({ method: 'INVITE' }), { method: 'ACK' }),
      /An ACK repeats the credentials/,
    ],
    ['a CANCEL', request(credentials({ method: 'INVITE' }), { method: 'CANCEL' }), /A CANCEL repeats/],
    ['no qop though named', request(lyingHeader({}, { qop: 'auth' })), /no qop/],
    [
      'qop though not named',
      request(`${lyingHeader({ qop: 'auth' })}, nc=00000001, cnonce="c0ffee"`),
      /qop=auth/,
    ],
    ['auth-int as auth', request(lyingHeader({ qop: 'auth' }, { qop: 'auth-int' })), /qop=auth instead/],
    [
      'a changed body',
      request(credentials({ qop: 'auth-int', body: 'a\r\nb\r\n' }), {
        body: 'a\nb\n',
      }),
      /CR LF/,
    ],
    [
      'another uri',
      request(lyingHeader({ uri: 'sip:pbx.example.com' }, { uri: 'sip:1001@pbx' })),
      /Request-URI/,
    ],
    [
      'another algorithm',
      request(lyingHeader({ algorithm: 'MD5-sess', qop: 'auth' }, { qop: 'auth' })),
      /MD5-sess/,
    ],
    [
      'upper case',
      request(credentials({}).replace(/response="[^"]*"/, found => found.toUpperCase())),
      /uppercase/,
    ],
    ['an empty password', request(credentials({ password: '' })), /empty password/],
    ['an end of line in the password', request(credentials({ password: 's3cret\n' })), /white space/],
    [
      'the hash as password',
      request(
        credentials({
          password: computeHa1('MD5', '1001', 'asterisk', 's3cret'),
        }),
      ),
      /already a hash/,
    ],
    [
      'an upper-case HA1',
      request(
        credentials({
          ha1: computeHa1('MD5', '1001', 'asterisk', 's3cret').toUpperCase(),
        }),
      ),
      /md5secret/,
    ],
    [
      'the hash of the password alone',
      request(credentials({ password: hashHex('MD5', 's3cret') })),
      /hash of the password alone as the password/,
    ],
    [
      'all hashes in upper case',
      request(
        credentials({}).replace(
          /response="[^"]*"/,
          `response="${hashHex(
            'MD5',
            `${computeHa1('MD5', '1001', 'asterisk', 's3cret').toUpperCase()}:4a1b2c3d:${hashHex('MD5', 'REGISTER:sip:pbx.example.com').toUpperCase()}`,
          )}"`,
        ),
      ),
      /HA1 and HA2 in uppercase/,
    ],
    [
      'a realm that begins with a capital letter',
      request(lyingHeader({ realm: 'Asterisk' })),
      /realm “Asterisk” instead of “asterisk”/,
    ],
    [
      'two mistakes',
      request(lyingHeader({ realm: 'asterisk', method: 'INVITE' }, { realm: 'pbx' })),
      /method INVITE.* and the realm “asterisk”/,
    ],
    ['a bare counter', request(lyingHeader({ qop: 'auth', nc: '1' }, { qop: 'auth' })), /nc “1”/],
    [
      'a counter in decimal digits',
      request(lyingHeader({ qop: 'auth', nc: '16' }, { qop: 'auth', nc: '00000010' })),
      /nc “16” instead of “00000010”/,
    ],
    ['an open quote', request(credentials({}).replace(/(response="[^"]*)"/, '$1')), /no closing quote/],
    ['a short response', request(credentials({}).replace(/response="../, 'response="')), /30 digits/],
    [
      'a cnonce that was hashed and not sent',
      request(lyingHeader({ qop: 'auth' }, { qop: 'auth' }).replace(/, cnonce="[^"]*"/, '')),
      /does not match with any of these.*The header has no cnonce.*no password can be checked/,
    ],
    [
      'another password',
      request(credentials({ password: 'other' })),
      /does not match with any of these.*Most likely, this is the wrong password/,
    ],
  ])('%s', (_title, text, reason) => {
    const [found] = check(text);
    expect(found).toMatchObject({ verdict: 'mismatch' });
    expect(found?.reasons.join('\n')).toMatch(reason);
    expect(found?.computed).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    ['00', 34],
    ['', 31],
  ])('are told by the length of the response, too long or too short', (added, digits) => {
    const header = credentials({}).replace(
      /response="([^"]*)"/,
      (_whole, response: string) => `response="${`${response}${added}`.slice(0, digits)}"`,
    );
    expect(check(request(header))).toMatchObject([
      {
        verdict: 'mismatch',
        reasons: expect.arrayContaining([`The response has ${digits} digits, but MD5 has 32.`]),
      },
    ]);
  });

  it('cannot be checked without a scheme', () => {
    const bare = request(credentials({}).replace('Digest ', ''));
    expect(check(bare)).toMatchObject([
      {
        header: 'Authorization',
        verdict: 'cannot-check',
        reasons: [expect.stringContaining('word Digest')],
      },
    ]);
    const both = bare.replace(
      '\r\nAuthorization',
      `\r\nProxy-Authorization: ${credentials({})}\r\nAuthorization`,
    );
    expect(check(both).map(found => `${found.header} ${found.verdict}`)).toEqual([
      'Proxy-Authorization match',
      'Authorization cannot-check',
    ]);
  });

  it('match by the first of two parameters of a name, and say so', () => {
    const [found] = check(request(`${credentials({})}, REALM="other"`));
    expect(found).toMatchObject({ verdict: 'match' });
    expect(found?.notes).toContainEqual(expect.stringContaining('realm occurs twice'));
  });

  it('with auth-int match when Content-Length tells where the body ends', () => {
    const body = 'v=0\r\ns=-\r\n';
    const header = credentials({ qop: 'auth-int', body });
    const withLength = request(header, { body }).replace('CSeq', `Content-Length: ${body.length}\r\nCSeq`);
    expect(check(`${withLength}\r\n<------------->\r\n`)).toMatchObject([{ verdict: 'match' }]);
    const inEditor = `${withLength}\n<------------->\n`.replaceAll('\r\n', '\n');
    expect(check(inEditor)[0]?.reasons).toEqual([expect.stringContaining('CR LF')]);
  });

  it('are explained by realms of an open file and by the user the server knows', () => {
    expect(check(request(lyingHeader({ realm: 'acme' })), { realms: ['acme'] })[0]?.reasons[0]).toContain(
      '“acme”',
    );
    const withDomain = request(credentials({ username: '1001@pbx.example.com' }));
    expect(check(withDomain)).toMatchObject([{ verdict: 'match' }]);
    const known = check(withDomain, { username: '1001' });
    expect(known).toMatchObject([{ verdict: 'mismatch' }]);
    expect(known[0]?.reasons[0]).toContain('“1001@pbx.example.com” instead of “1001”');
  });

  it('in Latin-1 are not taken for UTF-8', () => {
    const latin1 = Uint8Array.from('jürgen:asterisk:pässword', letter => letter.charCodeAt(0));
    const ha1 = hashHex('MD5', latin1);
    const text = request(credentials({ username: 'jürgen', ha1 }));
    const [found] = verifyMessages(splitMessages(text), {
      secret: { password: 'pässword' },
    });
    expect(found?.reasons[0]).toContain('Latin-1');
  });

  it('tell no password in any text', () => {
    for (const password of ['hunter2', ' hunter2', 'hunter2%20', 'hünter2']) {
      for (const made of [{ password: 'x' }, { password }, { realm: 'x', password }]) {
        const found = verifyMessages(splitMessages(request(lyingHeader(made))), { secret: { password } });
        expect(JSON.stringify(found)).not.toContain('nter2');
      }
    }
  });
});

describe('credentials that cannot be checked', () => {
  it.each([
    ['Basic YWxhZGRpbg==', /Basic/],
    ['Digest username="a", realm="b", uri="c", response="d"', /no nonce/],
    ['Digest realm="b", nonce="n", uri="c", response="d"', /no username/],
    ['Digest username="a", realm="b", nonce="n", uri="c", response="d", algorithm=SHA1', /SHA1/],
    ['Digest username="a", realm="b", nonce="n", uri="c", response="d", qop=conf', /conf/],
  ])('%s', (header, reason) => {
    const [found] = check(request(header));
    expect(found).toMatchObject({ verdict: 'cannot-check', computed: null });
    expect(found?.reasons.join()).toMatch(reason);
  });

  it('for a hash of another length', () => {
    const [found] = check(request(credentials({ algorithm: 'SHA-256' })), {
      secret: { ha1: 'a'.repeat(32) },
    });
    expect(found?.reasons[0]).toContain('64 digits');
  });
});

describe('what stands around credentials', () => {
  const CHALLENGE =
    'SIP/2.0 401 Unauthorized\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\nWWW-Authenticate: Digest algorithm=MD5, realm="asterisk", nonce="4a1b2c3d"\r\n\r\n';
  const notes = (text: string, options = {}) =>
    check(text, options)
      .flatMap(found => found.notes)
      .join('\n');

  it('is silent when all is well', () => {
    expect(notes(CHALLENGE + request(credentials({})))).toBe('');
  });

  it.each<[string, string, RegExp]>([
    ['qop', CHALLENGE + request(credentials({ qop: 'auth' })), /offers none/],
    ['no qop', CHALLENGE.replace('realm=', 'qop="auth", realm=') + request(credentials({})), /uses none/],
    [
      'algorithm',
      CHALLENGE + request(credentials({ algorithm: 'SHA-256' })),
      /SHA-256, which was not offered: the challenge offers MD5/,
    ],
    [
      'realm',
      CHALLENGE + request(credentials({ realm: 'x' })),
      /the realm "x", but the challenge has "asterisk"/,
    ],
    ['nonce', CHALLENGE.replace('4a1b', 'ffff') + request(credentials({})), /not that of the challenge/],
    ['opaque', CHALLENGE.replace('realm=', 'opaque="o", realm=') + request(credentials({})), /opaque/],
    ['header', CHALLENGE.replace('WWW-', 'Proxy-') + request(credentials({})), /Proxy-Authorization, not/],
    [
      'reuse',
      request(credentials({})) + request(credentials({})).replace('CSeq: 2', 'CSeq: 3'),
      /used before/,
    ],
    [
      'stale',
      request(credentials({})) +
        CHALLENGE.replace('CSeq: 1', 'CSeq: 2').replace('realm=', 'stale=true, realm='),
      /stale=true/,
    ],
    ['uri', request(credentials({ uri: 'sip:other' })), /differs from the Request-URI/],
    ['quotes', request(credentials({ qop: 'auth' }).replace('qop=auth', 'qop="auth"')), /qop is in quotes/],
  ])('%s', (_title, text, note) => {
    expect(notes(text)).toMatch(note);
  });

  it('does not take the challenge of another call or realm for its own', () => {
    const other = CHALLENGE.replace('4a1b', 'ffff');
    expect(notes(other.replace('Call-ID: 1', 'Call-ID: 2') + request(credentials({})))).toBe('');
    expect(notes(other.replace('"asterisk"', '"second.proxy"') + request(credentials({})))).toBe('');
  });

  it('does not call a retransmission a reuse', () => {
    expect(notes(request(credentials({})) + request(credentials({})))).toBe('');
  });

  it('is judged by server', () => {
    const qop = request(credentials({ qop: 'auth' }));
    expect(notes(qop, { server: 'asterisk' })).toContain('ignores qop');
    expect(notes(qop, { server: 'opensips' })).toBe('');
    const session = request(credentials({ algorithm: 'MD5-sess' }));
    expect(notes(session, { server: 'flexisip' })).toContain('MD5-sess');
    const lower = request(credentials({}).replace('=MD5', '=md5'));
    expect(notes(lower, { server: 'flexisip' })).toContain('md5');
    expect(notes(lower, { server: 'asterisk' })).toBe('');
    const upper = request(
      credentials({}).replace(/response="[^"]*"/, found => `response="${found.slice(10, -1).toUpperCase()}"`),
    );
    expect(notes(upper, { server: 'flexisip' })).toContain('uppercase');
  });
});

describe('challenges', () => {
  const read = (text: string) => parseAuthentications(wholePiece(text)).map(readChallenge);

  it('are read with every parameter', () => {
    expect(
      read(
        'Digest realm="a\\"b", nonce="n", opaque="o", algorithm="sha-256", qop="auth, AUTH-INT", stale=TRUE, userhash=true',
      ),
    ).toEqual([
      {
        realm: 'a\\"b',
        nonce: 'n',
        opaque: 'o',
        algorithm: 'SHA-256',
        algorithmWord: 'sha-256',
        qop: ['auth', 'auth-int'],
        stale: true,
        userhash: true,
      },
    ]);
  });

  it('are told apart when several stand in one field', () => {
    const found = read(
      'Digest realm="a", nonce="1", algorithm=SHA-1, Digest realm="b", nonce="2",Basic realm="c"',
    );
    expect(found.map(challenge => challenge?.realm)).toEqual(['a', 'b', undefined]);
    expect(preferredChallenge(found.flatMap(challenge => challenge ?? []))?.realm).toBe('b');
  });

  it('without realm, nonce or a known qop are not answered', () => {
    expect(read('Digest nonce="1"')).toEqual([undefined]);
    const strange = read('Digest realm="a", nonce="1", qop="conf"').flatMap(found => found ?? []);
    expect(preferredChallenge(strange)).toBeUndefined();
  });
});

describe('username*', () => {
  it('goes there and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        expect(decodeExtended(encodeExtended(text))).toBe(text);
      }),
    );
    expect(decodeExtended("UTF-8''%ff")).toBe("UTF-8''%ff");
  });
});

describe('an answer', () => {
  it('is read back as it was written, and verifies', () => {
    // The text between quotes, as a person or a server writes it: escapes in pairs.
    const wire = fc
      .string({ maxLength: 30 })
      .map(text => text.replace(/["\\\r\n]/g, '\\$&').replace(/[\r\n]/g, 'n'));
    const nonEmpty = fc.string({ minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        fc.constantFrom(...DIGEST_ALGORITHMS),
        wire,
        wire,
        nonEmpty,
        (algorithm, username, realm, password) => {
          const header = credentials({
            algorithm,
            username,
            realm,
            password,
            qop: 'auth',
          });
          const found = messageCredentials(parseMessage(request(header)))[0];
          expect(found && credentialsUsername(found)).toBe(username);
          expect(found && digestParameter(found, 'realm')).toBe(realm);
          expect(
            verifyMessages(splitMessages(request(header)), {
              secret: { password },
            }),
          ).toMatchObject([{ verdict: 'match' }]);
        },
      ),
    );
  });

  it('never throws on hostile text', () => {
    const pieces = [
      'Authorization: Digest ',
      'INVITE sip:a SIP/2.0\r\n',
      'username=',
      '"',
      '\\',
      ',',
      'response="00"',
      'realm="a"',
      'nonce="b"',
      'uri="c"',
      'algorithm=',
      'MD5-sess',
      'qop=auth-int',
      '\r\n',
      ' ',
      '*',
      "UTF-8''%",
      'l: 5\r\n',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), parts => {
        const text = parts.join('');
        for (const found of check(text)) expect(found.start).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a log with the same mistake in every message', () => {
  it('is searched for two mistakes at once in the first ones only, for one in all', () => {
    const two = request(lyingHeader({ realm: 'asterisk', method: 'INVITE' }, { realm: 'pbx' }));
    const found = check(two.repeat(30));
    const isFound = found.map(({ reasons }) => reasons.join().includes('INVITE'));
    expect(isFound.indexOf(false)).toBe(25);
    const one = check(request(lyingHeader({ method: 'INVITE' })).repeat(30));
    expect(one.every(({ reasons }) => reasons.join().includes('INVITE'))).toBe(true);
  });
});

describe('several messages in one text', () => {
  it('begin at start lines outside bodies', () => {
    const fragment = 'SIP/2.0 100 Trying\r\n';
    const text = `NOTIFY sip:a SIP/2.0\r\nContent-Type: message/sipfrag\r\nl: ${fragment.length}\r\n\r\n${fragment}SIP/2.0 200 OK\r\nCSeq: 1 NOTIFY\r\n\r\n`;
    expect(splitMessages(text).map(message => message.startLine.source.text)).toEqual([
      'NOTIFY sip:a SIP/2.0',
      'SIP/2.0 200 OK',
    ]);
  });
});
