import { contentOf, type FileSystem } from '../../server/workspace/files.ts';

/** Files by URI that exist in a test only; `reads` tells what was asked for. */
export function memoryFiles(files: Map<string, string>, reads: string[] = []): FileSystem {
  return {
    read: async uri => {
      reads.push(uri);
      const text = files.get(uri);
      return text === undefined ? { kind: 'missing' } : contentOf(new TextEncoder().encode(text));
    },
    list: async folder => {
      const base = folder.replace(/\/$/, '');
      const entries = new Map<string, boolean>();
      for (const uri of files.keys()) {
        if (!uri.startsWith(`${base}/`)) continue;
        const [name = '', ...rest] = uri.slice(base.length + 1).split('/');
        entries.set(name, rest.length > 0);
      }
      if (entries.size === 0) return undefined;
      return [...entries].map(([name, isFolder]) => ({ name, isFolder }));
    },
  };
}
