import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../server/cli/program.ts';
import { testCommand } from '../../server/cli/test.ts';
import { runTests } from '../../server/workspace/expectations/runTests.ts';
import type { FileSystem } from '../../server/workspace/files.ts';
import { nodeFiles } from '../../server/workspace/nodeFiles.ts';
import { type Ran, runCli } from './fakeIo.ts';

const files = {
  'sip.conf':
    '[general]\ncontext=public\nallowguest=no\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=s3cr3t-of-alice\ncontext=internal\n',
  'invite.sip': [
    'INVITE sip:100@192.0.2.1 SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKa;rport',
    'From: <sip:alice@192.0.2.1>;tag=1',
    'To: <sip:100@192.0.2.1>',
    'Call-ID: a',
    'CSeq: 1 INVITE',
    'Contact: <sip:alice@192.0.2.9>',
    'Content-Length: 0',
    '',
    '',
  ].join('\n'),
};

const script = [
  'socket=udp:192.0.2.1:5060',
  'loadmodule "sl.so"',
  'loadmodule "sipmsgops.so"',
  'loadmodule "permissions.so"',
  'route {',
  '\tif (is_method("OPTIONS")) {',
  '\t\tsl_send_reply(200, "OK");',
  '\t\texit;',
  '\t}',
  '\tif (check_address(1, "$si", $sp, "any"))',
  '\t\tsl_send_reply(403, "Known");',
  '\telse',
  '\t\tsl_send_reply(404, "Unknown");',
  '}',
  '',
].join('\n');

function run(test: unknown, format = 'pretty', more: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const text = typeof test === 'string' ? test : JSON.stringify(test, undefined, 2);
  return runCli(
    ['test', '--format', format, 'sip.siptest.json'],
    { ...files, ...more, 'sip.siptest.json': text },
    '',
    [testCommand],
  );
}

const one = (test: object, name = 'one'): object => ({ tests: [{ name, messages: 'invite.sip', ...test }] });

