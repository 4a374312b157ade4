import type { Project } from '../../project.ts';
import { EarlierSections } from './appending.ts';
import type { Branch } from './branch.ts';
import { isAtLeast } from './branch.ts';
import { type Entry, entryOf, type LinePlace, type Piece, type SectionPlace } from './entry.ts';
import { BYTE_ORDER_MARK, type DirectiveLine } from './line.ts';
import { type ConfigTree, endsInComment, isStop } from './parser.ts';

/** What the server sees when it reads a root file with its includes, in reading order. */
export interface Reading {
  readonly entries: Entry[];
  /** The entry of every section of every file, by position; undefined for lines before the first header. */
  readonly byFile: Map<string, (Entry | undefined)[]>;
  /** Sections of included files that are never created because of their headers. */
  readonly refused: ReadonlySet<Entry>;
  /** First lines of files that the server misreads because of the byte order mark in front of them. */
  readonly marked: readonly LinePlace[];
  /** Lines at which the server stops reading the file that contains them. */
  readonly stops: readonly Stop[];
  /** Include lines that have a problem. */
  readonly faultyIncludes: readonly FaultyInclude[];
  /** Lines that the server reads before any header and that belong to no section: those of the root come first. */
  readonly preambles: readonly SectionPlace[];
  /** Files that are read more than once, or that lose their end: edits there need a new reading. */
  readonly entangled: ReadonlySet<string>;
}

export interface Stop extends LinePlace {
  readonly reason: 'header' | 'parent' | 'append' | 'option-before-section' | 'escape' | 'include' | 'depth';
}

export interface FaultyInclude extends LinePlace {
  readonly directive: DirectiveLine;
  /** `missing`: nothing matches. `deep`: more than ten levels. `cut`: the file stops at a fatal line. `repeated`: the same line as before. */
  readonly reason: 'missing' | 'deep' | 'cut' | 'repeated';
  /** For `cut`: where the included file stops. */
  readonly stop?: Stop;
  /** For `cut`: the files of the same pattern that are not read because of it. */
  readonly unread?: readonly string[];
}

/** MAX_INCLUDE_LEVEL of main/config.c. */
const MAX_INCLUDE_LEVEL = 10;
/** Our own limit on reading files again, against include lines that multiply. */
const MAX_FILES_READ_AGAIN = 2000;
/** The same for files that include themselves, directly or through others: no configuration that works needs it. */
const MAX_FILES_READ_WITHIN_THEMSELVES = 100;

/** Reads all files of a project like config_text_file_load and process_text_line. */
export function readProject(project: Project<ConfigTree>, branch: Branch): Reading {
  const reader = new Reader(project, branch);
  reader.readFile(project.root, 1);
  return reader.reading;
}

/** A reading in progress. */
class Reader {
  readonly reading = {
    entries: [] as Entry[],
    byFile: new Map<string, (Entry | undefined)[]>(),
    refused: new Set<Entry>(),
    marked: [] as LinePlace[],
    stops: [] as Stop[],
    faultyIncludes: [] as FaultyInclude[],
    preambles: [] as SectionPlace[],
    entangled: new Set<string>(),
  };
  private readonly project: Project<ConfigTree>;
  private readonly headers: Headers;
  private readonly includedAs = new Set<string>();
  /** The section that began last in any file: it gets the lines at the start of an included file. */
  private category: Piece[] | undefined;
  private filesReadAgain = 0;
  private filesReadWithinThemselves = 0;
  /** The files that include the current one, with itself. */
  private readonly openFiles: string[] = [];
  /** The files that include themselves, directly or through others. */
  private readonly circular = new Set<string>();

  constructor(project: Project<ConfigTree>, branch: Branch) {
    this.project = project;
    this.headers = new Headers(branch);
  }

