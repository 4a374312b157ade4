import type { Language } from '../languages/language.ts';
import type { Include, Project } from '../languages/project.ts';
import { boundsOf } from '../text/textBound.ts';
import type { OpenDocument } from './documents.ts';
import type { FileCache } from './fileCache.ts';
import { glob, isPattern } from './glob.ts';
import {
  asFolder,
  baseName,
  canonicalUri,
  folderOf,
  hasNeighbors,
  isAbsolute,
  namedPath,
  namedUri,
  relocatedPath,
  within,
  withPath,
} from './location.ts';

/** Where the files of a project come from. */
export interface Sources {
  readonly cache: FileCache;
  /** The open document of a canonical URI. */
  readonly open: (uri: string) => OpenDocument | undefined;
  /** Results of wildcards, by folder and pattern; cleared when a file is created or removed. */
  readonly patterns: Map<string, readonly string[]>;
  /** Do two canonical URIs that differ in case refer to the same file? Absent if they never do. */
  readonly isSame?: (a: string, b: string) => boolean | Promise<unknown>;
  /** An open document by its canonical URI in lower case. */
  readonly openInAnyCase?: (lower: string) => string | undefined;
}

/** One pass over everything that is read together. */
export interface Gathered {
  readonly project: Project<object>;
  /** What must be loaded before the next pass; if empty, the project is complete. */
  readonly pending: readonly (() => Promise<unknown>)[];
  /** Folders in which a created, removed or changed file may change the project. */
  readonly folders: ReadonlySet<string>;
  /** Sentences about limits that were reached and files that could not be read. */
  readonly notes: readonly string[];
}

/** Limits of the include graph. The server with the deepest limit reads 50 levels. */
export const graphBounds = { files: 10_000, depth: 64, matches: 10_000, characters: 256 * 1024 * 1024 };

/** Follows the includes of a root as far as files are known, without waiting. */
export function gather(root: string, language: Language, sources: Sources): Gathered {
  const look: Look = {
    root,
    language,
    sources,
    pending: [],
    notes: new Set(),
    folders: new Set([folderOf(root)]),
    refusals: new Map(),
    unread: new Map(),
    seen: new Set([root]),
    seenInAnyCase: new Map([[canonicalUri(root).toLowerCase(), root]]),
  };
  const { trees, resolved } = followIncludes(look);
  const companions = new Map<string, string | null>();
  for (const [name, uri] of companionsOf(root, language, trees.get(root))) {
    look.folders.add(folderOf(uri));
    lookAtCompanion(look, name, uri, companions);
  }
  const folders = foldersNamed(look, trees);
  const project: Project<object> = {
    root,
    trees,
    companions,
    ...(folders.size === 0 ? {} : { folders }),
    resolve: (from, path) => resolved.get(`${from}\n${path}`),
    refusal: (from, path) => {
      const key = `${from}\n${path}`;
      return (
        look.refusals.get(key) ??
        resolved
          .get(key)
          ?.map(uri => look.unread.get(canonicalUri(uri)))
          .find(isText)
      );
    },
  };
  return { project, pending: look.pending, folders: look.folders, notes: [...look.notes] };
}

/**
 * The files of a project by URI, and the targets of each include by file and written path, level by level up to the
 * limits.
 */
function followIncludes(look: Look): {
  readonly trees: ReadonlyMap<string, object>;
  readonly resolved: ReadonlyMap<string, readonly string[] | undefined>;
} {
  const { root, language, sources, notes } = look;
  const trees = new Map<string, object>();
  const resolved = new Map<string, readonly string[] | undefined>();
  let characters = 0;
  const counts = boundsOf(language).map(bound => ({ bound, count: 0 }));
  const queue = [{ uri: root, depth: 0 }];
  for (let next = 0; next < queue.length; next++) {
    const { uri, depth } = queue[next] ?? { uri: root, depth: 0 };
    const tree = treeOf(look, uri);
    if (tree === undefined) continue;
    trees.set(uri, tree);
    characters += sources.cache.lengthOf(canonicalUri(uri));
    if (characters > graphBounds.characters) {
      notes.add(
        `The included files have more than ${graphBounds.characters / 1024 / 1024} MB in total; the rest is not read.`,
      );
      break;
    }
    for (const each of counts) each.count += sources.cache.countOf(canonicalUri(uri), each.bound);
    const passed = counts.find(({ bound, count }) => count > bound.most)?.bound;
    if (passed !== undefined) {
      const most = `${passed.most.toLocaleString('en-US')} ${passed.what}`;
      notes.add(`The included files have more than ${most} in total; the rest is not read.`);
      break;
    }
    if (language.includeBases?.length === 0) continue;
    for (const include of includesOf(language, tree)) {
      const key = `${uri}\n${include.path}`;
      if (resolved.has(key)) continue;
      const targets = resolveInclude(look, uri, include.path);
      resolved.set(key, targets);
      for (const target of targets ?? [])
        if (isNextToRead(look, target, depth)) queue.push({ uri: target, depth: depth + 1 });
    }
  }
  return { trees, resolved };
}