describe('sip-workbench test', () => {
  it('runs the tests of each example, and all are met', async () => {
    const folder = new URL('../../examples/', import.meta.url);
    for (const [name, needed] of Object.entries(examples)) {
      const contents = needed.map(file => [file, readFileSync(new URL(file, folder), 'utf8')] as const);
      const ran = await runCli(['test', name], Object.fromEntries(contents), '', [testCommand]);
      expect(ran.err).toBe('');
      expect(ran.out).toMatch(/\n\d+ passed, 0 failed\.\n$/);
      expect(ran.code).toBe(0);
    }
  });

  it('finds test files in folders, and says so when there are none', async () => {
    const stored = {
      ...files,
      'sub/a.siptest.json': JSON.stringify({
        config: '../sip.conf',
        ...one({ messages: '../invite.sip', expect: { finalCode: 401 } }),
      }),
    };
    expect(await runCli(['test', '.'], stored, '', [testCommand])).toMatchObject({ code: 0, err: '' });
    const none = await runCli(['test', '.'], files, '', [testCommand]);
    expect(none).toMatchObject({ code: 2, out: '' });
    expect(none.err).toBe('sip-workbench: .: no file is named *.siptest.json\n');
  });

  it('shows expected against got, and the line that decided', async () => {
    const ran = await run(one({ expect: { finalCode: 200, matched: 'alice', context: 'public' } }));
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('✗ one');
    expect(ran.out).toContain('finalCode: expected 200, got 401');
    expect(ran.out).not.toContain('matched:');
    expect(ran.out).toMatch(/decided at sip\.conf:\d+/);
    expect(ran.out).not.toContain('s3cr3t');
  });

  it.each<[string, object, number]>([
    ['a field', { expect: { finalCode: 401 } }, 0],
    ['null', { expect: { context: null } }, 0],
    ['a field of an object', { expect: { challenge: { scheme: 'Digest' } } }, 0],
    ['a field that does not exist', { expect: { elsewhere: 401 } }, 1],
    ['a step, with others before and after it', { expect: { steps: [{ title: 'Challenge' }] } }, 0],
    ['steps in another order', { expect: { steps: [{ title: 'Challenge' }, { title: 'Challenge' }] } }, 1],
    ['a part of a text', { expect: { sentence: { contains: '401' } } }, 0],
    ['a list for each request', { expect: [{ finalCode: 401 }] }, 0],
    ['a line that decided', { expect: { reached: 5 } }, 0],
    ['a line by its text', { expect: { reached: '[alice]', notReached: ['allowguest'] } }, 0],
    ['a line that is not reached', { expect: { reached: 'allowguest' } }, 1],
    ['an answer', { answers: 'alice:s3cr3t-of-alice', expect: { exten: '100', context: 'internal' } }, 0],
    ['a call from a device', { messages: undefined, device: 'alice', expect: { matched: 'alice' } }, 0],
    [
      'the lines of a message',
      { messages: [files['invite.sip'].split('\n')], expect: { finalCode: 401 } },
      0,
    ],
    ['a text', { messages: files['invite.sip'], expect: { finalCode: 401 } }, 0],
    [
      'a request in a few words',
      {
        source: '[2001:db8::9]:5060',
        messages: [
          { request: 'INVITE sip:100@a.org', from: 'sip:alice@a.org', headers: { 'X-A': ['1', '2'] } },
        ],
        expect: { matched: 'alice', finalCode: 401 },
      },
      0,
    ],
  ])('compares %s', async (_, test, code) => {
    const ran = await run(one(test));
    expect(ran.err).toBe('');
    expect(ran.out).not.toMatch(/write|no such/i);
    expect(ran.code).toBe(code);
  });

  it('names the field that a misspelled one resembles, but not one that is only missing', async () => {
    const misspelled = await run(one({ expect: { finalcode: 401 } }));
    expect(misspelled.code).toBe(1);
    expect(misspelled.out).toContain(
      'expect.finalcode: the explanation has no such field. Did you mean "finalCode"?',
    );
    expect((await run(one({ expect: { replies: [] } }))).out).toContain('replies: expected [], got nothing');
  });

  it('needs every answer to an open question to meet the expectation', async () => {
    const more = { 'opensips.cfg': script };
    const stranger = { config: 'opensips.cfg', source: '192.0.2.9:5060' };
    const ran = await run(
      one({ ...stranger, expect: { outcome: 'refused', replies: [{ code: 404 }] } }),
      'pretty',
      more,
    );
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('replies[0].code: expected 404, got 403');
    expect(ran.out).toMatch(/depends on line 10: .* \(yes\), which "assume" can answer/);
    const refused = one({ ...stranger, expect: { outcome: 'refused' } });
    expect((await run(refused, 'pretty', more)).code).toBe(0);
    const answered = one({
      ...stranger,
      assume: '10=yes',
      expect: { certain: true, replies: [{ code: 403 }] },
    });
    expect((await run(answered, 'pretty', more)).code).toBe(0);
    const open = one({ ...stranger, expect: { certain: false } });
    expect((await run(open, 'pretty', more)).code).toBe(0);
  });

  it('runs several messages in order', async () => {
    const options = { request: 'OPTIONS sip:a.org', from: 'sip:b@a.org' };
    const test = {
      config: 'opensips.cfg',
      source: '192.0.2.9:5060',
      assume: '10=no',
      messages: [options, 'invite.sip'],
    };
    const expected = [
      { replies: [{ code: 200 }], notReached: 'Unknown' },
      { replies: [{ code: 404 }], reached: 'Unknown', notReached: [7, 11] },
    ];
    const ran = await run(one({ ...test, expect: expected }), 'pretty', { 'opensips.cfg': script });
    expect(ran.out).toContain('1 passed, 0 failed.');
    const short = await run(one({ ...test, expect: [{ certain: true }] }), 'pretty', {
      'opensips.cfg': script,
    });
    expect(short.out).toContain('expect: the list has 1 items, but 2 requests are explained.');
  });

  it('prints JUnit and JSON, without control characters', async () => {
    const test = one({ expect: { matched: '<b>\u001b[2J' } }, 'a "test" \u001b[31m');
    const junit = await run(test, 'junit');
    expect(junit.out).toContain('<testsuites name="SIP Workbench" tests="1" failures="1" errors="0">');
    expect(junit.out).toContain('name="a &quot;test&quot; \\u001b[31m"');
    expect(junit.out).toContain('<failure message="matched: expected &quot;&lt;b&gt;');
    const json = JSON.parse((await run(test, 'json')).out) as object;
    expect(json).toMatchObject({
      files: [
        {
          file: 'sip.siptest.json',
          tests: [
            {
              line: 2,
              passed: false,
              failures: [
                {
                  path: 'matched',
                  actual: 'alice',
                  decided: { config: [{ file: 'sip.conf', line: 4 }, {}] },
                },
              ],
            },
          ],
        },
      ],
      summary: { passed: 0, failed: 1 },
    });
    for (const { out } of [junit, await run(test)]) expect(out).not.toContain('\u001b');
  });
});

