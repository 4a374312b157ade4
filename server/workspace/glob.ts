import { LONGEST_PATTERN, nameMatcher } from '../text/shellPattern.ts';
import type { FolderEntry } from './files.ts';
import { within } from './location.ts';

/** True when the shell would expand a path. */
export function isPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/**
 * URIs of the files below `folder` that match a pattern, as glob(3) with braces returns them: sorted by code unit for each
 * alternative of a brace. `list` returns undefined for a folder that does not exist. At most `limit` files, found in at most
 * `maxFolders` folders.
 */
export async function glob(
  list: (folder: string) => Promise<readonly FolderEntry[] | undefined>,
  folder: string,
  pattern: string,
  limit: number,
): Promise<string[]> {
  const files: string[] = [];
  const budget = { folders: maxFolders };
  for (const alternative of expandBraces(pattern)) {
    const segments = alternative.split('/').filter(segment => segment !== '' && segment !== '.');
    await walk(list, folder, segments, files, limit, budget);
    if (files.length >= limit) break;
  }
  return files;
}

/** Stops patterns such as one for all folders of a disk. */
const maxFolders = 2_000;

async function walk(
  list: (folder: string) => Promise<readonly FolderEntry[] | undefined>,
  folder: string,
  segments: readonly string[],
  files: string[],
  limit: number,
  budget: { folders: number },
): Promise<void> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return;
  if (rest.length > 0 && !isPattern(segment))
    return walk(list, within(folder, segment), rest, files, limit, budget);
  if (--budget.folders < 0) return;
  const entries = (await list(folder)) ?? [];
  const matches = matcher(segment);
  const names = entries
    .filter(entry => entry.isFolder === rest.length > 0 && matches(entry.name))
    .map(entry => entry.name)
    .sort();
  for (const name of names) {
    if (files.length >= limit) return;
    if (rest.length === 0) files.push(within(folder, name));
    else await walk(list, within(folder, name), rest, files, limit, budget);
  }
}

function matcher(segment: string): (name: string) => boolean {
  if (!isPattern(segment)) return name => name === segment;
  return nameMatcher(segment);
}

const MOST_ALTERNATIVES = 256;

/** Alternatives of the braces in a pattern, in order; nested braces too. More than 256 are not expanded. */
export function expandBraces(pattern: string): string[] {
  if (pattern.length > LONGEST_PATTERN) return [pattern];
  const done: string[] = [];
  let open = [pattern];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const parts = firstBrace(next);
    if (parts === undefined || done.length + open.length + parts.alternatives.length > MOST_ALTERNATIVES)
      done.push(next);
    else open = [...parts.alternatives.map(one => parts.before + one + parts.after), ...open];
  }
  return done;
}

function firstBrace(
  pattern: string,
): { before: string; alternatives: readonly string[]; after: string } | undefined {
  const start = pattern.indexOf('{');
  if (start < 0) return undefined;
  const alternatives: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '{') depth++;
    else if (character === '}') depth--;
    if ((character === ',' && depth === 1) || (character === '}' && depth === 0)) {
      alternatives.push(pattern.slice(from, at));
      from = at + 1;
    }
    if (depth === 0) return { before: pattern.slice(0, start), alternatives, after: pattern.slice(at + 1) };
  }
  return undefined;
}
