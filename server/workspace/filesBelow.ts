import type { FileSystem } from './files.ts';
import { within } from './location.ts';

/** Folders without server configurations. */
const skipped = /^(\.|node_modules$)/;

/** The maximum number of folders to search; a link to a parent folder would never end. */
const maxFolders = 20_000;

/** All files below a folder, in the order of their names, with paths that begin with `path`. */
export async function filesBelow(
  folder: string,
  path: string,
  files: FileSystem,
): Promise<{ readonly name: string; readonly uri: string; readonly path: string }[]> {
  const found: { name: string; uri: string; path: string }[] = [];
  const open = [{ folder, path: path.replace(/\/+$/, '') }];
  for (let next = 0; next < Math.min(open.length, maxFolders); next++) {
    const here = open[next];
    if (here === undefined) break;
    const entries = [...((await files.list(here.folder)) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, isFolder } of entries) {
      const below = {
        uri: within(here.folder, name),
        path: here.path === '.' ? name : `${here.path}/${name}`,
      };
      if (!isFolder) found.push({ name, ...below });
      else if (!skipped.test(name)) open.push({ folder: below.uri, path: below.path });
    }
  }
  return found;
}
