import { describe, expect, it } from 'vitest';
import { digestCommand } from '../../server/cli/digest.ts';
import type { Io } from '../../server/cli/io.ts';
import { runProgram } from '../../server/cli/program.ts';
import { nodeFiles } from '../../server/workspace/nodeFiles.ts';
import table from '../oracle/digest-vectors.json';

interface Run {
  readonly out: string;
  readonly err: string;
  readonly code: number;
  readonly json: Output;
}

/** The fields of the contract that are looked at, of both commands. */
interface Output {
  readonly ha1: Readonly<Record<string, string | null>>;
  readonly header: string;
  readonly response: string | null;
  readonly rspauth: string | null;
  readonly userhash: string;
  readonly notes: readonly string[];
  readonly headers: readonly { readonly verdict: string; readonly reasons: readonly string[] }[];
}

async function run(
  args: readonly string[],
  world: { stdin?: string; env?: Record<string, string>; files?: Record<string, string> } = {},
): Promise<Run> {
  let out = '';
  let err = '';
  let code = 0;
  const io: Io = {
    stdout: text => {
      out += text;
    },
    stderr: text => {
      err += text;
    },
    stdin: async () => new TextEncoder().encode(world.stdin ?? ''),
    environment: world.env ?? {},
    files: nodeFiles,
    directory: '/',
    writeNew: async () => undefined,
    writeText: async () => undefined,
    hasColors: false,
    readFile: async path => {
      const text = world.files?.[path];
      if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
      return new TextEncoder().encode(text);
    },
    setExitCode: value => {
      code = value;
    },
  };
  await runProgram([digestCommand], ['digest', ...args], io);
  return { out, err, code, json: args.includes('json') && out !== '' ? JSON.parse(out) : {} };
}

