import { URI, Utils } from 'vscode-uri';

/** One spelling for all URIs that mean the same file. */
export function canonicalUri(uri: string): string {
  return URI.parse(uri).toString();
}

/** URI of the folder that holds a file. */
export function folderOf(uri: string): string {
  return Utils.dirname(URI.parse(uri)).toString();
}

export function baseName(uri: string): string {
  return Utils.basename(URI.parse(uri));
}

/** URI of a file or folder by its name within a folder. */
export function within(folder: string, name: string): string {
  return Utils.joinPath(URI.parse(folder), name).toString();
}

/** True when a file lies in a folder or below it. */
export function isBelow(uri: string, folder: string): boolean {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  return uri.startsWith(base);
}

/** True when a URI names a stored file that has neighbours, and no unsaved text or earlier version of a file. */
export function hasNeighbours(uri: string): boolean {
  const { scheme, query } = URI.parse(uri);
  return query === '' && !lonelySchemes.has(scheme);
}

const lonelySchemes: ReadonlySet<string> = new Set([
  'untitled',
  'git',
  'inmemory',
  'output',
  'vscode-scm',
  'stdin',
]);

/** True for the other side of a comparison, as the version control of the editor shows it. */
export function isEarlierVersion(uri: string): boolean {
  return uri.startsWith('git:') || uri.startsWith('vscode-scm:');
}

/** True when a path begins at the root of a file system. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:[\\/]/i.test(path);
}

/** URI of an absolute path on the machine, or in the file system, of another URI. */
export function withPath(uri: string, path: string): string {
  const origin = URI.parse(uri);
  if (origin.scheme === 'file') return URI.file(path).toString();
  return Utils.resolvePath(origin, path).toString();
}

/**
 * The absolute path that stands for another one when a folder such as /etc/asterisk was copied elsewhere: the root's folder
 * is matched with the longest beginning of the path that it ends with. Undefined when they have nothing in common.
 */
export function relocatedPath(rootFolder: string, path: string): string | undefined {
  const folder = URI.parse(rootFolder).path;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const head = path.slice(0, end);
    if (!folder.endsWith(head)) continue;
    const prefix = folder.slice(0, folder.length - head.length);
    return prefix === '' ? undefined : prefix + path;
  }
  return undefined;
}
