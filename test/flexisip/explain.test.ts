import { describe, expect, it } from 'vitest';
import { explainFlexisip } from '../../server/languages/flexisip/explain/explain.ts';
import type { FlexisipQuestion } from '../../server/languages/flexisip/explain/explanation.ts';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { modelOf } from '../../server/languages/flexisip/model/model.ts';
import { parseFlexisip } from '../../server/languages/flexisip/reading/parser.ts';
import { parseUsers } from '../../server/languages/flexisip/users/reading/parser.ts';
import { formatAnswer } from '../../server/sip/digest/answer.ts';
import { computeHa1 } from '../../server/sip/digest/digest.ts';
import { parseMessage } from '../../server/sip/message.ts';
import { checkAll, settings } from '../languages.ts';

/** The configuration of the public tutorial: accounts in MySQL, SHA-256, one domain. */
const tutorial = `[global]
aliases=localhost
transports=sip:127.0.0.1:5060

[module::Authentication]
enabled=true
auth-domains=localhost
available-algorithms=SHA-256
db-implementation=soci
soci-backend=mysql
soci-connection-string=db=flexisip user=flexisip password=flexisip host=127.0.0.1
soci-password-request=select password, 'SHA-256' from accounts where username = :id and domain = :domain

[module::Registrar]
reg-domains=localhost
`;

const BOB_HASH = '8be01ad9dc03ef2a610bf13c7e307e78dd72c973ad365eb2b128505f8dbeaa74';

const byFile = `[module::Authentication]
enabled=true
auth-domains=a.org
file-path=/etc/flexisip/users.txt
available-algorithms=MD5 SHA-256
trusted-hosts=192.0.2.9
[module::Registrar]
reg-domains=a.org
`;

interface Request {
  readonly method?: string;
  readonly from?: string;
  readonly via?: string;
  readonly headers?: readonly string[];
}

