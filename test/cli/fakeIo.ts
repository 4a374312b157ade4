import { checkCommand } from '../../server/cli/check.ts';
import type { Io } from '../../server/cli/io.ts';
import { type AddCommand, runProgram } from '../../server/cli/program.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';

/** What a run of the command line left behind. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
  /** The files afterwards, by URI. */
  readonly files: ReadonlyMap<string, string>;
}

/** Runs the command line over files that exist in the test only, in the folder /etc/asterisk. */
export async function runCli(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  stdin = '',
  commands: readonly AddCommand[] = [checkCommand],
): Promise<Ran> {
  const directory = '/etc/asterisk';
  const stored = new Map(
    Object.entries(files).map(([name, text]) => [
      `file://${name.startsWith('/') ? '' : `${directory}/`}${name}`,
      text,
    ]),
  );
  const ran = { out: '', err: '', code: 0, files: stored };
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const io: Io = {
    stdout: text => {
      ran.out += text;
    },
    stderr: text => {
      ran.err += text;
    },
    stdin: async () => encode(stdin),
    environment: {},
    readFile: async path => {
      const text = stored.get(`file://${path.startsWith('/') ? path : `${directory}/${path}`}`);
      if (text === undefined) throw Object.assign(new Error('gone'), { code: 'ENOENT' });
      return encode(text);
    },
    writeText: async (uri, before, after) => {
      if (stored.get(uri) !== before) return 'not written: the file has changed';
      stored.set(uri, after);
      return undefined;
    },
    writeNew: async (uri, text) => {
      if (stored.has(uri)) return 'not written: the file already exists';
      stored.set(uri, text);
      return undefined;
    },
    files: memoryFiles(stored),
    directory,
    hasColors: false,
    setExitCode: code => {
      ran.code = code;
    },
  };
  await runProgram(commands, args, io);
  return ran;
}
