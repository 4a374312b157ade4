import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import manifest from '../../package.json';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
const empty = join(folder, 'empty');
const program = join(empty, 'node_modules/.bin/sip-workbench');
const run = promisify(execFile);
const tarball = `sip-workbench-${manifest.version}.tgz`;

const sipConf = '[general]\nallowguest=no\n\n[alice]\ntype=frend\nhost=dynamic\n';

/** A second checkout of the sources as they are, and what is made of them there. */
async function packagesOf(name: string, timeZone: string): Promise<{ vsix: string; npm: string }> {
  const copy = join(folder, name);
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of files
    .split('\0')
    .filter(file => /^[\w.-]+$|^(build|client|server|syntaxes|docs|editors|release)\//.test(file))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const options = { cwd: copy, env: { ...process.env, TZ: timeZone }, maxBuffer: 64 * 1024 * 1024 };
  await run(process.execPath, ['release/package.mjs'], options);
  await run('npm', ['pack', '--ignore-scripts'], options);
  return { vsix: join(copy, 'dist/sip-workbench.vsix'), npm: join(copy, tarball) };
}

const isGit = (() => {
  try {
    execFileSync('git', ['rev-parse', '--git-dir'], { cwd: root, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!isGit)(`the packages${isGit ? '' : ' (skipped: no git, or no checkout)'}`, () => {
  const made: { vsix: string; npm: string }[] = [];
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    made.push(...(await Promise.all([packagesOf('one', 'Asia/Tokyo'), packagesOf('two', 'America/Lima')])));
    mkdirSync(empty);
    writeFileSync(join(empty, 'sip.conf'), sipConf);
    const [first] = made;
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', first?.npm ?? ''], { cwd: empty });
  }, 600_000);

  afterAll(() => {
    for (const child of started) child.kill();
    rmSync(folder, { recursive: true });
  }, 600_000);

  it.each(['vsix', 'npm'] as const)('are the same bytes from two builds: %s', kind => {
    const hashes = made.map(files => createHash('sha256').update(readFileSync(files[kind])).digest('hex'));
    expect(hashes).toHaveLength(2);
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('hold what the extension needs and no more', () => {
    const packed = Object.keys(unzipSync(readFileSync(made[0]?.vsix ?? '')));
    const images = readdirSync(join(root, 'docs/images/walkthrough'));
    expect(packed.sort()).toEqual(
      [
        ...['[Content_Types].xml', 'extension.vsixmanifest'],
        ...[
          ...['changelog.md', 'LICENSE.txt', 'readme.md', 'package.json', 'docs/images/icon.png'],
          ...images.map(name => `docs/images/walkthrough/${name}`),
          ...['dist/package.json', 'dist/client.js', 'dist/server.js', 'dist/licenses.txt'],
          ...pieces.map(name => `dist/pieces/${name}.js`),
          ...viewFiles(),
          ...readdirSync(join(root, 'syntaxes')).map(name => `syntaxes/${name}`),
        ].map(name => `extension/${name}`),
      ].sort(),
    );
  });

  it('start with little code', () => {
    const files = unzipSync(readFileSync(made[0]?.vsix ?? ''));
    const sizeOf = (...names: readonly string[]) =>
      names.reduce((sum, name) => sum + (files[`extension/dist/${name}.js`]?.length ?? Number.NaN), 0);
    expect(sizeOf('server', 'pieces/protocol', 'pieces/sip')).toBeLessThan(400_000);
    expect(sizeOf('client')).toBeLessThan(50_000);
    expect(sizeOf('client', 'pieces/language-client', 'pieces/protocol')).toBeLessThan(450_000);
  });

  it('are small', () => {
    expect(made.filter(({ vsix }) => statSync(vsix).size > 1_200_000)).toEqual([]);
    expect(made.filter(({ npm }) => statSync(npm).size > 1_500_000)).toEqual([]);
  });

  it('install into an empty folder without any other package', () => {
    const { packages } = JSON.parse(readFileSync(join(empty, 'node_modules/.package-lock.json'), 'utf8'));
    expect(Object.keys(packages)).toEqual(['node_modules/sip-workbench']);
  });

  it('check a file with npx', async () => {
    const ran = await run('npx', ['--offline', 'sip-workbench', 'check', '--format', 'json', 'sip.conf'], {
      cwd: empty,
    }).catch((error: { readonly code: number; readonly stdout: string }) => error);
    expect(ran).toMatchObject({ code: 1 });
    expect(JSON.parse(ran.stdout)).toMatchObject({ summary: { files: 1, error: 1 } });
    expect((await run(program, ['--version'])).stdout).toBe(`${manifest.version}\n`);
  });

  it('check every language, with the facts of each', async () => {
    const texts = {
      'pjsip.conf': '[alice]\ntype=endpont\n',
      'opensips.cfg': 'loadmodule "nosuch.so"\nroute { exit; }\n',
      'flexisip.conf': '[global]\nworker-proceses=1\n',
      'call.sip': 'INVITE sip:a@b SIP/2.0\n\n',
    };
    for (const [name, text] of Object.entries(texts)) {
      writeFileSync(join(empty, name), text);
      const { stdout } = await run(program, ['check', '--format', 'json', name], { cwd: empty }).catch(
        (error: { readonly stdout: string }) => error,
      );
      const { summary } = JSON.parse(stdout);
      expect(summary.error + summary.warning, name).toBeGreaterThan(0);
    }
  });

  it('are a language server', async () => {
    const child = spawn(program, ['lsp', '--stdio'], { cwd: empty });
    started.push(child);
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const answer = await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
    expect(answer).toMatchObject({ capabilities: { hoverProvider: true } });
    await connection.sendNotification('initialized', {});
    const uri = `file://${empty}/sip.conf`;
    const published = new Promise<object>(resolve => {
      connection.onNotification('textDocument/publishDiagnostics', resolve);
    });
    const textDocument = { uri, languageId: 'sip-conf', version: 1, text: sipConf };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    expect(await published).toMatchObject({
      uri,
      diagnostics: expect.arrayContaining([expect.objectContaining({ code: 'sip-conf/missing-type' })]),
    });
    const ended = new Promise(resolve => child.once('exit', resolve));
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await ended).toBe(0);
    connection.dispose();
  });

  it('are a server for agents', async () => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StdioClientTransport({ command: program, args: ['mcp', '--root', empty], cwd: empty }),
    );
    const { structuredContent } = await client.callTool({ name: 'check', arguments: { path: 'sip.conf' } });
    expect(structuredContent).toMatchObject({ summary: { error: 1 } });
    await client.close();
  });
});

/** What client and server share, and what they load when it is first needed. */
const pieces = [
  ...['protocol', 'sip', 'language-client', 'client-more'],
  ...['sip-conf', 'pjsip-conf', 'opensips', 'flexisip', 'trace'].flatMap(name => [name, `${name}-features`]),
  ...['asterisk', 'shared'].flatMap(name => [name, `${name}-more`]),
  ...['opensips-more', 'flexisip-users', 'flexisip-more', 'trace-more', 'tests'],
  ...['facts-sip', 'facts-pjsip', 'facts-asterisk', 'facts-opensips', 'facts-flexisip'],
];

/** Script and style of each web view. */
function viewFiles(): string[] {
  const views = join(root, 'client/views');
  const own = readdirSync(views).flatMap(name => [
    ...(existsSync(join(views, name, 'page.ts')) ? [`dist/views/${name}.js`] : []),
    ...(existsSync(join(views, name, 'style.css')) ? [`dist/views/${name}.css`] : []),
  ]);
  return ['dist/views/theme.css', ...own];
}
