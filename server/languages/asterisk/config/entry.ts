import type { HeaderLine, OptionLine } from './line.ts';
import type { Section } from './parser.ts';

/** Where a section stands. One object per place, shared by all that point there; `index` follows edits above it. */
export interface SectionPlace {
  readonly file: string;
  readonly section: Section;
  /** Position among the sections of its file. */
  index: number;
}

/** Some lines of one section: the whole of it, or what lies before, between or behind its include lines. */
export interface Piece {
  readonly place: SectionPlace;
  readonly from: number;
  readonly until: number;
}

/**
 * One section header as the server reads it, with the lines that count for it: its own, and those at the start of the
 * files that it includes. The server calls it a category.
 */
export interface Entry {
  readonly header: HeaderLine;
  readonly place: SectionPlace;
  readonly pieces: readonly Piece[];
  /** The name in lower case: the server compares names without case while it loads. */
  readonly key: string;
  readonly isTemplate: boolean;
  /** `(+)`: its lines go to an earlier section of the same name. */
  readonly isAppend: boolean;
  /** Names between the parentheses that are to be copied from, in order. */
  readonly parents: readonly string[];
  /** Behind the line at which the server stopped reading an included file: it does not exist for the server. */
  readonly isLost: boolean;
  /** Place in reading order over all files. */
  ordinal: number;
}

/** A line of a section. */
export interface LinePlace {
  readonly place: SectionPlace;
  /** Counted from the header of the section. */
  readonly line: number;
}

/** One option line as it counts for a section or device. */
export interface Setting extends LinePlace {
  readonly option: OptionLine;
  /** The value as the server holds it, `+=` joined. */
  readonly value: string;
  /** The lines that `+=` joined to this value, in order; this one is the last. */
  readonly joined?: readonly Setting[];
  /** The section in which the line stands: another one than the asking section when it was inherited. */
  readonly entry: Entry;
}

export function entryOf(
  header: HeaderLine,
  place: SectionPlace,
  pieces: readonly Piece[],
  ordinal: number,
  isLost: boolean,
): Entry {
  const { options } = header;
  const key = header.name.toLowerCase();
  if (options.length === 0) {
    return {
      header,
      place,
      pieces,
      key,
      isTemplate: false,
      isAppend: false,
      parents: noParents,
      isLost,
      ordinal,
    };
  }
  return {
    header,
    place,
    pieces,
    key,
    isTemplate: options.some(option => option.kind === 'template'),
    isAppend: options.some(option => option.kind === 'append'),
    parents: options.filter(option => option.kind === 'parent').map(option => option.text),
    isLost,
    ordinal,
  };
}

const noParents: readonly string[] = [];
