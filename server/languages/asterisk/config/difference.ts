import type { Project } from '../../project.ts';
import { type Entry, entryOf, type SectionPlace } from './entry.ts';
import type { ConfigTree, Section } from './parser.ts';

/** True when two states of a project consist of the same files, and its companion files have the same content. */
export function isSameShape(a: Project<ConfigTree>, b: Project<ConfigTree>): boolean {
  if (a.root !== b.root || a.trees.size !== b.trees.size || a.companions.size !== b.companions.size)
    return false;
  for (const file of b.trees.keys()) if (!a.trees.has(file)) return false;
  for (const [name, text] of b.companions) if (a.companions.get(name) !== text) return false;
  return true;
}

/** The range in which two lists of sections differ, `first` and later ones only. */
export function difference(
  before: readonly Section[],
  after: readonly Section[],
  first: number,
): { from: number; oldUntil: number; newUntil: number } {
  let from = first;
  const shorter = Math.min(before.length, after.length);
  while (from < shorter && before[from] === after[from]) from++;
  let oldUntil = before.length;
  let newUntil = after.length;
  while (oldUntil > from && newUntil > from && before[oldUntil - 1] === after[newUntil - 1]) {
    oldUntil--;
    newUntil--;
  }
  return { from, oldUntil, newUntil };
}

/** The entry of a section that includes nothing; undefined for lines before the first header. */
export function newEntry(file: string, section: Section, index: number, ordinal: number): Entry | undefined {
  const header = section.lines[0];
  if (header?.kind !== 'header') return undefined;
  const place: SectionPlace = { file, section, index };
  return entryOf(header, place, [{ place, from: 0, until: section.lines.length }], ordinal, false);
}

/** The server does not read the section as written. */
export function isBroken(entry: Entry): boolean {
  return entry.header.fault !== undefined || entry.isLost;
}

/** The server stops at a line of a section without a header: it accepts no option there. */
export function stopsBeforeHeader({ lines, hasStop }: Section): boolean {
  return hasStop || lines.some(({ kind }) => kind === 'option');
}
