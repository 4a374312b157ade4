import type { Language } from '../languages/language.ts';
import { isAlone, type Sources } from './graph.ts';
import { baseName, canonicalUri, folderOf, hasNeighbors, isBelow, within } from './location.ts';
import { gatherResponding, gatherWhole } from './project.ts';

/** The maximum number of files in one folder, and of parent folders, that are searched for a root. */
const searchBounds = { files: 64, folders: 16 };

/**
 * The root of the project that a file belongs to: a file that includes it, directly or indirectly, and that no other
 * such file includes; the file itself if there is none. `live` are the roots in use; otherwise files of the language in
 * the same folder and above it, up to the workspace folder, are tried. `whenLate` is called once files have arrived that were not
 * waited for: the root may then be another one.
 */
export async function findRoot(
  uri: string,
  language: Language,
  sources: Sources,
  live: Iterable<string>,
  workspaceFolders: readonly string[],
  whenLate: () => void,
): Promise<string> {
  if (language.includeBases?.length === 0 || !hasNeighbors(uri)) return uri;
  const candidates = new Set(live);
  for (const candidate of await neighbors(uri, language, sources, workspaceFolders))
    candidates.add(candidate);
  candidates.delete(uri);
  const including = new Map<string, ReadonlySet<string>>();
  for (const candidate of candidates) {
    const trees = await treesOf(candidate, language, sources, whenLate);
    if (trees?.has(uri)) including.set(candidate, new Set(trees.keys()));
  }
  if (including.size === 0) return uri;
  // Of files that include each other in a cycle, the one with the shortest name is the root.
  const own = (await gatherWhole(uri, language, sources)).project.trees;
  for (const candidate of including.keys())
    if (own.has(candidate) && comesFirst(uri, candidate)) including.delete(candidate);
  const isIncluded = (candidate: string): boolean =>
    [...including].some(([other, trees]) => comesFirst(other, candidate) && trees.has(candidate)) ||
    [...including].some(
      ([other, trees]) =>
        other !== candidate && trees.has(candidate) && !including.get(candidate)?.has(other),
    );
  for (const candidate of including.keys()) if (!isIncluded(candidate)) return candidate;
  return uri;
}

/**
 * The files of a candidate; undefined if it includes none, and if its language fails: this is reported when the file itself is
 * requested.
 */
async function treesOf(
  candidate: string,
  language: Language,
  sources: Sources,
  whenLate: () => void,
): Promise<ReadonlyMap<string, object> | undefined> {
  try {
    if (isAlone(candidate, language, sources)) return undefined;
    return (await gatherResponding(candidate, language, sources, whenLate)).project.trees;
  } catch {
    return undefined;
  }
}

/** The shorter name is the more general one: sip.conf before sip_peers.conf. */
function comesFirst(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}

async function neighbors(
  uri: string,
  language: Language,
  sources: Sources,
  workspaceFolders: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  let folder = folderOf(uri);
  const top = workspaceFolders.find(candidate => isBelow(canonicalUri(uri), candidate));
  for (let level = 0; level < searchBounds.folders; level++) {
    const entries = (await sources.cache.list(folder)) ?? [];
    const names = entries
      .filter(entry => !entry.isFolder && entry.name !== baseName(uri) && language.recognizes(entry.name, ''))
      .map(entry => entry.name)
      .sort((a, b) => (comesFirst(a, b) ? -1 : 1))
      .slice(0, searchBounds.files);
    for (const name of names) {
      const candidate = within(folder, name);
      found.push(sources.open(candidate)?.uri ?? candidate);
    }
    if (top === undefined || folder === top || folderOf(folder) === folder) break;
    folder = folderOf(folder);
  }
  return found;
}