/** Counts a file that a file of this depth includes as part of the project, unless it already is or a limit is reached. */
function isNextToRead({ seen, seenInAnyCase, notes }: Look, target: string, depth: number): boolean {
  if (seen.has(target)) return false;
  if (depth >= graphBounds.depth) {
    notes.add(`Includes more than ${graphBounds.depth} levels deep are not followed.`);
    return false;
  }
  if (seen.size >= graphBounds.files) {
    notes.add(`Only the first ${graphBounds.files} included files are read.`);
    return false;
  }
  seen.add(target);
  const lower = target.toLowerCase();
  if (!seenInAnyCase.has(lower)) seenInAnyCase.set(lower, target);
  return true;
}

/** URIs of the server's other files in the folder of a root, or in the settings of the root, by name. */
export function companionsOf(
  root: string,
  language: Language,
  tree: object | undefined,
): ReadonlyMap<string, string> {
  if (!hasNeighbors(root)) return new Map();
  const further = tree === undefined ? [] : (language.companionsNamed?.(tree) ?? []);
  return new Map(
    [...language.companions, ...further].flatMap((name): [string, string][] => {
      const named = namedPath(root, name);
      if ('refusal' in named) return [];
      const uri = namedUri(root, named.path);
      // Files of one language can be companions of each other, but not of themselves.
      return uri === root ? [] : [[name, uri]];
    }),
  );
}

interface Look {
  readonly root: string;
  readonly language: Language;
  readonly sources: Sources;
  readonly pending: (() => Promise<unknown>)[];
  readonly notes: Set<string>;
  readonly folders: Set<string>;
  /** Why a path of a file is not looked up. */
  readonly refusals: Map<string, string>;
  /** Why a file is not read, by canonical URI. */
  readonly unread: Map<string, string>;
  /** Files that are part of the project so far, and the first of each name in lower case. */
  readonly seen: Set<string>;
  readonly seenInAnyCase: Map<string, string>;
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}

const includesByTree = new WeakMap<object, readonly Include[]>();

function includesOf(language: Language, tree: object): readonly Include[] {
  let includes = includesByTree.get(tree);
  if (includes === undefined) {
    includes = language.includes(tree);
    includesByTree.set(tree, includes);
  }
  return includes;
}

function treeOf(look: Look, uri: string): object | undefined {
  const canonical = canonicalUri(uri);
  const open = look.sources.open(canonical);
  if (open !== undefined) {
    const { refusal } = open;
    if (refusal === undefined) return open.tree(look.language);
    noteReason(look, canonical, refusal);
    return undefined;
  }
  if (!hasNeighbors(uri)) return undefined;
  const tree = look.sources.cache.tree(canonical, look.language, look.root);
  if (tree instanceof Promise) {
    look.pending.push(() => tree);
    return undefined;
  }
  if (tree === undefined) noteUnreadable(look, canonical);
  return tree;
}

function noteUnreadable(look: Look, canonical: string): void {
  const { cache } = look.sources;
  const content = cache.content(canonical, look.root);
  if (content instanceof Promise || content.kind === 'missing') return;
  const reason = content.kind === 'text' ? cache.excessOf(canonical, look.language) : content.reason;
  if (reason !== undefined) refuse(look, canonical, reason);
}

function refuse(look: Look, canonical: string, reason: string): void {
  noteReason(look, canonical, reason);
  look.unread.set(canonical, reason);
}

/** True for a file that has been read and includes nothing. */
export function isAlone(uri: string, language: Language, { cache, open }: Sources): boolean {
  const canonical = canonicalUri(uri);
  const document = open(canonical);
  if (document?.refusal !== undefined) return false;
  const tree = document === undefined ? cache.tree(canonical, language, uri) : document.tree(language);
  return tree !== undefined && !(tree instanceof Promise) && includesOf(language, tree).length === 0;
}

/** Notes belong to the root: a note about another file contains its name. */
function noteReason({ notes, root }: Look, canonical: string, reason: string): void {
  const name = baseName(canonical);
  const isNamed = canonical === canonicalUri(root) || reason.includes(name);
  notes.add(isNamed ? reason : `${name}: ${reason}`);
}

/** URIs that a path refers to; undefined if unknown. */
function resolveInclude(look: Look, from: string, written: string): readonly string[] | undefined {
  if (written === '' || !hasNeighbors(look.root)) return undefined;
  const named = namedPath(look.root, written);
  if ('refusal' in named) {
    look.refusals.set(`${from}\n${written}`, named.refusal);
    return undefined;
  }
  const { path } = named;
  const bases = isAbsolute(path)
    ? [withPath(look.root, '/')]
    : (look.language.includeBases ?? ['root']).map(base => folderOf(base === 'root' ? look.root : from));
  for (const base of bases) {
    const found = isPattern(path) ? matchesOf(look, base, path) : existing(look, base, path);
    if (found === undefined || found.length > 0) return found;
  }
  return isAbsolute(path) ? elsewhere(look, path) : [];
}

