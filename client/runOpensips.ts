import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { problemLog, readVersionOutput } from '../server/languages/programs.ts';
import type { ServerCheckResult } from '../server/protocol/sipWorkbench/serverCheckRequests.ts';

export interface OpensipsCheck {
  /** Path of the program, or its name. */
  readonly command: string;
  /** Path of the script. */
  readonly file: string;
  /** Ends the run. */
  readonly signal: AbortSignal;
  readonly bounds?: Bounds;
}

interface Bounds {
  readonly milliseconds: number;
  /** Limit for the output that is kept. */
  readonly bytes: number;
}

const usualBounds: Bounds = { milliseconds: 10_000, bytes: 1024 * 1024 };

/** Runs `opensips -C` on a script, in the folder of the script, without a shell and with limits. Never throws. */
export async function runOpensips(check: OpensipsCheck): Promise<ServerCheckResult> {
  const { command, file, bounds = usualBounds } = check;
  const program = await findProgram(command);
  if (program === undefined) return failed(`The program ${command} was not found or is not executable.`);
  const deadline = Date.now() + bounds.milliseconds;
  const run = (args: readonly string[]): Promise<Ended> =>
    runProgram({ program, args, folder: dirname(file), signal: check.signal, deadline, bytes: bounds.bytes });
  // Another program might do anything with these arguments.
  const told = await run(['-V']);
  const version = readVersionOutput(told.output);
  if (version === undefined)
    return failed(reasonOf(told, program, bounds) ?? `${program} does not identify itself as OpenSIPS.`);
  const ended = await run(['-C', '-f', file]);
  const reason = reasonOf(ended, program, bounds);
  if (reason !== undefined || ended.status === null)
    return failed(reason ?? `${program} ended without a status.`);
  return { kind: 'ran', status: ended.status, output: problemLog(ended.output), version };
}

/** How a program ended; `status` is null if it was killed or never started. */
interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly cause: 'ended' | 'not started' | 'too slow' | 'given up' | 'crashed';
}

function reasonOf({ cause }: Ended, program: string, { milliseconds }: Bounds): string | undefined {
  switch (cause) {
    case 'not started':
      return `${program} could not be started.`;
    case 'too slow':
      return `${program} did not finish within ${milliseconds / 1000} seconds and was stopped.`;
    case 'given up':
      return 'The check was canceled.';
    case 'crashed':
      return `${program} crashed.`;
    case 'ended':
      return undefined;
  }
}

interface Run {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly signal: AbortSignal;
  /** When it is stopped, as `Date.now` counts. */
  readonly deadline: number;
  readonly bytes: number;
}

function runProgram(run: Run): Promise<Ended> {
  const { signal } = run;
  return new Promise(resolve => {
    if (signal.aborted) return resolve({ status: null, output: '', cause: 'given up' });
    const child = start(run);
    if (child === undefined) return resolve({ status: null, output: '', cause: 'not started' });
    const chunks: Buffer[] = [];
    let left = run.bytes;
    const keep = (chunk: Buffer): void => {
      if (left > 0) chunks.push(chunk.subarray(0, left));
      left -= chunk.length;
    };
    let cause: Ended['cause'] = 'ended';
    const stop = (why: Ended['cause']): void => {
      cause = why;
      kill(child.pid);
      end(null);
    };
    const giveUp = (): void => stop('given up');
    const timer = setTimeout(() => stop('too slow'), Math.max(0, run.deadline - Date.now()));
    const end = (status: number | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ status, output: Buffer.concat(chunks).toString('utf8'), cause });
    };
    signal.addEventListener('abort', giveUp);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', () => {
      cause = 'not started';
      end(null);
    });
    child.on('close', (status, killer) => {
      if (killer !== null && cause === 'ended') cause = 'crashed';
      end(status);
    });
  });
}

function start({ program, args, folder }: Run) {
  try {
    return spawn(program, args, {
      cwd: folder,
      shell: false,
      // It and its child processes form a group, which can be stopped as a whole.
      detached: canGroup,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch {
    // Some paths cannot be passed to a program, such as those with a NUL character.
    return undefined;
  }
}

const canGroup = process.platform !== 'win32';

function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(canGroup ? -pid : pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}

/**
 * The program for a name or path. Looked up here because the lookup of the system might start in the folder of the
 * script; a relative path would start there in any case.
 */
async function findProgram(command: string): Promise<string | undefined> {
  if (isAbsolute(command)) return (await isProgram(command)) ? command : undefined;
  if (/[\\/]/.test(command) || command === '') return undefined;
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...serverFolders];
  for (const folder of folders.filter(isAbsolute)) {
    const path = join(folder, command);
    if (await isProgram(path)) return path;
  }
  return undefined;
}

/** Where servers are installed; the PATH of a user often does not include these. */
const serverFolders = ['/usr/local/sbin', '/usr/sbin'];

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function failed(reason: string): ServerCheckResult {
  return { kind: 'failed', reason };
}
