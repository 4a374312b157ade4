import { lengthWithoutEol, splitLines } from '../text/lines.ts';
import type { FileSystem } from './files.ts';
import { canonicalUri } from './location.ts';
import type { Workspace } from './workspace.ts';

/** The lines of the files of a project, by URI, as they are on disk. */
export type Snapshot = ReadonlyMap<string, readonly string[]>;

/**
 * Reads files from disk again; `unsaved` is a file that has a different text in an editor. Files that cannot be read are
 * omitted.
 */
export async function readSnapshot(
  uris: Iterable<string>,
  files: FileSystem,
  workspace: Workspace,
): Promise<{ readonly snapshot: Snapshot } | { readonly unsaved: string }> {
  const read = async (uri: string) => ({ uri, content: await files.read(canonicalUri(uri)) });
  const contents = await Promise.all([...uris].map(read));
  const snapshot = new Map<string, readonly string[]>();
  for (const { uri, content } of contents) {
    const text = content.kind === 'text' ? content.text : undefined;
    const open = workspace.document(uri)?.text.getText();
    if (open !== undefined && !isSameText(open, text)) return { unsaved: uri };
    if (text !== undefined) snapshot.set(uri, splitLines(text));
  }
  return { snapshot };
}

export function isSameSnapshot(a: Snapshot, b: Snapshot): boolean {
  if (a.size !== b.size) return false;
  for (const [uri, lines] of a) if (!isSameLines(lines, b.get(uri) ?? [])) return false;
  return true;
}

/** An editor keeps no byte order mark, and may show one kind of line ending for several. */
function isSameText(open: string, stored: string | undefined): boolean {
  if (stored === undefined) return false;
  return open === stored || isSameLines(splitLines(open), splitLines(stored.replace(/^\uFEFF/, '')));
}

function isSameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => withoutEol(line) === withoutEol(b[index] ?? ''));
}

function withoutEol(line: string): string {
  return line.slice(0, lengthWithoutEol(line));
}
