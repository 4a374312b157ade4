import type { CrewMember, CrewWork } from '../../server/cli/check/crew.ts';
import { inspectorFor } from '../../server/cli/check/inspectorFor.ts';
import { checkCommand } from '../../server/cli/check.ts';
import type { Io } from '../../server/cli/io.ts';
import { type AddCommand, runProgram } from '../../server/cli/program.ts';
import type { FileSystem } from '../../server/workspace/files.ts';
import { memoryFiles } from '../workspace/memoryFiles.ts';

/** What a run of the command line left behind. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
  /** The files afterwards, by URI. */
  readonly files: ReadonlyMap<string, string>;
}

/** Runs the command line over files that exist in the test only, in the folder /etc/asterisk; `threads` help with many files. */
export async function runCli(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  stdin = '',
  commands: readonly AddCommand[] | Promise<never> = [checkCommand],
  threads = 0,
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
    crew: async () => ({
      most: threads,
      start: work => helper(structuredClone(work), memoryFiles(stored)),
    }),
  };
  await runProgram(commands, args, io);
  return ran;
}

/** What another thread would do: it shares nothing but messages. */
function helper(work: CrewWork, files: FileSystem): CrewMember {
  const inspector = inspectorFor(work, files);
  return {
    load: async tasks => structuredClone(await inspector.load(structuredClone(tasks))),
    check: async assignments => structuredClone(await inspector.check(structuredClone(assignments))),
    end: () => undefined,
  };
}
