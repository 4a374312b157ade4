import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io } from '../../server/cli/io.ts';
import { agentServer } from '../../server/cli/mcp/server.ts';
import { rootFolders } from '../../server/cli/mcp.ts';
import { nodeFiles } from '../../server/workspace/nodeFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
const root = join(folder, 'etc');
const client = new Client({ name: 'test', version: '1' });
const io: Io = {
  stdout: () => expect.unreachable('printed past the answer'),
  stderr: () => expect.unreachable('printed past the answer'),
  stdin: async () => new Uint8Array(),
  environment: {},
  readFile: path => readFile(path),
  writeNew: async () => undefined,
  writeText: async () => expect.unreachable('wrote'),
  files: nodeFiles,
  directory: folder,
  hasColors: false,
  setExitCode: () => undefined,
};

beforeAll(async () => {
  mkdirSync(root);
  writeFileSync(
    join(root, 'sip.conf'),
    '[general]\nallowguest=no\n[203]\ntype=friend\nhost=dynamic\nsecret=Rainy-Day-41\ncontext=in\n',
  );
  writeFileSync(
    join(root, 'opensips.cfg'),
    'listen=udp:127.0.0.1:5060\nmodparam("usrloc", "db_url", "mysql://opensips:Rainy-Day-41@localhost/opensips")\nroute {\n\tavp_print();\n\texit;\n}\n',
  );
  writeFileSync(
    join(root, 'hostile.conf'),
    `[general]\n[a${hostile}]\ntype=peer\nhost=x\n;${hostile}\nfullname=${hostile}\n`,
  );
  writeFileSync(
    join(root, 'calls.siptest.json'),
    JSON.stringify({
      config: 'sip.conf',
      tests: ['203', '999'].map(user => ({
        name: `A call from ${user}`,
        messages: [{ request: 'INVITE sip:100@192.0.2.1', from: `sip:${user}@192.0.2.1` }],
        source: '192.0.2.9:5060',
        expect: { matched: '203' },
      })),
    }),
  );
  writeFileSync(join(folder, 'outside.conf'), '[a]\ntype=frend\nsecret=outside\n');
  symlinkSync(join(folder, 'outside.conf'), join(root, 'sip_link.conf'));
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await agentServer(io, [root]).connect(theirs);
  await client.connect(ours);
});

afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

async function call(name: string, args: Record<string, unknown>) {
  const result = await client.callTool({ name, arguments: args });
  const [content] = Array.isArray(result.content) ? result.content : [];
  return { isError: result.isError === true, text: String(content?.text), data: result.structuredContent };
}

