import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
const file = join(folder, 'sip.conf');
writeFileSync(file, '[general]\nallowguest=no\n\n[alice]\ntype=frend\nhost=dynamic\n');

afterAll(() => rmSync(folder, { recursive: true }));

const isThere = (program: string) => spawnSync(program, ['--version']).status === 0;

/** What an editor printed that was started with a script of ours. */
function run(program: string, args: readonly string[], plugin: string): string {
  const environment = {
    SIP_NODE: process.execPath,
    SIP_CLI: cli,
    SIP_FILE: file,
    SIP_PLUGIN: join(root, plugin),
  };
  const options = {
    env: { ...process.env, HOME: folder, ...environment },
    encoding: 'utf8',
    timeout: 50_000,
  } as const;
  // Neovim prints to standard error when it has no screen.
  const { stdout, stderr } = spawnSync(program, args, options);
  return `${stdout}${stderr}`;
}

describe('the configurations of other editors', () => {
  const hasNeovim = isThere('nvim') && existsSync(cli);
  it.skipIf(!hasNeovim)(
    `show problems in Neovim${hasNeovim ? '' : ' (skipped: nvim or dist/cli.js is missing)'}`,
    () => {
      const printed = run(
        'nvim',
        ['--headless', '-u', 'NONE', '-c', `luafile ${join(root, 'test/editors/neovim.lua')}`],
        'editors/neovim/sip_workbench.lua',
      );
      expect(printed).toContain('4 sip-conf/missing-type');
      expect(printed).toContain('sip-conf');
    },
  );

  const hasEmacs = existsSync(cli) && isThere('emacs') && hasEglot();
  it.skipIf(!hasEmacs)(
    `show problems in Emacs${hasEmacs ? '' : ' (skipped: emacs with eglot or dist/cli.js is missing)'}`,
    () => {
      const printed = run(
        'emacs',
        ['--batch', '-l', join(root, 'test/editors/emacs.el')],
        'editors/emacs/sip-workbench.el',
      );
      expect(printed).toContain('4 ');
      expect(printed).toContain('frend');
      expect(printed).toContain('sip-workbench-sip-conf-mode');
    },
  );
});

function hasEglot(): boolean {
  try {
    execFileSync('emacs', ['--batch', '--eval', "(progn (package-initialize) (require 'eglot))"], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}
