import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, describe, expect, it } from 'vitest';
import { checkCommand } from '../../server/cli/check.ts';
import { convertCommand } from '../../server/cli/convert.ts';
import { digestCommand } from '../../server/cli/digest.ts';
import { explainCommand } from '../../server/cli/explain.ts';
import { formatCommand } from '../../server/cli/format.ts';
import { agentServer } from '../../server/cli/mcp/server.ts';
import { migrateCommand } from '../../server/cli/migrate.ts';
import { traceCommand } from '../../server/cli/trace.ts';
import { languages } from '../../server/languages/registry.ts';
import { nodeFiles } from '../../server/workspace/nodeFiles.ts';
import { runCli } from '../cli/fakeIo.ts';
import { startEditor } from '../protocol/editor.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';
import { canary, canaryIn, secretMessage, secretTexts } from './secretTexts.ts';

const names: Readonly<Record<string, string>> = {
  'sip-conf': 'sip.conf',
  'pjsip-conf': 'pjsip.conf',
  'flexisip-conf': 'flexisip.conf',
  'flexisip-users': 'userdb.txt',
  'opensips-cfg': 'opensips.cfg',
  'sip-trace': 'a.siptrace',
};
const refused = secretMessage.replace(/^[^\r]*/, 'SIP/2.0 403 password=Hu5hCanary42x');
const trace = `${secretTexts['sip-trace']}\n${secretMessage}\n\n${refused}\n\n${secretMessage.replaceAll('INVITE', 'OPTIONS').replace('x\r', 'y\r')}`;
const files = {
  ...Object.fromEntries(Object.entries(names).map(([id, name]) => [name, secretTexts[id] ?? ''])),
  'a.siptrace': trace,
  'm.sip': secretMessage,
};
const commands = [checkCommand, explainCommand, formatCommand, traceCommand, convertCommand, migrateCommand];
const explainable = languages.filter(language => language.explain !== undefined).map(({ id }) => id);
const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('no form of the command line prints a secret', () => {
  it.each([
    ...['pretty', 'json', 'sarif', 'github', 'junit', 'codeclimate'].map(format => ['check', format]),
    ...['text', 'json', 'markdown'].flatMap(format =>
      explainable.map(id => ['explain', format, '--source', '192.0.2.9:5060', '--config', names[id] ?? '']),
    ),
    ...['text', 'json', 'mermaid', 'svg', 'messages'].map(format => ['trace', format]),
    ...['text', 'json', 'mermaid', 'svg', 'messages'].map(format => ['trace', format, '--redact']),
    ...['markdown'].map(format => ['convert', format, '--compare', '--message', 'm.sip']),
    ...['text', 'markdown'].map(format => ['migrate', format, '--to', '3.6', '--from', '2.4']),
  ])('%s --format %s %s', async (command = '', format = '', ...options) => {
    const inputs: Readonly<Record<string, readonly string[]>> = {
      check: Object.values(names),
      explain: ['m.sip'],
      trace: ['a.siptrace'],
      convert: ['sip.conf'],
      migrate: ['opensips.cfg'],
    };
    const { out, err } = await runCli(
      [command, '--format', format, ...options, ...(inputs[command] ?? [])],
      files,
      '',
      commands,
    );
    expect(out.length, err).toBeGreaterThan(50);
    expect(canaryIn(out)).toBe('');
    expect(canaryIn(err)).toBe('');
  });

  it.each([
    ['check', '--fix', '--dry-run', 'sip.conf', 'flexisip.conf'],
    ['format', '--diff', 'sip.conf', 'pjsip.conf'],
    ['migrate', '--to', '3.6', '--from', '2.4', '--diff', 'opensips.cfg'],
  ])('%s %s %s', async (...args) => {
    const { out, err } = await runCli(args, files, '', commands);
    for (const name of args.filter(arg => arg in files)) expect(out, err).toContain(`+++ ${name}`);
    expect(canaryIn(out)).toBe('');
  });

  it('digest verify repeats no secret of the message', async () => {
    const header = `Authorization: Digest username="a:${canary}@h", realm="sip:u:${canary}@h", nonce="n", uri="sip:v:${canary}@h", response="${'0'.repeat(32)}"`;
    const message = secretMessage.replace(/^Authorization.*(?=\r)/m, header);
    for (const format of ['text', 'json']) {
      const args = ['digest', 'verify', '--password', 'x', '--format', format, 'd.sip'];
      const { out } = await runCli(args, { 'd.sip': message }, '', [digestCommand]);
      expect(out).toContain('differs from the Request-URI');
      expect(canaryIn(out)).toBe('');
    }
  });

  it('migrate writes the script with its secrets, and a report without', async () => {
    const args = ['migrate', '--format', 'json', '--to', '3.6', '--from', '2.4', 'opensips.cfg'];
    const { files: written, ...report } = JSON.parse((await runCli(args, files, '', commands)).out);
    expect(JSON.stringify(written)).toContain(canary);
    expect(report.changes.length + report.remaining.length).toBeGreaterThan(0);
    expect(canaryIn(JSON.stringify(report))).toBe('');
  });

  it('convert writes the files with their secrets, and a report without', async () => {
    const { out } = await runCli(['convert', '--format', 'json', 'sip.conf'], files, '', commands);
    const { files: written, ...report } = JSON.parse(out);
    expect(JSON.stringify(written)).toContain(canary);
    expect(canaryIn(JSON.stringify(report))).toBe('');
  });
});