const hostile = '\u001b]0;x\u0007\u009b31m\u202e\u2066\u0085';
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const invite = [
  'INVITE sip:100@192.0.2.1 SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1;rport',
  'From: <sip:203@192.0.2.1>;tag=1',
  'To: <sip:100@192.0.2.1>',
  'Call-ID: 1',
  'CSeq: 1 INVITE',
  'Contact: <sip:203@192.0.2.9>',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

describe('the server for agents', () => {
  it('offers tools that only read', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual([
      'check',
      'convert',
      'describe',
      'digest_compute',
      'digest_verify',
      'explain',
      'migrate',
      'rule',
      'test',
      'trace_summary',
    ]);
    expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([]);
  });

  it('checks a text', async () => {
    const { data } = await call('check', { text: '[a]\ntype=frend\n', name: 'sip.conf' });
    expect(data).toMatchObject({ summary: { error: 1 } });
  });

  it('checks a file below its roots, and never shows a password', async () => {
    const { data, text } = await call('check', { path: 'sip.conf' });
    expect(data).toMatchObject({ summary: { files: 1 } });
    expect(text).not.toContain('Rainy-Day-41');
  });

  it.each(['../outside.conf', 'sip_link.conf', '/etc/passwd'])('does not read %s', async path => {
    const { isError, text } = await call('check', { path });
    expect(isError).toBe(true);
    expect(text).not.toContain('frend');
  });

  it('explains a request', async () => {
    const { data } = await call('explain', {
      config: 'sip.conf',
      messages: [invite],
      source: ['192.0.2.9:5060'],
    });
    expect(data).toMatchObject({ matched: '203', firstCode: 401 });
  });

  it('reads configurations for the versions that are given', async () => {
    const config = '[global]\naliases=sip.example.org\n[module::Authentication]\nenabled=true\n';
    const check = { text: config, name: 'flexisip.conf' };
    expect((await call('check', check)).data).toHaveProperty('notes');
    expect((await call('check', { ...check, flexisip: '2.5' })).data).not.toHaveProperty('notes');
    writeFileSync(join(root, 'flexisip.conf'), config);
    const question = { config: 'flexisip.conf', messages: [invite], flexisip: '2.5' };
    expect((await call('explain', question)).isError).not.toBe(true);
    expect((await call('explain', { ...question, flexisip: 'x' })).isError).toBe(true);
  });

  it('computes and verifies a digest', async () => {
    const account = { username: 'bob', realm: 'example.org', password: 'zanzibar' };
    const { data } = await call('digest_compute', {
      ...account,
      method: 'REGISTER',
      uri: 'sip:example.org',
      nonce: 'abc',
    });
    const { header } = data as { header: string };
    const message = `REGISTER sip:example.org SIP/2.0\r\n${header}\r\nCSeq: 1 REGISTER\r\n\r\n`;
    expect((await call('digest_verify', { message, password: 'zanzibar' })).data).toMatchObject({
      headers: [{ verdict: 'match' }],
    });
  });

  it('summarizes a trace', async () => {
    const { data } = await call('trace_summary', { text: invite });
    expect(data).toMatchObject({ messagesInAll: 1, messages: [{ method: 'INVITE' }] });
  });

  it.each([
    ['insecure', 'sip-conf'],
    ['t_relay', 'opensips-cfg'],
    ['$ru', 'opensips-cfg'],
    ['s.len', 'opensips-cfg'],
    ['module::Registrar/reg-domains', 'flexisip-conf'],
  ])('describes %s', async (name, language) => {
    const { data } = await call('describe', { name });
    expect(data).toMatchObject({ found: expect.arrayContaining([expect.objectContaining({ language })]) });
  });

  it('converts a sip.conf without showing a password', async () => {
    const { data, text } = await call('convert', { path: 'sip.conf' });
    expect(data).toMatchObject({ files: [{ text: expect.stringContaining('type=endpoint') }] });
    expect(text).not.toContain('Rainy-Day-41');
  });

  it('upgrades a script without showing a password', async () => {
    const { data, text } = await call('migrate', { path: 'opensips.cfg', to: '3.6', from: '2.4' });
    expect(data).toMatchObject({ to: '3.6', files: [{ text: expect.stringContaining('socket') }] });
    expect(text).not.toContain('Rainy-Day-41');
    expect((await call('migrate', { text: 'listen=udp:127.0.0.1:5060\n', to: '1.0' })).isError).toBe(true);
  });

  it('runs tests of configurations, met and unmet', async () => {
    const { data } = await call('test', { path: 'calls.siptest.json' });
    expect(data).toMatchObject({ summary: { passed: 1, failed: 1 } });
  });

  it.skipIf(process.platform !== 'linux')(
    'refuses a pipe that nobody writes to, whichever tool is told to read it',
    { timeout: 10_000 },
    async () => {
      execFileSync('mkfifo', [join(root, 'pipe.conf')]);
      for (const [name, args] of [
        ['check', { language: 'sip-conf' }],
        ['trace_summary', {}],
        ['test', {}],
        ['convert', {}],
        ['migrate', { to: '3.6' }],
      ] as const)
        expect(await call(name, { ...args, path: 'pipe.conf' })).toMatchObject({
          isError: true,
          text: expect.stringContaining('is a pipe'),
        });
      rmSync(join(root, 'pipe.conf'));
    },
  );

  it.each<readonly [string, Record<string, unknown>, boolean]>([
    ['check', { text: `[a${hostile}]\ntype=${hostile}\n${hostile}=1\n`, name: 'sip.conf' }, false],
    ['check', { text: 'x', name: `${hostile}.conf` }, true],
    ['check', { path: `${hostile}.conf` }, true],
    ['trace_summary', { text: invite.replace('Call-ID: 1', `Call-ID: ${hostile}`) }, false],
    ['explain', { config: 'sip.conf', messages: [invite.replaceAll('203@', `203${hostile}@`)] }, false],
    ['convert', { path: 'hostile.conf' }, false],
    ['describe', { name: `x${hostile}` }, true],
  ])('%s answers without control characters and marks of direction', async (name, args, isError) => {
    const answer = await call(name, args);
    expect(answer.isError, answer.text).toBe(isError);
    expect(answer.text.length).toBeGreaterThan(10);
    const texts = [answer.text];
    JSON.stringify(answer.data, (_key, value: unknown) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    for (const text of texts) expect(text).not.toMatch(UNSEEN);
  });

  it('explains a rule, and says so when there is none', async () => {
    expect((await call('rule', { code: 'sip-conf/guest-calls-allowed' })).text).toContain('allowguest=yes');
    expect((await call('rule', { code: 'sip-conf/nothing' })).isError).toBe(true);
  });
});

describe('names that mean something else elsewhere', () => {
  it('of a root are those of a folder', async () => {
    const names = ['50% #1?', 'ü {a}'];
    for (const name of names) mkdirSync(join(folder, name));
    const found = await rootFolders([...names, join(folder, 'etc'), '.'], io);
    expect(found).toEqual([...names.map(name => join(folder, name)), root, folder]);
    await expect(rootFolders(['nowhere'], io)).rejects.toThrow('nowhere: no such folder');
  });

  it.each(['constructor', '__proto__', 'toString', '\0', '\ud800', '../outside.conf', '--help', '-'])(
    '%j is the name of nothing',
    async name => {
      const unread = [
        await call('explain', { config: name, messages: [invite] }),
        await call('check', { path: name }),
        await call('convert', { path: name }),
        await call('trace_summary', { path: name }),
        await call('rule', { code: name }),
        await call('describe', { name }),
        await call('describe', { name: 'insecure', language: name }),
      ];
      for (const { text } of unread) expect(text).not.toMatch(/native code|outside\n|frend/);
      for (const { isError } of unread.slice(4)) expect(isError).toBe(true);
    },
  );
});
