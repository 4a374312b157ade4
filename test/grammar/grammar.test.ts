import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Each of these files carries its expectations as comments under the lines, in the notation of vscode-tmgrammar-test. */
const files = readdirSync(join(root, 'test/grammar')).filter(name => name.includes('.grammar.'));

describe('TextMate grammars', () => {
  it.each(files)('%s is colored as it says', name => {
    const program = join(root, 'node_modules/vscode-tmgrammar-test/dist/unit.js');
    const args = [program, '--config', 'package.json', `test/grammar/${name}`];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toContain(name);
  });

  it('are all tested', () => {
    const tested = files.map(
      name => /"([^"]+)"/.exec(readFileSync(join(root, 'test/grammar', name), 'utf8'))?.[1],
    );
    expect(tested).toEqual(
      expect.arrayContaining(manifest.contributes.grammars.map(({ scopeName }) => scopeName)),
    );
  });
});
