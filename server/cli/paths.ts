import { URI, Utils } from 'vscode-uri';
import { isAbsolute } from '../workspace/location.ts';
import type { Io } from './io.ts';

/** The URI of a file whose path the user gave. */
export function uriOf(path: string, io: Io): string {
  // A backslash is part of a name, except on systems with drive letters.
  const isWindows = /^[a-z]:/i.test(io.directory);
  const absolute = isWindows && isAbsolute(path) ? URI.file(path) : undefined;
  return (
    absolute ?? Utils.resolvePath(URI.file(io.directory), isWindows ? path.replaceAll('\\', '/') : path)
  ).toString();
}

/** A file as the user wrote it, or in the same style for included files. */
export function displayedPath(
  uri: string,
  rootPath: string,
  root: string,
  io: Pick<Io, 'directory'>,
): string {
  if (uri === root) return rootPath;
  const path = URI.parse(uri).fsPath;
  const below = `${io.directory}/`;
  return !isAbsolute(rootPath) && path.startsWith(below) ? path.slice(below.length) : path;
}