function request({
  method = 'REGISTER',
  from = 'sip:bob@a.org',
  via = '198.51.100.1:5060',
  headers = [],
}: Request): string {
  return [
    `${method} sip:a.org SIP/2.0`,
    `Via: SIP/2.0/UDP ${via};branch=z9hG4bK1`,
    `From: <${from}>;tag=1`,
    'To: <sip:bob@a.org>',
    'Call-ID: 1@a',
    `CSeq: 1 ${method}`,
    ...(method === 'REGISTER' ? ['Contact: <sip:bob@198.51.100.1>', 'Expires: 7200'] : []),
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

function answer(options: {
  readonly password: string;
  readonly method?: string;
  readonly realm?: string;
  readonly username?: string;
  readonly algorithm?: 'MD5' | 'SHA-256';
  readonly qop?: false;
}): string {
  const { password, method = 'REGISTER', realm = 'a.org', username = 'bob', algorithm = 'SHA-256' } = options;
  const { header } = formatAnswer({
    username,
    realm,
    algorithm,
    method,
    uri: 'sip:a.org',
    nonce: 'abc',
    opaque: '+GNywA==',
    ...(options.qop === false ? {} : { qop: 'auth', nc: '00000001', cnonce: 'xyz' }),
    ha1: computeHa1(algorithm, username, realm, password),
  });
  return `${method === 'REGISTER' ? 'Authorization' : 'Proxy-Authorization'}: ${header}`;
}

function explain(config: string, message: string, more: Partial<FlexisipQuestion> = {}) {
  const model = modelOf('flexisip.conf', parseFlexisip(config), settings);
  return explainFlexisip({ model, file: 'flexisip.conf', message: parseMessage(message), ...more });
}

const users = (text: string) => ({ file: 'users.txt', tree: parseUsers(text) });
const bob = users('version:1\nbob@a.org clrtxt:secret ;\n');

describe('the example of the tutorial', () => {
  it('is taken without error or warning', () => {
    const found =
      checkAll(flexisipConf, { 'flexisip.conf': tutorial }, 'flexisip.conf').get('flexisip.conf') ?? [];
    expect(found.filter(({ severity }) => severity === 1 || severity === 2)).toEqual([]);
  });

  it('stores the SHA-256 hash of bob:localhost:1234', () => {
    expect(computeHa1('SHA-256', 'bob', 'localhost', '1234')).toBe(BOB_HASH);
  });

  it('registers bob by that hash', () => {
    const from = 'sip:bob@localhost';
    expect(explain(tutorial, request({ from }))).toMatchObject({
      outcome: 'challenged',
      challenge: {
        status: 401,
        header: 'WWW-Authenticate',
        realm: 'localhost',
        algorithms: ['SHA-256'],
        qop: 'auth',
      },
      lookup: { user: 'bob', domain: 'localhost', authid: 'bob' },
    });
    const right = request({ from, headers: [answer({ password: '1234', realm: 'localhost' })] });
    expect(explain(tutorial, right, { secret: { ha1: BOB_HASH } })).toMatchObject({
      outcome: 'registered',
      authenticatedBy: 'digest',
      finalCode: 200,
    });
    const wrong = request({ from, headers: [answer({ password: 'other', realm: 'localhost' })] });
    expect(explain(tutorial, wrong, { secret: { ha1: BOB_HASH } })).toMatchObject({
      outcome: 'rejected',
      finalCode: 403,
    });
  });
});

describe('decisions of Authentication and Registrar', () => {
  it('challenge an INVITE with 407 and the algorithms of the user', () => {
    const { challenge } = explain(byFile, request({ method: 'INVITE' }), {
      users: users(`version:1\nbob@a.org sha256:${BOB_HASH} ;\n`),
    });
    expect(challenge).toMatchObject({ status: 407, header: 'Proxy-Authenticate', algorithms: ['SHA-256'] });
    expect(explain(byFile, request({ method: 'INVITE' }), { users: bob }).challenge?.algorithms).toEqual([
      'MD5',
      'SHA-256',
    ]);
  });

  it('tell the first answer from the last when the client answers the challenge', () => {
    const outcomes = ['secret', 'x'].map(password =>
      explain(byFile, request({}), { users: bob, answer: { username: 'bob', password } }),
    );
    const challenge = { scheme: 'Digest', algorithm: 'MD5', realm: 'a.org' };
    expect(outcomes).toMatchObject([
      { outcome: 'registered', firstCode: 401, finalCode: 200, challenge },
      { outcome: 'rejected', firstCode: 401, finalCode: 403, challenge },
    ]);
    expect(explain(byFile, request({}))).toMatchObject({ firstCode: 401, finalCode: 401 });
    expect(explain(byFile, request({ method: 'BYE' }))).toMatchObject({ firstCode: null, finalCode: null });
  });

  it('name the lines that decided', () => {
    const { steps } = explain(byFile, request({ from: 'sip:bob@b.org' }));
    expect(steps.at(-1)).toMatchObject({
      title: 'Domain',
      verdict: 'decided',
      header: 'From',
      config: [{ file: 'flexisip.conf', line: 2 }],
    });
  });

  const cases: readonly [
    name: string,
    config: string,
    message: string,
    more: Partial<FlexisipQuestion>,
    expected: object,
  ][] = [
    [
      'a foreign domain',
      byFile,
      request({ from: 'sip:bob@b.org' }),
      {},
      { outcome: 'rejected', finalCode: 403, domain: 'b.org' },
    ],
    ['ACK', byFile, request({ method: 'ACK' }), {}, { outcome: 'passed', authenticatedBy: 'method' }],
    [
      'a trusted peer',
      byFile,
      request({ method: 'INVITE', via: '192.0.2.9' }),
      {},
      { outcome: 'passed', authenticatedBy: 'trusted-peer' },
    ],
    [
      'a trusted peer by received',
      byFile,
      request({ method: 'INVITE', via: '10.0.0.1;received=192.0.2.9' }),
      {},
      { authenticatedBy: 'trusted-peer' },
    ],
    [
      'a peer that only claims the address',
      byFile,
      request({ method: 'INVITE', via: '192.0.2.9' }),
      { source: '198.51.100.7' },
      { outcome: 'challenged' },
    ],
    [
      'the right password',
      byFile,
      request({ headers: [answer({ password: 'secret' })] }),
      { users: bob },
      { outcome: 'registered', finalCode: 200 },
    ],
    [
      'the right password by MD5',
      byFile,
      request({ headers: [answer({ password: 'secret', algorithm: 'MD5' })] }),
      { users: bob },
      { outcome: 'registered' },
    ],
    [
      'a wrong password',
      byFile,
      request({ headers: [answer({ password: 'x' })] }),
      { users: bob },
      { outcome: 'rejected', finalCode: 403 },
    ],
    [
      'a wrong password with no-403',
      `${byFile}[module::Authentication]\nno-403=is_request\n`,
      request({ headers: [answer({ password: 'x' })] }),
      { users: bob },
      { outcome: 'challenged-again', finalCode: 401 },
    ],
    [
      'an answer for another realm',
      byFile,
      request({ headers: [answer({ password: 'secret', realm: 'b.org' })] }),
      { users: bob },
      { outcome: 'challenged', finalCode: 401 },
    ],
    [
      'an answer without nc',
      byFile,
      request({ headers: [answer({ password: 'secret', qop: false })] }),
      { users: bob },
      { outcome: 'rejected', finalCode: 400 },
    ],
    [
      'an answer without nc where qop is off',
      `${byFile}[module::Authentication]\ndisable-qop-auth=true\n`,
      request({ headers: [answer({ password: 'secret', qop: false })] }),
      { users: bob },
      { outcome: 'registered' },
    ],
    [
      'a digest user name that is not the From user',
      byFile,
      request({ headers: [answer({ password: 'secret', username: 'bob2' })] }),
      { users: bob },
      { outcome: 'rejected', lookup: { user: 'bob', domain: 'a.org', authid: 'bob2' } },
    ],
    [
      'a digest user name that is the user id of the entry',
      byFile,
      request({ headers: [answer({ password: 'secret', username: 'bob2' })] }),
      {
        users: users(
          `version:1\nbob@a.org sha256:${computeHa1('SHA-256', 'bob2', 'a.org', 'secret')} ; bob2\n`,
        ),
      },
      { outcome: 'registered' },
    ],
    [
      'a fixed realm with clear text',
      `${byFile}[module::Authentication]\nrealm=sip\n`,
      request({ headers: [answer({ password: 'secret', realm: 'sip' })] }),
      { users: bob },
      { outcome: 'rejected', realm: 'sip' },
    ],
    [
      'a fixed realm with its hash',
      `${byFile}[module::Authentication]\nrealm=sip\n`,
      request({ headers: [answer({ password: 'secret', realm: 'sip' })] }),
      { users: users(`version:1\nbob@a.org sha256:${computeHa1('SHA-256', 'bob', 'sip', 'secret')} ;\n`) },
      { outcome: 'registered' },
    ],
    [
      'a realm by regular expression',
      `${byFile}[module::Authentication]\nrealm=regex:sip:.*@(\\w+)\\.org\n`,
      request({}),
      {},
      { outcome: 'challenged', realm: 'a' },
    ],
    [
      'a regular expression that does not fit',
      `${byFile}[module::Authentication]\nrealm=regex:tel:(.*)\n`,
      request({}),
      {},
      { outcome: 'server-error', finalCode: 500 },
    ],
    [
      'a filter that is false',
      `${byFile}[module::Authentication]\nfilter=request.method == 'INVITE'\n`,
      request({}),
      {},
      { outcome: 'registered', authenticatedBy: 'filter' },
    ],
    [
      'a filter of domains that leaves the domain out',
      `${byFile}[module::Authentication]\nfrom-domains=b.org\n`,
      request({}),
      {},
      { outcome: 'registered', authenticatedBy: 'filter' },
    ],
    [
      'a filter of domains that is empty',
      `${byFile}[module::Authentication]\nfrom-domains= \nto-domains=*\n`,
      request({}),
      {},
      { outcome: 'challenged' },
    ],
    [
      'no password to check with',
      byFile,
      request({ headers: [answer({ password: 'secret' })] }),
      {},
      { outcome: 'cannot-check', finalCode: null },
    ],
    [
      'an algorithm that is not allowed',
      byFile.replace('MD5 SHA-256', 'MD5'),
      request({ headers: [answer({ password: 'secret' })] }),
      { users: bob },
      { outcome: 'rejected', finalCode: 403 },
    ],
    [
      'an anonymous caller',
      byFile,
      request({
        method: 'INVITE',
        from: 'sip:anonymous@anonymous.invalid',
        headers: ['P-Preferred-Identity: <sip:bob@a.org>'],
      }),
      {},
      { outcome: 'challenged', domain: 'a.org' },
    ],
    [
      'authentication that is off',
      '[module::Registrar]\nreg-domains=a.org\n',
      request({}),
      {},
      { outcome: 'registered', authenticatedBy: 'nothing' },
    ],
    [
      'a domain that is only challenged',
      byFile.replace('reg-domains=a.org', 'reg-domains=b.org'),
      request({ headers: [answer({ password: 'secret' })] }),
      { users: bob },
      { outcome: 'not-registered' },
    ],
    [
      'an address that is not the own one',
      '[global]\ntransports=sip:192.0.2.1:5060\n[module::Registrar]\nreg-domains=203.0.113.1\n',
      request({ from: 'sip:bob@203.0.113.1' }),
      {},
      { outcome: 'not-registered' },
    ],
    [
      'a whole domain',
      '[module::Registrar]\nreg-domains=a.org\n',
      request({ from: 'sip:a.org' }),
      {},
      { outcome: 'rejected', finalCode: 403 },
    ],
    [
      'a file with which the server does not start',
      '[module::Authentication]\nenabled=yes\n',
      request({}),
      {},
      { outcome: 'server-does-not-start' },
    ],
    [
      'a filter that crashes the server',
      `${byFile}[module::Authentication]\nfilter=in 'a'\n`,
      request({}),
      {},
      { outcome: 'server-crashes', filter: 'crash' },
    ],
    [
      'a user whose name is escaped',
      byFile,
      request({
        from: 'sip:j%C3%BCrgen%20b@a.org',
        headers: [answer({ password: 'secret', username: 'jürgen b' })],
      }),
      { users: users('version:1\nj%C3%BCrgen%20b@a.org clrtxt:secret ;\n') },
      { outcome: 'registered', lookup: { user: 'jürgen b', domain: 'a.org', authid: 'jürgen b' } },
    ],
    [
      'a users file that cannot be read',
      byFile,
      request({}),
      { users: users('version:1\nbob@a.org clrtxt:a#b ;\n') },
      { outcome: 'server-does-not-start' },
    ],
    [
      'a users file without newline at its end',
      byFile,
      request({}),
      { users: users('version:1\nbob@a.org clrtxt:a ;') },
      { outcome: 'server-does-not-start' },
    ],
    [
      'a users file of another version',
      byFile,
      request({}),
      { users: users('version:2\n') },
      { outcome: 'server-does-not-start' },
    ],
    [
      'a users file that is empty',
      byFile,
      request({}),
      { users: users('') },
      { outcome: 'server-does-not-start' },
    ],
    [
      'a users file that nobody reads',
      byFile.replace('enabled=true', 'enabled=false'),
      request({}),
      { users: users('version:2\n') },
      { outcome: 'registered' },
    ],
    ['a response', byFile, 'SIP/2.0 200 OK\r\n\r\n', {}, { outcome: 'not-a-request' }],
    [
      'a user of a domain that the file database drops',
      byFile.replace('auth-domains=a.org', 'auth-domains=*.org'),
      request({ headers: [answer({ password: 'secret' })] }),
      { users: bob },
      { outcome: 'rejected' },
    ],
  ];
  it.each(cases)('%s', (_name, config, message, more, expected) => {
    expect(explain(config, message, more)).toMatchObject(expected);
  });

  it('say what every expression of the file gives for the message', () => {
    const config = `${byFile}filter=is_response\n[module::Router]\nfilter=in 'a'\n[module::Forward]\nfilter=x\n`;
    expect(explain(config, request({ method: 'INVITE' })).expressions).toEqual([
      {
        section: 'module::Registrar',
        key: 'filter',
        outcome: false,
        config: { file: 'flexisip.conf', line: 8 },
      },
      {
        section: 'module::Router',
        key: 'filter',
        outcome: 'crash',
        config: { file: 'flexisip.conf', line: 10 },
      },
      {
        section: 'module::Forward',
        key: 'filter',
        outcome: 'error',
        config: { file: 'flexisip.conf', line: 12 },
      },
    ]);
  });

  it('never show a secret', () => {
    const shown = [
      explain(byFile, request({ headers: [answer({ password: 'x' })] }), { users: bob }),
      explain(byFile, request({ headers: [answer({ password: 'secret' })] }), {
        secret: { password: 'secret' },
      }),
    ];
    expect(JSON.stringify(shown)).not.toContain('secret');
    expect(JSON.stringify(shown)).not.toContain(computeHa1('SHA-256', 'bob', 'a.org', 'secret'));
  });
});