it('messages keep their length when a secret in them is covered', async () => {
  const { out } = await runCli(['trace', '--format', 'messages', 'm.sip'], files, '', commands);
  expect(out).toContain('INVITE sip:u:*************@h SIP/2.0');
  expect(out).toContain(`password=${'*'.repeat(canary.length)}`);
});

it('no answer over the wire holds a secret, but for files and settings', async () => {
  const editor = await startEditor({ languages, files: memoryFiles(new Map()) });
  try {
    const asked: [string, object][] = [
      [
        'sipWorkbench/explain',
        { messages: [secretMessage], sources: [{ address: '192.0.2.9', port: 5060 }] },
      ],
      ['sipWorkbench/callFlow', { filter: { foldPorts: true, callId: '', search: '' } }],
      ['sipWorkbench/compareMessages', { first: 1, second: 2 }],
      ...['svg', 'mermaid', 'text', 'messages', 'sipp', 'redacted'].map((format): [string, object] => [
        'sipWorkbench/exportCallFlow',
        { filter: { foldPorts: true, callId: '', search: '' }, format },
      ]),
      ['sipWorkbench/routeMap', {}],
      ...['svg', 'mermaid', 'dot'].map((format): [string, object] => [
        'sipWorkbench/exportRouteMap',
        { format },
      ]),
    ];
    const seen = new Set<string>();
    for (const [id, name] of Object.entries(names)) {
      const uri = `file:///etc/server/${name}`;
      editor.open(uri, id === 'sip-trace' ? trace : (secretTexts[id] ?? ''), id);
      for (const [method, params] of asked) {
        const answer = await editor.ask<unknown>(method, uri, params).catch(() => null);
        const text = JSON.stringify(answer) ?? '';
        if (text.length > 50) seen.add(method);
        expect([name, method, params, canaryIn(text)]).toEqual([name, method, params, '']);
      }
    }
    expect([...seen].sort()).toEqual([...new Set(asked.map(([method]) => method))].sort());
    expect(editor.log).toEqual([]);
  } finally {
    editor.close();
  }
});

it('no tool for agents answers with a secret', async () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1' });
  const never = () => expect.unreachable('printed past the answer');
  const server = agentServer(
    {
      ...{ stdout: never, stderr: never, stdin: async () => new Uint8Array(), environment: {} },
      readFile: path => readFile(path),
      writeText: async () => never(),
      writeNew: async () => never(),
      files: nodeFiles,
      directory: folder,
      hasColors: false,
      setExitCode: () => undefined,
    },
    [folder],
  );
  await server.connect(theirs);
  await client.connect(ours);
  try {
    const calls: [string, Record<string, unknown>][] = [
      ...Object.values(names).map((path): [string, Record<string, unknown>] => ['check', { path }]),
      ['trace_summary', { path: 'a.siptrace' }],
      ...explainable.map((id): [string, Record<string, unknown>] => [
        'explain',
        { config: names[id], messages: [secretMessage], source: ['192.0.2.9:5060'] },
      ]),
      ['describe', { name: `secret=${canary}` }],
      ['convert', { path: 'sip.conf' }],
      ['migrate', { path: 'opensips.cfg', to: '3.6', from: '2.4' }],
    ];
    for (const [name, args] of calls) {
      const answer = JSON.stringify(await client.callTool({ name, arguments: args }));
      expect(answer.length).toBeGreaterThan(50);
      expect([name, args.path ?? args.config, canaryIn(answer)]).toEqual([
        name,
        args.path ?? args.config,
        '',
      ]);
    }
  } finally {
    await client.close();
  }
});
