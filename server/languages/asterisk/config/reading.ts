import type { Project } from '../../project.ts';
import { appendTarget } from './appending.ts';
import type { Branch } from './branch.ts';
import { isAtLeast } from './branch.ts';
import { type Entry, entryOf, type LinePlace, type Piece, type SectionPlace } from './entry.ts';
import { BYTE_ORDER_MARK, type DirectiveLine } from './line.ts';
import { type ConfigTree, endsInComment, isStop } from './parser.ts';

/** What the server meets when it reads a root file with its includes, in reading order. */
export interface Reading {
  readonly entries: Entry[];
  /** The entry of every section of every file, by position; undefined for lines before the first header. */
  readonly byFile: Map<string, (Entry | undefined)[]>;
  /** Sections of included files that do not come to be because of their header. */
  readonly refused: ReadonlySet<Entry>;
  /** First lines of files that are not understood because of the byte order mark before them. */
  readonly marked: readonly LinePlace[];
  /** Lines at which the server stops reading the file they stand in. */
  readonly stops: readonly Stop[];
  /** Include lines with something wrong about them. */
  readonly faultyIncludes: readonly FaultyInclude[];
  /** Lines that the server meets before any header and that belong to no section: those of the root come first. */
  readonly preambles: readonly SectionPlace[];
  /** Files that are read more than once, or that lose their end: edits there need a new reading. */
  readonly entangled: ReadonlySet<string>;
}

export interface Stop extends LinePlace {
  readonly reason: 'header' | 'parent' | 'append' | 'option-before-section' | 'escape' | 'include' | 'depth';
}

export interface FaultyInclude extends LinePlace {
  readonly directive: DirectiveLine;
  /** `missing`: nothing matches. `deep`: more than ten levels. `cut`: the file stops at a fatal line. `repeated`: same words as before. */
  readonly reason: 'missing' | 'deep' | 'cut' | 'repeated';
  /** For `cut`: where the included file stops. */
  readonly stop?: Stop;
  /** For `cut`: the files of the same pattern that are not read because of it. */
  readonly unread?: readonly string[];
}

/** MAX_INCLUDE_LEVEL of main/config.c. */
const MAX_INCLUDE_LEVEL = 10;
/** A bound of ours, against include lines that multiply. */
const MAX_FILES_READ = 2000;

