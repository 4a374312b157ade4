import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { checkCommand } from '../../server/cli/check.ts';
import { completionCommand } from '../../server/cli/completion.ts';
import { digestCommand } from '../../server/cli/digest.ts';
import { runCli } from './fakeIo.ts';

const scriptFor = async (shell: string): Promise<string> =>
  (await runCli(['completion', shell], {}, '', [checkCommand, completionCommand, digestCommand])).out;

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(has('bash'))('in bash', () => {
  test.each([
    ['the subcommands', [''], ['check', 'digest', 'completion'], ['verify']],
    ['what begins like this', ['ch'], ['check'], ['digest']],
    ['options of a subcommand', ['check', '--ma'], ['--max-problems', '--max-warnings'], ['--fix']],
    ['the values of an option', ['check', '--format', 's'], ['sarif'], ['json']],
    ['what stands in a subcommand', ['digest', 'v'], ['verify'], ['check']],
    ['options in depth', ['digest', 'verify', '--ha'], ['--ha1'], ['--challenge']],
    ['arguments with a choice', ['completion', ''], ['bash', 'zsh', 'fish'], ['check']],
  ])('completes %s', async (_title, words, offered, not) => {
    const line = ['sip-workbench', ...words].map(word => `'${word}'`).join(' ');
    const program = `${await scriptFor('bash')}
COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _sip_workbench; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const found = execFileSync('bash', ['-c', program], { encoding: 'utf8' }).trim().split('\n');
    expect(found).toEqual(expect.arrayContaining(offered));
    for (const word of not) expect(found).not.toContain(word);
  });
});

test('zsh runs the function of bash', async () => {
  const script = await scriptFor('zsh');
  expect(script).toMatch(/^#compdef sip-workbench\n/);
  expect(script).toContain('bashcompinit');
});

test('fish gets a line for each option, with its values and what it does', async () => {
  expect((await scriptFor('fish')).split('\n')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/-n 'not __fish_seen_subcommand_from .*' -f -a check -d 'Checks/),
      expect.stringMatching(
        /-n '__fish_seen_subcommand_from check' -l fail-on -r -f -a 'error warning information hint' -d/,
      ),
      expect.stringMatching(
        /-n '__fish_seen_subcommand_from digest; and __fish_seen_subcommand_from verify' -l ha1/,
      ),
    ]),
  );
});

test('an unknown shell is refused', async () => {
  const { err, code } = await runCli(['completion', 'tcsh'], {}, '', [completionCommand]);
  expect(err).toContain('bash, zsh, fish');
  expect(code).toBe(2);
});
