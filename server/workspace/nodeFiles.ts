import { readdir, readFile, stat } from 'node:fs/promises';
import { URI } from 'vscode-uri';
import { contentOf, type FileContent, type FileSystem, maxFileBytes, tooLarge } from './files.ts';

/** The files of this machine, by `file:` URI. */
export const nodeFiles: FileSystem = {
  read: async uri => {
    const path = URI.parse(uri).fsPath;
    try {
      const status = await stat(path);
      if (status.isDirectory()) return { kind: 'missing' };
      // A pipe or a device may never end.
      if (!status.isFile()) return { kind: 'unreadable', reason: `${path} is not a regular file.` };
      if (status.size > maxFileBytes) return tooLarge(status.size);
      return contentOf(await readFile(path));
    } catch (error) {
      return failure(path, error);
    }
  },
  list: async folder => {
    const path = URI.parse(folder).fsPath;
    try {
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
  },
};

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function failure(path: string, error: unknown): FileContent {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return { kind: 'missing' };
  const reason = code === 'EACCES' ? 'permission denied' : String(code ?? 'unknown reason');
  return { kind: 'unreadable', reason: `${path} cannot be read: ${reason}.` };
}