describe('sip-workbench digest', () => {
  const vectors = table.vectors.filter(
    vector => vector.password && vector.nonce && vector.method && !/[( ]/.test(vector.algorithm),
  );

  it.each(vectors)('computes $id', async vector => {
    const options: [string, string | null | undefined][] = [
      ['--username', vector.username],
      ['--realm', vector.realm],
      ['--algorithm', vector.algorithm],
      ['--method', vector.method],
      ['--uri', vector.uri],
      ['--nonce', vector.nonce],
      ['--qop', vector.qop],
      ['--nc', vector.nc],
      ['--cnonce', vector.cnonce],
      ['--opaque', vector.opaque],
      ['--body', vector.entityBody ? 'body' : undefined],
    ];
    const args = options.flatMap(([name, value]) => (typeof value === 'string' ? [name, value] : []));
    const files = { body: vector.entityBody ?? '' };
    const found = await run([...args, '--password-stdin', '--format', 'json'], {
      stdin: `${vector.password}\n`,
      files,
    });
    expect(found.code).toBe(0);
    expect(found.json).toMatchObject({ ha2: vector.ha2, response: vector.response });
    expect(Object.values(found.json.ha1)).toContain(vector.ha1);
    if (vector.rspauth) expect(found.json.rspauth).toBe(vector.rspauth);
    if (vector.userhash) expect(found.json.userhash).toBe(vector.userhash);
    expect(found.json.header).toContain(`response="${vector.response}"`);
    const request = `${vector.method} ${vector.uri} SIP/2.0\r\n${found.json.header}\r\n\r\n${vector.entityBody ?? ''}`;
    const verified = await run(['verify', '-', '--password', vector.password ?? '', '--format', 'json'], {
      stdin: request,
    });
    expect(verified.json.headers).toMatchObject([{ verdict: 'match', reasons: [] }]);
    expect(verified.code).toBe(0);
  });

  it.each(table.vectors.filter(vector => vector.response && !/[( ]/.test(vector.algorithm)))(
    'computes $id from its HA1',
    async vector => {
      const args = ['--username', vector.username, '--realm', vector.realm, '--ha1', vector.ha1 ?? ''];
      const request = [
        '--method',
        vector.method ?? '',
        '--uri',
        vector.uri ?? '',
        '--nonce',
        vector.nonce ?? '',
      ];
      const withQop = vector.qop
        ? ['--qop', vector.qop, '--nc', vector.nc ?? '', '--cnonce', vector.cnonce ?? '', '--body', 'body']
        : [];
      const files = { body: vector.entityBody ?? '' };
      const all = [...args, ...request, ...withQop, '--algorithm', vector.algorithm, '--format', 'json'];
      expect((await run(all, { files })).json.response).toBe(vector.response);
    },
  );

  it('prints the stored forms without a nonce', async () => {
    const { json, code } = await run([
      '--username',
      '1000',
      '--realm',
      'mydomain.com',
      '--password',
      '123456',
      '--format',
      'json',
    ]);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      stored: {
        asterisk: { md5secret: '7f643f2ac14a1bc2acd37e13080c2389' },
        opensips: { ha1: '7f643f2ac14a1bc2acd37e13080c2389', ha1b: '4e704e98102feb915109fe2ff0cef5da' },
        flexisip: {
          userdb: [expect.stringMatching(/^1000@mydomain\.com md5:[0-9a-f]{32} sha256:[0-9a-f]{64} ;$/)],
        },
      },
      ha2: null,
      response: null,
      rspauth: null,
      header: null,
      notes: [],
    });
  });

  it('answers a challenge, with a random cnonce when one is needed', async () => {
    const challenge =
      'Proxy-Authenticate: Digest realm="biloxi.com", qop="auth,auth-int", nonce="n1", opaque="o1", algorithm=SHA-256';
    const args = [
      '--username',
      'bob',
      '--password',
      'zanzibar',
      '--method',
      'INVITE',
      '--uri',
      'sip:a@b',
      '--challenge',
      challenge,
    ];
    const first = await run([...args, '--format', 'json']);
    const second = await run([...args, '--format', 'json']);
    expect(first.json.header).toMatch(
      /^Proxy-Authorization: Digest username="bob", realm="biloxi.com", nonce="n1", uri="sip:a@b", response="[0-9a-f]{64}", algorithm=SHA-256, cnonce="[0-9a-f]{16}", opaque="o1", qop=auth, nc=00000001$/,
    );
    expect(second.json.header).not.toBe(first.json.header);
  });

  it('reads a challenge that goes on in the next line, and one line after another', async () => {
    const answer = async (challenge: string): Promise<string> => {
      const who = ['--username', 'u', '--password', 'p', '--method', 'REGISTER', '--uri', 'sip:h'];
      return (await run([...who, '--challenge', challenge, '--format', 'json'])).json.header;
    };
    const folded = await answer('Proxy-Authenticate: Digest realm="r",\r\n\tnonce="n"');
    expect(folded).toContain('Proxy-Authorization: Digest username="u", realm="r", nonce="n"');
    const two =
      'WWW-Authenticate: Digest realm="r", nonce="a", algorithm=X\nWWW-Authenticate: Digest realm="r", nonce="b"';
    expect(await answer(two)).toContain('nonce="b"');
  });

  it('takes the topmost challenge it knows', async () => {
    const challenge =
      'Digest realm="r", nonce="1", algorithm=SHA3\nWWW-Authenticate: Digest realm="r", nonce="2", algorithm=SHA-512-256\nDigest realm="r", nonce="3"';
    const args = [
      '--username',
      'bob',
      '--password',
      'p',
      '--method',
      'INVITE',
      '--uri',
      'sip:a',
      '--format',
      'json',
      '--challenge',
      challenge,
    ];
    expect((await run(args)).json.header).toContain('nonce="2"');
    expect((await run([...args, '--algorithm', 'MD5'])).json.header).toContain('nonce="3"');
  });

  it('takes the secret from where nobody sees it', async () => {
    const args = ['--username', 'bob', '--realm', 'biloxi.com', '--format', 'json'];
    const ha1 = '12af60467a33e8518da5c68bbff12b11';
    const env = { SECRET: 'zanzibar' };
    expect((await run([...args, '--password-env', 'SECRET'], { env })).json.ha1.MD5).toBe(ha1);
    expect((await run([...args, '--password-stdin'], { stdin: 'zanzibar\r\n' })).json.ha1.MD5).toBe(ha1);
    const known = await run([...args, '--ha1', ha1.toUpperCase()]);
    expect(known.json).toMatchObject({
      ha1: { MD5: ha1, 'SHA-256': null },
      stored: { opensips: { ha1b: null } },
    });
    expect(known.json.notes.join()).toContain('uppercase');
  });

  it('writes for people too, and notes to standard error', async () => {
    const found = await run([
      '--username',
      'jürgen',
      '--realm',
      'r',
      '--password',
      'p',
      '--server',
      'asterisk',
    ]);
    expect(found.out).toContain('md5secret = ');
    expect(found.out).not.toContain('Answer');
    expect(found.err).toContain('UTF-8');
    expect(found.err).toContain('chan_sip');
  });

  it.each<[string, string[], RegExp]>([
    ['no user', ['--realm', 'r', '--password', 'p'], /--username/],
    ['no realm', ['--username', 'u', '--password', 'p'], /--realm/],
    [
      'no password',
      ['--username', 'u', '--realm', 'r'],
      /add one of --password-stdin, --password-env, --password, --ha1$/m,
    ],
    ['an empty password', ['--username', 'u', '--realm', 'r', '--password', ''], /empty/],
    ['an unset variable', ['--username', 'u', '--realm', 'r', '--password-env', 'NONE'], /NONE is not set/],
    [
      'two secrets',
      ['--username', 'u', '--realm', 'r', '--password', 'p', '--ha1', 'x'],
      /cannot be used with/,
    ],
    ['a short hash', ['--username', 'u', '--realm', 'r', '--ha1', 'abc'], /3 digits/],
    [
      'a SHA hash without algorithm',
      ['--username', 'u', '--realm', 'r', '--ha1', 'a'.repeat(64)],
      /SHA-256 and SHA-512-256/,
    ],
    [
      'an unknown algorithm',
      ['--username', 'u', '--realm', 'r', '--password', 'p', '--algorithm', 'SHA1'],
      /SHA1/,
    ],
    ['a realm with quotes', ['--username', 'u', '--realm', '"r"', '--password', 'p'], /Remove them/],
    [
      'a nonce alone',
      ['--username', 'u', '--realm', 'r', '--password', 'p', '--nonce', 'n'],
      /--method and --uri/,
    ],
    ['no challenge', ['--username', 'u', '--password', 'p', '--challenge', 'Basic x'], /Digest realm/],
    [
      'an unknown challenge',
      ['--username', 'u', '--password', 'p', '--challenge', 'Digest realm="r", nonce="n", algorithm=X1'],
      /X1/,
    ],
    ['an unknown qop', ['--username', 'u', '--realm', 'r', '--password', 'p', '--qop', 'conf'], /auth-int/],
    [
      'a missing body',
      ['--username', 'u', '--realm', 'r', '--password', 'p', '--body', 'gone'],
      /gone: no such file/,
    ],
  ])('refuses %s in one line', async (_title, args, words) => {
    const { err, out, code } = await run(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(words);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('sip-workbench digest verify', () => {
  const MESSAGE = [
    'REGISTER sip:192.0.2.10 SIP/2.0',
    'Authorization: Digest username="1001", realm="asterisk", nonce="4a1b2c3d", uri="sip:192.0.2.10", response="128372042bf9071baada95651f5b8cdc"',
    '',
    '',
  ].join('\n');
  const files = { 'm.sip': MESSAGE };

  it('gives the fields of the contract', async () => {
    const { json, code } = await run(['verify', '--password-stdin', '--format', 'json', 'm.sip'], {
      files,
      stdin: 's3cret\n',
    });
    expect(code).toBe(0);
    expect(json).toEqual({
      headers: [
        {
          header: 'Authorization',
          username: '1001',
          realm: 'asterisk',
          algorithm: 'MD5',
          method: 'REGISTER',
          uri: 'sip:192.0.2.10',
          verdict: 'match',
          computed: '128372042bf9071baada95651f5b8cdc',
          received: '128372042bf9071baada95651f5b8cdc',
          reasons: [],
          notes: [],
        },
      ],
    });
  });

  it('exits with 1 for a mismatch, and says why', async () => {
    const changed = { 'm.sip': MESSAGE.replace('REGISTER', 'INVITE') };
    const text = await run(['verify', '--password', 's3cret', 'm.sip'], { files: changed });
    expect(text.code).toBe(1);
    expect(text.out).toMatch(/mismatch[\s\S]*method REGISTER instead of INVITE/);
    const none = await run(['verify', '--password', 's3cret', '-', '--format', 'json'], { stdin: 'hello' });
    expect(none).toMatchObject({ code: 1, json: { headers: [] } });
    expect(none.err).toContain('no Authorization');
  });

  it('takes options before and behind its name, and the message itself', async () => {
    const before = ['--password', 's3cret', '--format', 'json', 'verify', 'm.sip'];
    expect((await run(before, { files })).json.headers).toHaveLength(1);
    expect(await run(['--password', 's3cret', 'verify', 'm.sip'], { files })).toMatchObject({
      code: 0,
      err: '',
    });
    expect(await run(['verify', MESSAGE, '--ha1', 'f7dbbdbf168b9321038960bcf17fc498'])).toMatchObject({
      code: 0,
    });
  });

  it.each<[string, string[], RegExp]>([
    ['no secret', ['m.sip'], /--password-stdin/],
    ['an empty password', ['m.sip', '--password', ''], /empty/],
    ['a short hash', ['m.sip', '--ha1', 'abc'], /3 characters/],
    ['a missing file', ['gone', '--password', 'p'], /gone: no such file/],
    ['standard input twice', ['-', '--password-stdin'], /standard input/],
    ['no message', ['--password', 'p'], /message/],
  ])('refuses %s in one line', async (_title, args, words) => {
    const { err, code } = await run(['verify', ...args], { files });
    expect(code).toBe(2);
    expect(err).toMatch(words);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('reads Latin-1 messages', async () => {
    const bytes = Uint8Array.from(MESSAGE.replace('1001', 'jürgen'), letter => letter.charCodeAt(0));
    let out = '';
    const io: Io = {
      stdout: text => {
        out += text;
      },
      stderr: () => undefined,
      stdin: async () => bytes,
      environment: {},
      files: nodeFiles,
      directory: '/',
      writeNew: async () => undefined,
      writeText: async () => undefined,
      hasColors: false,
      readFile: async () => bytes,
      setExitCode: () => undefined,
    };
    await runProgram([digestCommand], ['digest', 'verify', '-', '--password', 'p', '--format', 'json'], io);
    expect(JSON.parse(out).headers[0].username).toBe('jürgen');
  });
});
