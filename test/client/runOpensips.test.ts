import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runOpensips } from '../../client/runOpensips.ts';

const path = process.env.PATH;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sip-workbench-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => {
  process.env.PATH = path;
});

/** A program that says it is OpenSIPS and does with the script what `check` says. */
async function program(check: string, name = 'opensips', version = 'opensips 3.4.2'): Promise<string> {
  const file = join(folder, name);
  const tellVersion = `if [ "$1" = "-V" ]; then echo "version: ${version} (x86_64/linux)"; exit 0; fi`;
  await writeFile(file, `#!/bin/sh\n${tellVersion}\n${check}\n`);
  await chmod(file, 0o755);
  return file;
}

const run = (command: string, more: Partial<Parameters<typeof runOpensips>[0]> = {}) =>
  runOpensips({
    command,
    file: join(folder, 'opensips.cfg'),
    signal: new AbortController().signal,
    ...more,
  });

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return (
      !existsSync(`/proc/${pid}/status`) || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    );
  } catch {
    return false;
  }
};

/** A check that hangs, with a child that hangs too; both tell their numbers. */
const hangs = 'sleep 600 & echo $! > pids; echo $$ >> pids; wait';
const pids = (): number[] => {
  const file = join(folder, 'pids');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
};

describe.skipIf(process.platform === 'win32')('running OpenSIPS', () => {
  it('gives its version, its status and what it wrote', async () => {
    const command = await program('echo "route { # hunter2" >&2; echo "ERROR:core:main: no" >&2; exit 255');
    expect(await run(command)).toEqual({
      kind: 'ran',
      status: 255,
      output: 'ERROR:core:main: no\n',
      version: '3.4.2',
    });
    expect(await run(await program('exit 0'))).toMatchObject({ kind: 'ran', status: 0, output: '' });
    expect(await run(await program('exit 1'))).toMatchObject({ kind: 'ran', status: 1, output: '' });
  });

  it('hands over the script as one argument, in the folder of the script', async () => {
    const command = await program(
      'for argument in "$(pwd)" "$@"; do echo "ERROR:core:main: <$argument>"; done',
    );
    const file = join(folder, 'a b;$(touch made).cfg');
    const told = [folder, '-C', '-f', file].map(argument => `ERROR:core:main: <${argument}>\n`);
    expect(await run(command, { file })).toMatchObject({ output: told.join('') });
    expect(existsSync(join(folder, 'made'))).toBe(false);
  });

  it('finds a name in the folders of PATH, and never beside the script', async () => {
    await program('exit 0', 'opensips-by-name');
    process.env.PATH = `.:${path}`;
    expect(await run('opensips-by-name')).toMatchObject({ kind: 'failed' });
    process.env.PATH = `${folder}:${path}`;
    expect(await run('opensips-by-name')).toMatchObject({ kind: 'ran', status: 0 });
    expect(await run('./opensips-by-name')).toMatchObject({ kind: 'failed' });
  });

  it('says what is wrong with the program', async () => {
    const missing = join(folder, 'nothing');
    const notFound = { kind: 'failed', reason: `The program ${missing} was not found or is not executable.` };
    expect(await run(missing)).toEqual(notFound);
    await writeFile(missing, '#!/no/such/interpreter\n');
    expect(await run(missing)).toEqual(notFound);
    expect(await run(folder)).toMatchObject({ kind: 'failed' });
    expect(await run('')).toMatchObject({ kind: 'failed' });
    await chmod(missing, 0o755);
    expect(await run(missing)).toEqual({ kind: 'failed', reason: `${missing} could not be started.` });
    const crashing = await program('kill -SEGV $$', 'crashing');
    expect(await run(crashing)).toEqual({ kind: 'failed', reason: `${crashing} crashed.` });
    expect(await run(await program('exit 0'), { file: '/nothing\0here/a.cfg' })).toMatchObject({
      kind: 'failed',
    });
  });

  it('gives the script to no other program', async () => {
    const other = await program('touch used', 'kamailio', 'kamailio 5.6.3');
    expect(await run(other)).toEqual({
      kind: 'failed',
      reason: `${other} does not identify itself as OpenSIPS.`,
    });
    expect(existsSync(join(folder, 'used'))).toBe(false);
  });

  it('keeps a part of an endless output', async () => {
    const command = await program('yes "ERROR:core:main: again" | head -c 3000000 >&2; exit 3');
    const result = await run(command, { bounds: { milliseconds: 60_000, bytes: 1000 } });
    expect(result).toMatchObject({ kind: 'ran', status: 3 });
    const length = result.kind === 'ran' ? result.output.length : 0;
    expect(length).toBeGreaterThan(900);
    expect(length).toBeLessThan(1100);
  });

  it('stops what takes too long, with all that it has started', async () => {
    const command = await program(hangs);
    expect(await run(command, { bounds: { milliseconds: 1500, bytes: 1000 } })).toEqual({
      kind: 'failed',
      reason: `${command} did not finish within 1.5 seconds and was stopped.`,
    });
    await expect.poll(() => pids().filter(isAlive)).toEqual([]);
  });

  it('stops when nobody wants to know any more', async () => {
    const command = await program(hangs);
    const given = new AbortController();
    const result = run(command, { signal: given.signal });
    await expect.poll(() => pids().length).toBe(2);
    given.abort();
    expect(await result).toEqual({ kind: 'failed', reason: 'The check was canceled.' });
    await expect.poll(() => pids().filter(isAlive)).toEqual([]);
    expect(await run(command, { signal: given.signal })).toMatchObject({ kind: 'failed' });
  });
});
