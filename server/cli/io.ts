import { decodeText } from '../text/decode.ts';
import type { FileSystem } from '../workspace/files.ts';
import type { Crew } from './check/crew.ts';

/** The environment of a subcommand; tests pass their own. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Like `stdout`, for text with our own colors. */
  readonly painted?: (text: string) => void;
  /** Everything on standard input. */
  readonly stdin: () => Promise<Uint8Array>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The bytes of a file; throws the error of the operating system when it cannot be read. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /**
   * The bytes of a large file in pieces, from the beginning each time they are iterated. Undefined for anything that is not
   * a regular file, or that cannot be opened.
   */
  readonly pieces?: (path: string) => Iterable<Uint8Array> | undefined;
  /**
   * Replaces the text of a file; returns the reason if it could not, which includes that the file no longer contains
   * `before`.
   */
  readonly writeText: (uri: string, before: string, after: string) => Promise<string | undefined>;
  /** Writes a file that does not exist yet, with its folders; returns the reason if it could not. */
  readonly writeNew: (uri: string, text: string) => Promise<string | undefined>;
  /** The same files by URI, for those that include others. */
  readonly files: FileSystem;
  /** Absolute path of the folder where relative paths start. */
  readonly directory: string;
  /** True if a person will see the colors. */
  readonly hasColors: boolean;
  readonly setExitCode: (code: 0 | 1 | 2) => void;
  /** Changes while the program runs; undefined where it runs once. */
  readonly watching?: () => Promise<Watching>;
  /** Other threads that check a part of many files; undefined where this one must see everything that is read. */
  readonly crew?: (() => Promise<Crew>) | undefined;
}

/** What a command needs that works on while files change. */
export interface Watching {
  /** Reports what happens directly in a folder, until the returned function is called. */
  folder(folder: string, listener: (change: FolderChange) => void): () => void;
  /** The file that a link leads to. */
  target(uri: string): Promise<string>;
  /** Calls `listener` when the program is told to end. */
  whenTold(listener: () => void): void;
  /** Clears the screen, if there is one. */
  clear(): void;
}

/** A change in a folder. */
export interface FolderChange {
  /** Undefined if the system does not tell. */
  readonly name: string | undefined;
  /** `entry`: something was created, deleted or renamed. */
  readonly kind: 'content' | 'entry';
}

/** Wrong usage, or a file that cannot be read: one line on standard error and exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The bytes of a file, or of standard input for `-`. Throws `UsageError` when it cannot be read. */
export async function readBytes(io: Io, path: string): Promise<Uint8Array> {
  if (path === '-') return io.stdin();
  try {
    return await io.readFile(path);
  } catch (error) {
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  }
}

/** The text of a file, or of standard input for `-`. Throws `UsageError` when it cannot be read. */
export async function readText(io: Io, path: string): Promise<string> {
  return decodeText(await readBytes(io, path));
}

/** The password named by `--password`, `--password-env` or `--password-stdin`; undefined without any of them. */
export async function readPassword(
  io: Io,
  options: {
    readonly password?: string | undefined;
    readonly passwordEnv?: string | undefined;
    readonly passwordStdin?: boolean | undefined;
  },
): Promise<string | undefined> {
  if (options.password !== undefined) return options.password;
  if (options.passwordEnv !== undefined) {
    const value = io.environment[options.passwordEnv];
    if (value === undefined)
      throw new UsageError(`the environment variable ${options.passwordEnv} is not set`);
    return value;
  }
  if (options.passwordStdin !== true) return undefined;
  return decodeText(await io.stdin()).replace(/\r?\n[\s\S]*$/, '');
}

/** The error of the operating system, in a few words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EISDIR') return 'is a folder';
  return error instanceof Error ? error.message : String(error);
}