function existing(look: Look, base: string, path: string): readonly string[] | undefined {
  const canonical = isAbsolute(path) ? withPath(look.root, path) : within(base, path);
  look.folders.add(folderOf(canonical));
  const known = look.seen.has(canonical) ? canonical : look.sources.open(canonical)?.uri;
  if (known !== undefined) return [known];
  const content = look.sources.cache.content(canonical, look.root);
  if (content instanceof Promise) {
    look.pending.push(() => content);
    return undefined;
  }
  if (content.kind === 'unreadable') refuse(look, canonical, content.reason);
  if (content.kind === 'missing') return [];
  const other = sameInOtherCase(look, canonical);
  if (other === 'unknown') return undefined;
  return [other ?? canonical];
}

/** The known URI of a file that is spelled in a different case; `unknown` while it is looked up. */
function sameInOtherCase(look: Look, canonical: string): string | 'unknown' | undefined {
  const { isSame, openInAnyCase } = look.sources;
  if (isSame === undefined) return undefined;
  const lower = canonical.toLowerCase();
  for (const uri of [openInAnyCase?.(lower), look.seenInAnyCase.get(lower)]) {
    if (uri === undefined || canonicalUri(uri) === canonical) continue;
    const answer = isSame(canonicalUri(uri), canonical);
    if (answer === true) return uri;
    if (answer === false) continue;
    look.pending.push(() => answer);
    return 'unknown';
  }
  return undefined;
}

function matchesOf(look: Look, base: string, pattern: string): readonly string[] | undefined {
  const { sources } = look;
  const key = `${base}\n${pattern}`;
  const known = sources.patterns.get(key);
  if (known === undefined) {
    look.pending.push(async () => {
      const files = await glob(folder => sources.cache.list(folder), base, pattern, graphBounds.matches);
      sources.patterns.set(key, files);
    });
    return undefined;
  }
  for (const uri of known) look.folders.add(folderOf(uri));
  look.folders.add(
    folderOf(isAbsolute(pattern) ? withPath(base, fixedPart(pattern)) : within(base, fixedPart(pattern))),
  );
  if (known.length >= graphBounds.matches) {
    look.notes.add(`Only the first ${graphBounds.matches} files of an include with wildcards are read.`);
  }
  return known.map(uri => sources.open(uri)?.uri ?? uri);
}

/**
 * An absolute path that is not on this machine: perhaps the whole folder was copied, for example to a repository of
 * configurations. If neither the file nor its folder is found, only the server knows.
 */
function elsewhere(look: Look, path: string): readonly string[] | undefined {
  const moved = relocatedPath(folderOf(look.root), path);
  if (moved !== undefined) {
    return isPattern(path) ? matchesOf(look, withPath(look.root, '/'), moved) : existing(look, '', moved);
  }
  const folder = folderOf(withPath(look.root, fixedPart(path)));
  const exists = look.sources.cache.hasFolder(folder);
  if (exists instanceof Promise) {
    look.pending.push(() => exists);
    return undefined;
  }
  return exists ? [] : undefined;
}

/** A path up to its first wildcard. */
function fixedPart(path: string): string {
  return path.slice(0, path.search(/[*?[{]|$/));
}

function lookAtCompanion(
  look: Look,
  name: string,
  canonical: string,
  companions: Map<string, string | null>,
): void {
  const { cache, open } = look.sources;
  const document = open(canonical);
  const content =
    document === undefined
      ? cache.content(canonical, look.root)
      : { kind: 'text' as const, text: document.text.getText() };
  if (content instanceof Promise) look.pending.push(() => content);
  else if (content.kind === 'missing') companions.set(name, null);
  else if (content.kind === 'text') {
    const excess = document === undefined ? cache.excessOf(canonical, {}) : document.refusal;
    if (excess === undefined) companions.set(name, content.text);
    else noteReason(look, canonical, excess);
  }
}

/** What is in the folders that the files of a project name. */
function foldersNamed(
  { root, language, sources, pending, folders }: Look,
  trees: ReadonlyMap<string, object>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  if (language.foldersNamed === undefined || !hasNeighbors(root)) return found;
  const paths = new Set<string>();
  for (const tree of trees.values()) for (const path of language.foldersNamed(tree)) paths.add(path);
  for (const written of paths) {
    const named = namedPath(root, written);
    if ('refusal' in named || !isAbsolute(named.path)) continue;
    const uri = namedUri(root, asFolder(named.path));
    folders.add(uri);
    const entries = sources.cache.entries(uri);
    if (entries instanceof Promise) pending.push(() => entries);
    else if (entries !== undefined)
      found.set(
        written,
        entries.map(({ name }) => name),
      );
  }
  return found;
}
