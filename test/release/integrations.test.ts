import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { languageOf } from '../../server/languages/registry.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
const programs = join(folder, 'programs');
const cli = join(root, 'dist/cli.js');
const bash = spawnSync('bash', ['--version']).status === 0;

/** Every block of lines after `key: |`, without its indentation. */
function blocks(yaml: string, key: string): string[] {
  const found = [...yaml.matchAll(new RegExp(`^( *)(?:- )?${key}: \\|\\n((?:\\1 .*\\n|\\n)+)`, 'gm'))];
  return found.map(([, , block = '']) => {
    const indent = /^ */.exec(block)?.[0] ?? '';
    return block.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
  });
}

beforeAll(() => {
  mkdirSync(programs);
  // Stands in for the npx that would fetch the published package: the same arguments reach the same program.
  const npx = join(programs, 'npx');
  writeFileSync(
    npx,
    `#!/bin/sh\necho "$2" >>"${folder}/versions"\nshift 2\nexec "${process.execPath}" "${cli}" "$@"\n`,
  );
  chmodSync(npx, 0o755);
  mkdirSync(join(folder, 'etc'));
  writeFileSync(join(folder, 'etc/sip.conf'), '[general]\nallowguest=no\n\n[alice]\ntype=frend\n');
  mkdirSync(join(folder, 'fine'));
  writeFileSync(join(folder, 'fine/sip.conf'), '[general]\nallowguest=no\ncontext=inside\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script as a build service does. */
function run(script: string, environment: Readonly<Record<string, string>> = {}) {
  const path = `${programs}${delimiter}${process.env.PATH ?? ''}`;
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script],
    {
      cwd: folder,
      env: { ...process.env, PATH: path, ...environment },
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

const canRun = bash && existsSync(cli);

describe.skipIf(!canRun)(`in CI${canRun ? '' : ' (skipped: bash or dist/cli.js is missing)'}`, () => {
  const [check = ''] = blocks(read('action.yml'), 'run');

  it.each([
    ['etc', '', '1', 'sip-conf/missing-type'],
    ['fine', '', '0', undefined],
    ['fine etc', '--quiet --asterisk 18', '1', 'sip-conf/missing-type'],
    ['nowhere', '', '2', undefined],
    ['etc', '--asterisk x', '2', undefined],
  ])('the GitHub action checks %j with %j: status %s', (path, args, status, code) => {
    const output = join(folder, 'output');
    const sarif = join(folder, 'report.sarif');
    for (const file of [output, sarif]) rmSync(file, { force: true });
    const ran = run(check, {
      ...{ SIP_PATH: path, SIP_ARGUMENTS: args, SIP_VERSION: '1.2.3', SIP_SARIF: 'report.sarif' },
      GITHUB_OUTPUT: output,
    });
    expect(ran.status).toBe(0);
    const lines = readFileSync(output, 'utf8').trim().split('\n');
    expect(lines).toContain(`status=${status}`);
    const isUsage = args.includes(' x');
    expect(lines.includes('report=report.sarif')).toBe(!isUsage);
    if (isUsage) return;
    const { runs } = JSON.parse(readFileSync(sarif, 'utf8'));
    expect(runs[0].results.map((result: { ruleId: string }) => result.ruleId)).toEqual(
      code === undefined ? [] : expect.arrayContaining([code]),
    );
    if (code !== undefined) expect(ran.stdout).toMatch(/^::error file=etc\/sip\.conf,line=5,/m);
    expect(readFileSync(join(folder, 'versions'), 'utf8')).toContain('sip-workbench@1.2.3\n');
  });

  it('the GitLab job writes a report of the code quality', () => {
    const [, script = ''] = /^ +- (npx .*codeclimate.*)$/m.exec(read('docs/ci.md')) ?? [];
    const { status } = run(script);
    expect(status).toBe(1);
    expect(JSON.parse(readFileSync(join(folder, 'gl-code-quality.json'), 'utf8'))).toMatchObject([
      { check_name: 'sip-conf/missing-type', location: { path: 'etc/sip.conf', lines: { begin: 5 } } },
    ]);
  });

  it.each([
    ['sip-workbench', 1, 'sip-conf/missing-type'],
    ['sip-workbench-format', 0, ''],
  ])('the hook %s runs on the files that it gets', (id, status, text) => {
    const entry = hooks().find(hook => hook.id === id)?.entry ?? '';
    const ran = run(`${entry} etc/sip.conf fine/sip.conf`);
    expect(ran.status).toBe(status);
    expect(ran.stdout).toContain(text);
  });
});

function hooks(): readonly { readonly id: string; readonly entry: string; readonly files: RegExp }[] {
  return read('.pre-commit-hooks.yaml')
    .split(/^- id: /m)
    .slice(1)
    .map(text => ({
      id: text.slice(0, text.indexOf('\n')),
      entry: /^ {2}entry: (.*)$/m.exec(text)?.[1] ?? '',
      files: new RegExp(/^ {2}files: '(.*)'$/m.exec(text)?.[1] ?? ''),
    }));
}

describe('the hooks of pre-commit', () => {
  it('run this version', () => {
    for (const { entry } of hooks()) expect(entry).toMatch(`npx --yes sip-workbench@${manifest.version} `);
  });

  it.each([
    ...['sip.conf', 'sip_nat.conf', 'sip_custom.conf', 'sip-trunks.conf', 'sip_notify.conf', 'siphon.conf'],
    ...[
      'pjsip.conf',
      'pjsip_wizard.conf',
      'pjsip.endpoint.conf',
      'pjsip-x.conf',
      'pjsip_notify.conf',
      'pjsipx.conf',
    ],
    ...[
      'opensips.cfg',
      'opensips_residential.cfg',
      'a.opensips.cfg',
      'opensips.cfg.m4',
      'kamailio.cfg',
      'haproxy.cfg',
    ],
    ...['flexisip.conf', 'flexisip-proxy.conf', 'userdb.txt', 'userdb.conf', 'users.db.txt', 'notes.txt'],
    ...['a.sip', 'a.siptrace', 'a.sip.log', 'a.log', 'extensions.conf', 'nginx.conf'],
  ])('check %s if its name shows the language', name => {
    const [check] = hooks();
    const isKnown = languageOf(name, '') !== undefined;
    expect(check?.files.test(name)).toBe(isKnown);
    expect(check?.files.test(`etc/deep/${name}`)).toBe(isKnown);
  });
});