/** Follows the reading of config_text_file_load and process_text_line over all files of a project. */
export function readProject(project: Project<ConfigTree>, branch: Branch): Reading {
  const entries: Entry[] = [];
  const byFile = new Map<string, (Entry | undefined)[]>();
  const stops: Stop[] = [];
  const faultyIncludes: FaultyInclude[] = [];
  const entangled = new Set<string>();
  const firstOfName = new Map<string, Entry>();
  /** Where a name has several sections. */
  const allOfName = new Map<string, Entry[]>();
  const preambles: SectionPlace[] = [];
  const refused = new Set<Entry>();
  const marked: LinePlace[] = [];
  const includedAs = new Set<string>();
  /** The section begun last in any file: it gets the lines at the start of an included file. */
  let category: Piece[] | undefined;
  let filesRead = 0;

  /**
   * `isUnread`: the server does not come to the file, so nothing in it counts. `isFurther`: it is not the first one of its
   * pattern; the server goes on counting lines over all of them, and skips a byte order mark only in line 1.
   */
  const readFile = (file: string, level: number, isUnread = false, isFurther = false): Stop | undefined => {
    const tree = project.trees.get(file);
    if (tree === undefined) return undefined;
    filesRead++;
    if (byFile.has(file)) entangled.add(file);
    const ofFile: (Entry | undefined)[] = [];
    byFile.set(file, ofFile);
    let stop: Stop | undefined;
    let current = isUnread ? [] : category;
    for (let index = 0; index < tree.sections.length; index++) {
      const section = tree.sections[index];
      if (section === undefined) continue;
      const place: SectionPlace = { file, section, index };
      const header = section.lines[0];
      const isMarked =
        isFurther && tree.starts[index] === 0 && header?.text.startsWith(BYTE_ORDER_MARK) === true;
      if (isMarked && !isUnread) marked.push({ place, line: 0 });
      if (header?.kind === 'header' && !isMarked) {
        const pieces: Piece[] = [];
        const isLost = isUnread || (stop !== undefined && level > 1);
        const entry = entryOf(header, place, pieces, entries.length, isLost);
        entries.push(entry);
        ofFile.push(entry);
        if (!isLost) {
          const reason = headerStop(entry);
          if (reason !== undefined) {
            stop = halt(stop, { place, line: 0, reason });
            if (level > 1) refused.add(entry);
          }
          if (stop === undefined || level === 1) {
            category = pieces;
            if (!entry.isAppend) enter(entry);
          }
        }
        current = pieces;
      } else {
        ofFile.push(undefined);
        if (current === undefined) {
          preambles.push(place);
          const line = section.lines.findIndex(candidate => candidate.kind === 'option');
          if (line >= 0) stop = halt(stop, { place, line, reason: 'option-before-section' });
        }
      }
      if (isUnread) current?.push({ place, from: 0, until: section.lines.length });
      else stop = readLines(place, current, level, stop);
    }
    return stop;
  };

  /** Adds the lines of a section to the pieces of its entry, and the lines of included files in between. */
  const readLines = (
    place: SectionPlace,
    pieces: Piece[] | undefined,
    level: number,
    before: Stop | undefined,
  ): Stop | undefined => {
    const { lines, hasDirectives } = place.section;
    let stop = before;
    let from = 0;
    const add = (until: number): void => {
      if (pieces !== undefined && until > from) pieces.push({ place, from, until });
      from = until;
    };
    for (let line = 0; hasDirectives && line < lines.length; line++) {
      const directive = lines[line];
      if (directive?.kind !== 'directive' || directive.argument === undefined) continue;
      if (directive.word !== 'include' && directive.word !== 'tryinclude') continue;
      if (stop !== undefined && level > 1) break;
      add(line + 1);
      if (includedAs.has(directive.argument))
        faultyIncludes.push({ place, line, directive, reason: 'repeated' });
      includedAs.add(directive.argument);
      const files = project.resolve(place.file, directive.argument);
      if (files === undefined) continue;
      if (files.length === 0) {
        if (directive.word === 'tryinclude') continue;
        faultyIncludes.push({ place, line, directive, reason: 'missing' });
        stop = halt(stop, { place, line, reason: 'include' });
        continue;
      }
      if (level > MAX_INCLUDE_LEVEL || filesRead >= MAX_FILES_READ) {
        faultyIncludes.push({ place, line, directive, reason: 'deep' });
        if (directive.word === 'include') stop = halt(stop, { place, line, reason: 'depth' });
        continue;
      }
      readIncluded(files, level + 1, { place, line, directive });
    }
    if (place.section.hasStop) stop = halt(stop, { place, line: lines.findIndex(isStop), reason: 'escape' });
    add(lines.length);
    return stop;
  };

  /** The first file that stops, or that ends inside a comment, takes those that match behind it with it. */
  const readIncluded = (files: readonly string[], level: number, at: Omit<FaultyInclude, 'reason'>): void => {
    let isUnread = false;
    for (const [index, file] of files.entries()) {
      const stop = readFile(file, level, isUnread, index > 0);
      const isLast = index === files.length - 1;
      if (stop !== undefined) {
        faultyIncludes.push({ ...at, reason: 'cut', stop, unread: files.slice(index + 1) });
      }
      if (stop !== undefined || isUnread) entangled.add(file);
      isUnread ||= stop !== undefined || (!isLast && endsInComment(project.trees.get(file)));
    }
  };

  const halt = (earlier: Stop | undefined, stop: Stop): Stop => {
    stops.push(stop);
    return earlier ?? stop;
  };

  const headerStop = (entry: Entry): Stop['reason'] | undefined => {
    if (entry.header.fault !== undefined) return 'header';
    for (const option of entry.header.options) {
      if (option.kind === 'parent' && !isKnownParent(option.text)) return 'parent';
      // From 13 on an empty name finds the first section of all here too.
      if (option.kind !== 'append' || (entry.key === '' && isAtLeast(branch, '13'))) continue;
      const first = firstOfName.get(entry.key);
      const earlier = allOfName.get(entry.key) ?? (first === undefined ? [] : [first]);
      if (appendTarget(entry, earlier, branch, parentOf) === undefined) return 'append';
    }
    return undefined;
  };

  const enter = (entry: Entry): void => {
    const first = firstOfName.get(entry.key);
    const all = allOfName.get(entry.key);
    if (first === undefined) firstOfName.set(entry.key, entry);
    else if (all === undefined) allOfName.set(entry.key, [first, entry]);
    else all.push(entry);
  };

  const parentOf = (_entry: Entry, name: string): Entry | undefined => firstOfName.get(name.toLowerCase());

  /** From 13 on an empty name finds the first section of all. */
  const isKnownParent = (name: string): boolean => {
    if (name === '' && isAtLeast(branch, '13')) return firstOfName.size > 0;
    return firstOfName.has(name.toLowerCase());
  };

  readFile(project.root, 1);
  return { entries, byFile, refused, marked, stops, faultyIncludes, preambles, entangled };
}
