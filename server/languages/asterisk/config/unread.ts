import { appendAll } from '../../../text/longLists.ts';
import type { AsteriskConf } from './conf.ts';
import type { Entry, LinePlace, Piece } from './entry.ts';
import { isPartName } from './partName.ts';
import type { Reading } from './reading.ts';

/**
 * Text that the server has but that could not be read here: included files of another machine or missing ones, the output of
 * `#exec`, and what is around a file that was opened without the one that includes it. Its content is unknown, so nothing may
 * be concluded from a line or section that was not found.
 */
interface Unread {
  /** Sections that such text may add lines to: those with the include lines. */
  readonly sections: ReadonlySet<Entry>;
  /** The first of them. */
  readonly first: Entry | undefined;
  /** It is above the very first section. */
  readonly isAtTop: boolean;
  /** It is included there, by a file that was read. */
  readonly isIncludedAtTop: boolean;
  /** The lines that include it. */
  readonly places: readonly LinePlace[];
}

/** The lines that include text that could not be read here, in reading order. */
export function unreadPlaces(conf: AsteriskConf): readonly LinePlace[] {
  return unreadOf(conf).places;
}

/** True when nothing is unknown about the lines of a section, inherited and added ones included. */
export function isSectionWhole(conf: AsteriskConf, entry: Entry): boolean {
  const { sections, isAtTop } = unreadOf(conf);
  if (sections.size === 0 && !isAtTop) return true;
  const seen = new Set<Entry>();
  const waiting = [entry];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (sections.has(next)) return false;
    appendAll(waiting, conf.appendedTo(next));
    for (const name of next.parents) {
      const parent = conf.parentOf(next, name);
      if (parent === undefined) return false;
      waiting.push(parent);
    }
  }
  return true;
}

/** True when a section that could not be read may be above `entry`. */
export function mayFollowUnread(conf: AsteriskConf, entry: Entry): boolean {
  const { first, isAtTop } = unreadOf(conf);
  return isAtTop || (first !== undefined && first.ordinal < entry.ordinal);
}

/** True when a file read here includes, above `entry`, text that could not be read; a file opened without the one that includes it is not such text. */
export function followsUnreadInclude(conf: AsteriskConf, entry: Entry): boolean {
  const { first, isIncludedAtTop } = unreadOf(conf);
  return isIncludedAtTop || (first !== undefined && first.ordinal < entry.ordinal);
}

/** True when lines that could not be read may be directly above the first line of the root, in a section of another file. */
export function startsInUnread({ project }: AsteriskConf): boolean {
  return isPartName(project.root);
}

/** True when everything that the server reads was read. */
export function isReadWhole(conf: AsteriskConf): boolean {
  const { sections, isAtTop } = unreadOf(conf);
  return !isAtTop && sections.size === 0;
}

/** By the list of sections: edits that touch no include line keep it. */
const known = new WeakMap<Reading['entries'], Unread>();

function unreadOf(conf: AsteriskConf): Unread {
  const { entries } = conf.reading;
  let unread = known.get(entries);
  if (unread === undefined) {
    unread = findUnread(conf);
    known.set(entries, unread);
  }
  return unread;
}

function findUnread(conf: AsteriskConf): Unread {
  const { preambles, entries } = conf.reading;
  const top = preambles.flatMap(place =>
    placesIn(conf, { place, from: 0, until: place.section.lines.length }),
  );
  const places = [...top];
  const sections = entries.filter(({ pieces }) => {
    const own = pieces.flatMap(piece => placesIn(conf, piece));
    appendAll(places, own);
    return own.length > 0;
  });
  const isIncludedAtTop = top.length > 0;
  const isAtTop = isIncludedAtTop || isPartName(conf.project.root);
  return { sections: new Set(sections), first: sections[0], isAtTop, isIncludedAtTop, places };
}

function placesIn({ project }: AsteriskConf, { place, from, until }: Piece): LinePlace[] {
  const { lines, hasDirectives } = place.section;
  if (!hasDirectives) return [];
  return lines.slice(from, until).flatMap((line, index) => {
    if (line.kind !== 'directive' || line.argument === undefined) return [];
    return isUnread(project, place.file, line.word, line.argument) ? [{ place, line: from + index }] : [];
  });
}

function isUnread(project: AsteriskConf['project'], from: string, word: string, argument: string): boolean {
  if (word === 'exec') return true;
  if (word !== 'include' && word !== 'tryinclude') return false;
  const files = project.resolve(from, argument);
  // A file that is allowed to be missing, and is, adds nothing.
  if (files?.length === 0) return word === 'include';
  return files?.every(file => project.trees.has(file)) !== true;
}
