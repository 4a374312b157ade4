import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FileSystem } from '../../workspace/files.ts';
import type { Io } from '../io.ts';

/** The result of one call of a subcommand. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** The input of a call besides its arguments. */
export interface Given {
  /** The text on standard input. */
  readonly stdin?: string;
  /** Texts that the command reads as files of these names. */
  readonly texts?: ReadonlyMap<string, string>;
  readonly password?: string;
}

/** The environment variable that passes a password to a subcommand: it must not be in an argument. */
export const passwordVariable = 'SIP_WORKBENCH_MCP_PASSWORD';

/**
 * An environment for one call: it reads only files in the roots, after following all links, and writes nothing.
 * Relative paths start at the first root.
 */
export function rootedIo(io: Io, roots: readonly string[], given: Given): { io: Io; ran: () => Ran } {
  let out = '';
  let err = '';
  let code = 0;
  const directory = roots[0] ?? io.directory;
  const rooted: Io = {
    stdout: text => {
      out += text;
    },
    stderr: text => {
      err += text;
    },
    stdin: async () => new TextEncoder().encode(given.stdin ?? ''),
    environment: given.password === undefined ? {} : { [passwordVariable]: given.password },
    readFile: async path => {
      const text = given.texts?.get(path);
      if (text !== undefined) return new TextEncoder().encode(text);
      const file = isAbsolute(path) ? path : join(directory, path);
      if (!(await isInside(file, roots))) throw new Error(outside);
      return regularFile(file, io);
    },
    writeText: async () => 'not written: this server writes nothing',
    writeNew: async () => 'not written: this server writes nothing',
    files: rootedFiles(io.files, roots),
    directory,
    hasColors: false,
    setExitCode: value => {
      code = value;
    },
  };
  return { io: rooted, ran: () => ({ out, err, code }) };
}

/** The bytes of a file that an agent names, which may be a pipe: nothing is waited for that never ends. */
async function regularFile(file: string, io: Io): Promise<Uint8Array> {
  const found = await io.files.bytes?.(pathToFileURL(file).href);
  if (found === undefined) return io.readFile(file);
  if (found.kind === 'bytes') return found.bytes;
  throw new Error(found.reason);
}

const outside = 'outside the folders that this server may read';

function rootedFiles(files: FileSystem, roots: readonly string[]): FileSystem {
  return {
    read: async uri =>
      (await isInside(pathOf(uri), roots))
        ? files.read(uri)
        : { kind: 'unreadable', reason: `It is ${outside}.` },
    list: async folder => ((await isInside(pathOf(folder), roots)) ? files.list(folder) : undefined),
  };
}

function pathOf(uri: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
}

/** True if a path is in a root, after following links; a path that does not exist counts where it would be. */
async function isInside(path: string, roots: readonly string[]): Promise<boolean> {
  const real = await realPath(resolve(path));
  for (const root of roots) {
    const below = relative(await realPath(resolve(root)), real);
    if (below === '' || (!below.startsWith('..') && !isAbsolute(below))) return true;
  }
  return false;
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = resolve(path, '..');
    return parent === path ? path : join(await realPath(parent), path.slice(parent.length));
  }
}
