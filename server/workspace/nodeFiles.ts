import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, readdir, realpath, stat, statfs } from 'node:fs/promises';
import { URI } from 'vscode-uri';
import {
  contentOf,
  type FileContent,
  type FileSystem,
  type FolderEntry,
  maxFileBytes,
  tooLarge,
} from './files.ts';

/** The files of this machine, by `file:` URI. Only regular files are read, and nothing is waited for longer than a deadline. */
export const nodeFiles: FileSystem = {
  read: uri => {
    const path = URI.parse(uri).fsPath;
    return inTime(readPath(path), {
      kind: 'unreadable',
      reason: `${path} does not answer, so it is not read.`,
    });
  },
  list: folder => inTime(listPath(URI.parse(folder).fsPath), undefined),
  isSame: (a, b) => inTime(isSamePath(URI.parse(a).fsPath, URI.parse(b).fsPath), false),
};

/**
 * The bytes of a regular file, at most `most` and one more; an empty array behind the end. Throws the error of the operating
 * system, or an `Error` that says what it is instead of a file.
 */
export async function readRegularFile(path: string, most: number): Promise<Uint8Array> {
  // Opening a pipe would wait for its writer; a device may do something.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const status = await file.stat();
    const other = await otherThanFile(path, status);
    if (other !== undefined) throw new NotAFile(other);
    return await upTo(file, most, status.size);
  } finally {
    await file.close();
  }
}

/** Is thrown in place of reading something that is no regular file; the message is a sentence without the path. */
export class NotAFile extends Error {
  override readonly name = 'NotAFile';
}

/** What a path is when it is no regular file, as a sentence that begins behind the path. */
export async function otherThanFile(path: string, status: Stats): Promise<string | undefined> {
  if (status.isDirectory()) return 'is a folder, not a file';
  if (status.isFIFO()) return 'is a pipe, which may never end';
  if (status.isSocket()) return 'is a socket, not a file';
  if (!status.isFile()) return 'is a device, not a file';
  return (await isOfKernel(path)) ? 'is made by the kernel as it is read, and may never end' : undefined;
}

/** How long one file or folder may take, in milliseconds: a share that is gone answers never. */
const deadline = 10_000;

async function inTime<Value>(work: Promise<Value>, late: Value): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<Value>(resolve => {
    timer = setTimeout(() => resolve(late), deadline);
    timer.unref();
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function readPath(path: string): Promise<FileContent> {
  try {
    const status = await stat(path);
    const other = await otherThanFile(path, status);
    if (other !== undefined) return { kind: 'unreadable', reason: `${path} ${other}, so it is not read.` };
    if (status.size > maxFileBytes) return tooLarge(status.size);
    return contentOf(await readRegularFile(path, maxFileBytes));
  } catch (error) {
    return failure(path, error);
  }
}

/** Reads in pieces: the size that a file claims is not always the one it has. */
async function upTo(file: FileHandle, most: number, size: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  while (total <= most) {
    const piece = new Uint8Array(
      Math.min(most + 1 - total, Math.max(size - total + 1, LEAST_PIECE), MOST_PIECE),
    );
    const { bytesRead } = await file.read(piece, 0, piece.length);
    if (bytesRead === 0) break;
    pieces.push(piece.subarray(0, bytesRead));
    total += bytesRead;
  }
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const LEAST_PIECE = 4096;
const MOST_PIECE = 4 * 1024 * 1024;

/** True for the file systems in which the kernel shows itself: a file there has size 0 and any length. */
async function isOfKernel(path: string): Promise<boolean> {
  try {
    const real = await realpath(path);
    if (/^\/(?:proc|sys)\//.test(real)) return true;
    return KERNEL_SYSTEMS.has((await statfs(real)).type);
  } catch {
    return false;
  }
}

/** Magic numbers of proc, sysfs, debugfs, tracefs, securityfs, cgroup, cgroup2, bpf, configfs, efivarfs, pstore, devpts (statfs(2)). */
const KERNEL_SYSTEMS: ReadonlySet<number> = new Set([
  0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x73636673, 0x27e0eb, 0x63677270, 0xcafe4a11, 0x62656570,
  0xde5e81e4, 0x6165676c, 0x1cd1,
]);

async function listPath(path: string): Promise<readonly FolderEntry[] | undefined> {
  try {
    // What is in such folders comes and goes, and is nothing that a server includes.
    if (await isOfKernel(`${path}/.`)) return [];
    const entries = await readdir(path, { withFileTypes: true });
    return await Promise.all(
      entries.map(async entry => ({
        name: entry.name,
        isFolder: entry.isSymbolicLink() ? await isFolder(`${path}/${entry.name}`) : entry.isDirectory(),
      })),
    );
  } catch {
    return undefined;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function isSamePath(a: string, b: string): Promise<boolean> {
  try {
    const [one, other] = await Promise.all([stat(a, { bigint: true }), stat(b, { bigint: true })]);
    return one.ino !== 0n && one.ino === other.ino && one.dev === other.dev;
  } catch {
    return false;
  }
}

function failure(path: string, error: unknown): FileContent {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return { kind: 'missing' };
  if (error instanceof NotAFile)
    return { kind: 'unreadable', reason: `${path} ${error.message}, so it is not read.` };
  const reason = code === 'EACCES' ? 'permission denied' : String(code ?? 'unknown reason');
  return { kind: 'unreadable', reason: `${path} cannot be read: ${reason}.` };
}