  /**
   * `isUnread`: the server never reaches the file, so nothing in it counts. `isFurther`: it is not the first file of its
   * pattern; the server numbers the lines of all of them consecutively, and skips a byte order mark only in line 1.
   */
  readFile(file: string, level: number, isUnread = false, isFurther = false): Stop | undefined {
    const tree = this.project.trees.get(file);
    if (tree === undefined) return undefined;
    const { byFile, entangled, marked } = this.reading;
    if (byFile.has(file)) {
      this.filesReadAgain++;
      entangled.add(file);
    }
    const within = this.openFiles.indexOf(file);
    if (within >= 0) {
      this.filesReadWithinThemselves++;
      for (const open of this.openFiles.slice(within)) this.circular.add(open);
    }
    this.openFiles.push(file);
    const ofFile: (Entry | undefined)[] = [];
    byFile.set(file, ofFile);
    let stop: Stop | undefined;
    let current = isUnread ? [] : this.category;
    for (let index = 0; index < tree.sections.length; index++) {
      const section = tree.sections[index];
      if (section === undefined) continue;
      const place: SectionPlace = { file, section, index };
      const header = section.lines[0];
      const isMarked =
        isFurther && tree.starts[index] === 0 && header?.text.startsWith(BYTE_ORDER_MARK) === true;
      if (isMarked && !isUnread) marked.push({ place, line: 0 });
      const hasParts = section.hasDirectives && !isUnread;
      if (header?.kind === 'header' && !isMarked) {
        const pieces = hasParts ? [] : [wholeOf(place)];
        const isLost = isUnread || (stop !== undefined && level > 1);
        const entry = entryOf(header, place, pieces, this.reading.entries.length, isLost);
        ofFile.push(entry);
        stop = this.begin(entry, pieces, level, stop);
        current = pieces;
      } else {
        ofFile.push(undefined);
        if (current === undefined) stop = this.readPreamble(place, stop);
        if (!hasParts && section.lines.length > 0) current?.push(wholeOf(place));
      }
      if (hasParts) stop = this.readParts(place, current, level, stop);
      if (section.hasStop && !isUnread)
        stop = this.halt(stop, { place, line: section.lines.findIndex(isStop), reason: 'escape' });
    }
    this.openFiles.pop();
    return stop;
  }

  /** Begins a section, unless the server stopped above it or stops at its header. */
  private begin(entry: Entry, pieces: Piece[], level: number, before: Stop | undefined): Stop | undefined {
    this.reading.entries.push(entry);
    if (entry.isLost) return before;
    let stop = before;
    const reason = this.headers.stopAt(entry);
    if (reason !== undefined) {
      stop = this.halt(stop, { place: entry.place, line: 0, reason });
      if (level > 1) this.reading.refused.add(entry);
    }
    if (stop === undefined || level === 1) {
      this.category = pieces;
      if (!entry.isAppend) this.headers.enter(entry);
    }
    return stop;
  }

  /** Lines before any header, where the server accepts no option. */
  private readPreamble(place: SectionPlace, before: Stop | undefined): Stop | undefined {
    this.reading.preambles.push(place);
    const line = place.section.lines.findIndex(candidate => candidate.kind === 'option');
    return line < 0 ? before : this.halt(before, { place, line, reason: 'option-before-section' });
  }

  /** Adds the lines of a section with include lines to the pieces of its entry, and the lines of included files in between. */
  private readParts(
    place: SectionPlace,
    pieces: Piece[] | undefined,
    level: number,
    before: Stop | undefined,
  ): Stop | undefined {
    const { lines } = place.section;
    let stop = before;
    let from = 0;
    const add = (until: number): void => {
      if (pieces !== undefined && until > from) pieces.push({ place, from, until });
      from = until;
    };
    for (let line = 0; line < lines.length; line++) {
      const directive = lines[line];
      if (directive?.kind !== 'directive' || directive.argument === undefined) continue;
      if (directive.word !== 'include' && directive.word !== 'tryinclude') continue;
      if (stop !== undefined && level > 1) break;
      add(line + 1);
      const reason = this.follow({ place, line, directive }, directive.argument, level);
      this.headers.grow();
      if (reason !== undefined) stop = this.halt(stop, { place, line, reason });
    }
    add(lines.length);
    return stop;
  }

