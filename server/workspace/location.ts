import { URI, Utils } from 'vscode-uri';
import { hasLoneSurrogate } from '../text/surrogates.ts';

/** One spelling for all URIs of the same file. */
export function canonicalUri(uri: string): string {
  return URI.parse(uri).toString();
}

/** URI of the folder of a file. */
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

/** True if a file is in a folder or below it. */
export function isBelow(uri: string, folder: string): boolean {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  return uri.startsWith(base);
}

/** True for a stored file that has neighbors, but not for unsaved text or an earlier version of a file. */
export function hasNeighbors(uri: string): boolean {
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

/** True for the other side of a comparison in the editor's version control. */
export function isEarlierVersion(uri: string): boolean {
  return uri.startsWith('git:') || uri.startsWith('vscode-scm:');
}

/** True when a path begins at the root of a file system. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:[\\/]/i.test(path);
}

/** URI of an absolute path in the file system of another URI; a path without a drive is on the same drive. */
export function withPath(uri: string, path: string): string {
  const origin = URI.parse(uri);
  if (origin.scheme !== 'file') return Utils.resolvePath(origin, path).toString();
  const drive = /^[a-z]:/i.test(path) ? '' : (DRIVE.exec(origin.path)?.[0] ?? '');
  const whole = `${drive}${path}`;
  return origin
    .with({ path: whole.startsWith('/') ? whole : `/${whole}`, query: '', fragment: '' })
    .toString();
}

/** `/c:` at the beginning of the path of a URI: a machine with the path rules of Windows. */
const DRIVE = /^\/[a-z]:/i;

/** A path in a file, according to the rules of the file's machine. */
export type NamedPath =
  | { readonly path: string }
  /** `refusal` is a sentence for the user: why this path is not looked up. */
  | { readonly refusal: string };

/**
 * The normalized path for a path in a file, with slashes between its parts. Anything outside the file system of the
 * file, or that is not a file, is refused: other machines, other drives and Windows devices. Opening a file never
 * contacts another machine.
 *
 * @param from URI of the file that contains the path; a drive letter in it means the path rules of Windows
 */
export function namedPath(from: string, written: string): NamedPath {
  if (/\0/.test(written)) return { refusal: 'A path cannot contain a NUL character.' };
  if (hasLoneSurrogate(written))
    return { refusal: 'This path contains half of a character, so it is not the path of a file.' };
  const origin = URI.parse(from);
  const drive = origin.scheme === 'file' ? DRIVE.exec(origin.path)?.[0].slice(1) : undefined;
  // On a network share, Windows rules apply as well.
  const isWindows = drive !== undefined || (origin.scheme === 'file' && origin.authority !== '');
  // Elsewhere, two slashes at the start mean the same as one.
  if (!isWindows) return { path: written.replace(/^\/{2,}/, '/') };
  const path = written.replaceAll('\\', '/');
  if (path.startsWith('//'))
    return {
      refusal:
        'This path leads to another machine or a device. SIP Workbench does not read files over a network.',
    };
  const named = /^([a-z]):/i.exec(path)?.[0];
  if (named !== undefined && named.toLowerCase() !== drive?.toLowerCase())
    return {
      refusal: 'This path leads to another drive. SIP Workbench reads only files on the drive of this file.',
    };
  if (named !== undefined && path[2] !== '/')
    return { refusal: 'This path has a drive, but does not start at its root.' };
  const rest = path.slice(named?.length ?? 0);
  if (rest.includes(':') || rest.split('/').some(part => DEVICE.test(part)))
    return { refusal: 'This path leads to a Windows device or stream, not a file.' };
  return { path };
}

/** A path of a folder without slashes at its end, other than the root. */
export function asFolder(path: string): string {
  return path.replace(/(?<=[^/])\/+$/, '');
}

/** The canonical URI of a path in the file `from`: absolute, or relative to its folder. See `namedPath` for paths that are refused. */
export function namedUri(from: string, path: string): string {
  return canonicalUri(isAbsolute(path) ? withPath(from, path) : within(folderOf(from), path));
}

/** Names that Windows treats as a device, whatever follows them. */
const DEVICE =
  /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9\xb9\xb2\xb3]|lpt[0-9\xb9\xb2\xb3])[ .]*(?:\..*)?$/i;

/**
 * The absolute path that corresponds to another one if a folder such as /etc/asterisk was copied elsewhere: the root's folder
 * is matched with the longest beginning of the path that it ends with. Undefined if they have nothing in common.
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
