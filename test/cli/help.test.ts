import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { AddCommand } from '../../server/cli/program.ts';
import { runCli } from './fakeIo.ts';

const folder = fileURLToPath(new URL('../../server/cli', import.meta.url));

/** The subcommands, found as cli.ts names them: one file each, which adds itself to a program. */
async function allCommands(): Promise<ReadonlyMap<string, AddCommand>> {
  const commands = new Map<string, AddCommand>();
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.ts')) continue;
    const name = file.replace('.ts', '');
    const module: Readonly<Record<string, unknown>> = await import(join(folder, file));
    const found = module[`${name}Command`];
    if (typeof found === 'function') commands.set(name, (program, io) => found(program, io));
  }
  return commands;
}

test('the help of every subcommand describes each option, and no default is an empty list', async () => {
  const commands = await allCommands();
  expect(commands.size).toBeGreaterThan(10);
  for (const [name, command] of commands) {
    const { out, code } = await runCli([name, '--help'], {}, '', [command]);
    expect(code).toBe(0);
    expect(out).not.toMatch(/default:\s+(\[\]|false)/);
    const options = out.slice(out.indexOf('Options:')).split(/\n(?= {2}-)/);
    for (const option of options.slice(1)) expect(option).toMatch(/^ {2}(-\w, )?--[\w-]+( <.+?>)?\s+\w/);
  }
});

test('an error is one line, with a suggestion for a mistyped name', async () => {
  const commands = [...(await allCommands()).values()];
  for (const [args, line] of [
    [['chek'], "unknown command 'chek' (Did you mean check?)"],
    [['help', 'chek'], "unknown command 'chek' (Did you mean check?)"],
    [['check', '--formt', 'json', 'sip.conf'], "unknown option '--formt' (Did you mean --format?)"],
  ] as const) {
    const { out, err, code } = await runCli(args, {}, '', commands);
    expect({ out, err, code }).toEqual({ out: '', err: `sip-workbench: ${line}\n`, code: 2 });
  }
  expect((await runCli(['help', 'check'], {}, '', commands)).out).toContain('Usage: sip-workbench check');
});

test('a subcommand whose code cannot be loaded is an error on one line', async () => {
  const missing = Promise.reject(new ReferenceError('./check.js is missing'));
  const { err, code } = await runCli(['check'], {}, '', missing);
  expect(err).toBe('sip-workbench: unexpected ReferenceError: ./check.js is missing\n');
  expect(code).toBe(2);
});