  /** Reads the files of an include line; returns why the server stops at that line, if it does. */
  private follow(at: IncludeLine, argument: string, level: number): Stop['reason'] | undefined {
    const { faultyIncludes } = this.reading;
    const isOptional = at.directive.word === 'tryinclude';
    if (this.includedAs.has(argument)) faultyIncludes.push({ ...at, reason: 'repeated' });
    this.includedAs.add(argument);
    const files = this.project.resolve(at.place.file, argument);
    if (files === undefined) return undefined;
    if (files.length === 0) {
      if (isOptional) return undefined;
      faultyIncludes.push({ ...at, reason: 'missing' });
      return 'include';
    }
    if (level > MAX_INCLUDE_LEVEL || this.isExhausted(files)) {
      faultyIncludes.push({ ...at, reason: 'deep' });
      return isOptional ? undefined : 'depth';
    }
    this.readIncluded(files, level + 1, at);
    return undefined;
  }

  /** Whether include lines have multiplied beyond our own limits, and these files would add to it. */
  private isExhausted(files: readonly string[]): boolean {
    if (this.filesReadAgain >= MAX_FILES_READ_AGAIN) return true;
    if (this.filesReadWithinThemselves < MAX_FILES_READ_WITHIN_THEMSELVES) return false;
    return files.some(file => this.circular.has(file));
  }

  /** After the first file that stops, or that ends inside a comment, the remaining files of the pattern are not read. */
  private readIncluded(files: readonly string[], level: number, at: IncludeLine): void {
    const { faultyIncludes, entangled } = this.reading;
    let isUnread = false;
    for (const [index, file] of files.entries()) {
      const stop = this.readFile(file, level, isUnread, index > 0);
      const isLast = index === files.length - 1;
      if (stop !== undefined) {
        faultyIncludes.push({ ...at, reason: 'cut', stop, unread: files.slice(index + 1) });
      }
      if (stop !== undefined || isUnread) entangled.add(file);
      isUnread ||= stop !== undefined || (!isLast && endsInComment(this.project.trees.get(file)));
    }
  }

  private halt(earlier: Stop | undefined, stop: Stop): Stop {
    this.reading.stops.push(stop);
    return earlier ?? stop;
  }
}

function wholeOf(place: SectionPlace): Piece {
  return { place, from: 0, until: place.section.lines.length };
}

type IncludeLine = Omit<FaultyInclude, 'reason'>;

/** The sections so far, in which a header looks up the names it uses. */
class Headers {
  private readonly branch: Branch;
  private readonly firstOfName = new Map<string, Entry>();
  /** Where a name has several sections, or one that something was to be added to. */
  private readonly allOfName = new Map<string, EarlierSections>();
  private growth = 0;

  constructor(branch: Branch) {
    this.branch = branch;
  }

  /** The section that holds an include line goes on behind it. */
  grow(): void {
    this.growth++;
  }

  enter(entry: Entry): void {
    if (this.firstOfName.has(entry.key)) this.earlierOf(entry.key).add(entry);
    else this.firstOfName.set(entry.key, entry);
  }

  private earlierOf(key: string): EarlierSections {
    let all = this.allOfName.get(key);
    if (all === undefined) {
      all = new EarlierSections(this.branch, (_entry, name) => this.firstOfName.get(name.toLowerCase()));
      const first = this.firstOfName.get(key);
      if (first !== undefined) all.add(first);
      this.allOfName.set(key, all);
    }
    return all;
  }

  /** Why the server stops at a header, if it does. */
  stopAt(entry: Entry): Stop['reason'] | undefined {
    if (entry.header.fault !== undefined) return 'header';
    for (const option of entry.header.options) {
      if (option.kind === 'parent' && !this.isKnownParent(option.text)) return 'parent';
      // Since 13, an empty name finds the very first section here too.
      if (option.kind !== 'append' || (entry.key === '' && isAtLeast(this.branch, '13'))) continue;
      if (
        !this.firstOfName.has(entry.key) ||
        this.earlierOf(entry.key).targetOf(entry, this.growth) === undefined
      )
        return 'append';
    }
    return undefined;
  }

  /** Since 13, an empty name finds the very first section. */
  private isKnownParent(name: string): boolean {
    if (name === '' && isAtLeast(this.branch, '13')) return this.firstOfName.size > 0;
    return this.firstOfName.has(name.toLowerCase());
  }
}