describe('a test file that cannot be used', () => {
  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'It is not valid JSON.'],
    ['no tests', {}, 'tests: write a list of tests.'],
    [
      'a misspelled key',
      one({ sorce: 'x', expect: { a: 1 } }),
      'tests[0]: "sorce" is not known here. Did you mean "source"?',
    ],
    ['nothing expected', one({}), 'tests[0].expect: write at least one field'],
    [
      'neither message nor device',
      { tests: [{ name: 'a', expect: { a: 1 } }] },
      'tests[0]: write either "messages" or "device".',
    ],
    ['a wrong place', one({ source: ['192.0.2.1'], expect: { a: 1 } }), 'tests[0].source[0]: write IP:PORT'],
    [
      'a password in the wrong form',
      one({ answers: 's3cr3t', expect: { a: 1 } }),
      'tests[0].answers: write USER:PASSWORD.',
    ],
    [
      'a number in place of a text',
      one({ source: 5060, expect: { a: 1 } }),
      'tests[0].source[0]: write a text in quotes.',
    ],
    ['a wrong time', one({ time: 'noon', expect: { a: 1 } }), 'tests[0].time: write a time such as'],
    [
      'too many levels',
      `{"tests":${'['.repeat(5000)}${']'.repeat(5000)}}`,
      'The file has more than 40 levels.',
    ],
    ['too many tests', `{"tests":[${'1,'.repeat(1000)}1]}`, 'The file has 1001 tests'],
    ['too much', JSON.stringify('x'.repeat(1024 * 1024)), 'The file has more than 1 MB.'],
  ])('is refused for %s with one line', async (_, test, reason) => {
    const ran = await run(test);
    expect(ran.code).toBe(2);
    expect(ran.out).toBe('');
    expect(ran.err).toContain(`sip-workbench: sip.siptest.json: ${reason}`);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
    expect(ran.err).not.toContain('s3cr3t');
  });

  it.each<[string, object, string]>([
    ['a message that does not exist', { messages: 'gone.sip' }, 'gone.sip: no such file.'],
    ['a configuration that does not exist', { config: 'gone/sip.conf' }, 'gone/sip.conf: no such file.'],
    ['a file of another kind', { config: 'invite.sip' }, 'invite.sip is not recognized'],
    ['an unknown version', { version: 'newest' }, 'version: not a version of Asterisk.'],
    ['a text that is no message', { messages: 'hello\nyou' }, 'This is not a SIP message'],
    [
      'a line that does not exist',
      { expect: { reached: 'nowhere' } },
      'reached: no line of the configuration',
    ],
  ])('fails one test for %s', async (_, test, reason) => {
    const ran = await run(one({ expect: { finalCode: 401 }, ...test }));
    expect(ran).toMatchObject({ code: 1, err: '' });
    expect(ran.out).toContain(reason);
  });

  it('asks which of several configurations is meant, unless one has the name of the test file', async () => {
    const text = JSON.stringify(one({ expect: { finalCode: 401 } }));
    const stored = { ...files, 'opensips.cfg': script, 'sip.siptest.json': text, 'x.siptest.json': text };
    expect((await runCli(['test', 'sip.siptest.json'], stored, '', [testCommand])).code).toBe(0);
    const ran = await runCli(['test', 'x.siptest.json'], stored, '', [testCommand]);
    expect(ran.out).toContain('several configurations next to this file (opensips.cfg, sip.conf)');
  });

  it('never crashes, whatever the file contains', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.jsonValue(), async (whole, value) => {
        for (const test of [whole, one({ expect: value }), one({ messages: value, expect: { a: 1 } })]) {
          const ran = await run(test);
          expect(ran.err).not.toContain('unexpected');
          expect([0, 1, 2]).toContain(ran.code);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** The examples, with the files that they need. */
const examples: Readonly<Record<string, readonly string[]>> = {
  'asterisk/sip.siptest.json': [
    'asterisk/sip.siptest.json',
    ...['sip', 'sip_phones', 'sip_trunks', 'extensions', 'acl'].map(name => `asterisk/${name}.conf`),
  ],
  'asterisk/pjsip.siptest.json': [
    'asterisk/pjsip.siptest.json',
    'asterisk/pjsip.conf',
    'asterisk/extensions.conf',
  ],
  'flexisip/flexisip.siptest.json': ['siptest.json', 'conf']
    .map(end => `flexisip/flexisip.${end}`)
    .concat('flexisip/register.sip', 'flexisip/users.txt'),
  'opensips/opensips-no-answer.siptest.json': ['siptest.json', 'cfg']
    .map(end => `opensips/opensips-no-answer.${end}`)
    .concat('opensips/invite.sip'),
};

describe('paths in a test file', () => {
  it.each([
    [{ config: '\ud800.conf' }, 'half of a character'],
    [{ messages: 'a\0b' }, 'NUL character'],
    [{ tables: ['\udc00'] }, 'half of a character'],
  ])('%j lead to no file, and the other tests still run', async (test, problem) => {
    const met = { name: 'met', messages: 'invite.sip', expect: { finalCode: 401 } };
    const tests = [{ messages: 'invite.sip', config: 'sip.conf', expect: { certain: true }, ...test }, met];
    const { out, err } = await run({ tests });
    expect(err).toBe('');
    expect(out).toContain(problem);
    expect(out).toContain('✓ met');
  });

  it('never lead to another machine', async () => {
    const asked: string[] = [];
    const files: FileSystem = {
      read: async uri => {
        asked.push(uri);
        return { kind: 'missing' };
      },
      list: async () => [],
    };
    const host = { files, stateOf: () => expect.unreachable('read a configuration') };
    const tests = ['//server/share/sip.conf', '\\\\server\\share\\sip.conf', 'NUL', 'sip.conf'].map(
      config => ({
        messages: 'x.sip',
        config,
        expect: { certain: true },
      }),
    );
    const uri = 'file:///c%3A/pbx/sip.siptest.json';
    for await (const { problem } of runTests(uri, JSON.stringify({ tests }), host))
      expect(problem).toMatch(/another machine|device|no such file/);
    expect(asked).toEqual(['file:///c%3A/pbx/sip.conf']);
  });
});

describe.skipIf(process.platform !== 'linux')('what a folder with tests contains', () => {
  it('may be a pipe, which holds up nobody', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'siptest-'));
    try {
      execFileSync('mkfifo', [join(folder, 'a.siptest.json'), join(folder, 'pipe.conf')]);
      const messages = 'pipe.conf';
      const tests = [
        { messages, config: 'sip.conf', expect: { finalCode: 401 } },
        { messages, config: 'pipe.conf', expect: { finalCode: 401 } },
      ];
      writeFileSync(join(folder, 'b.siptest.json'), JSON.stringify({ tests }));
      writeFileSync(join(folder, 'sip.conf'), files['sip.conf']);
      let out = '';
      let err = '';
      await runProgram([testCommand], ['test', '.'], {
        stdout: text => {
          out += text;
        },
        stderr: text => {
          err += text;
        },
        stdin: async () => new Uint8Array(),
        environment: {},
        readFile: path => readFile(join(folder, path)),
        writeText: async () => undefined,
        writeNew: async () => undefined,
        files: nodeFiles,
        directory: folder,
        hasColors: false,
        setExitCode: () => undefined,
      });
      expect(err).toContain('a.siptest.json is a pipe, which may never end');
      expect(out.match(/is a pipe, which may never end/g)).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
