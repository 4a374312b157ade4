import type { HeaderLine, OptionLine } from './line.ts';
import type { Section } from './parser.ts';

/** The position of a section. One object per position, shared by everything that points there; `index` follows edits above it. */
export interface SectionPlace {
  readonly file: string;
  readonly section: Section;
  /** Position among the sections of its file. */
  index: number;
}

/** Some lines of one section: all of it, or the part before, between or after its include lines. */
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
  /** The name in lowercase: the server ignores case when it compares names while loading. */
  readonly key: string;
  readonly isTemplate: boolean;
  /** `(+)`: its lines go to an earlier section of the same name. */
  readonly isAppend: boolean;
  /** Names between the parentheses to copy from, in order. */
  readonly parents: readonly string[];
  /** After the line at which the server stopped reading an included file: it does not exist for the server. */
  readonly isLost: boolean;
  /** Position in reading order over all files. */
  ordinal: number;
}

/** A line of a section. */
export interface LinePlace {
  readonly place: SectionPlace;
  /** Counted from the header of the section. */
  readonly line: number;
}

/** Equal lines may be one object, so that only their places tell them apart. */
export function isSameLine(a: LinePlace, b: LinePlace): boolean {
  return a.place === b.place && a.line === b.line;
}

/** One option line as it counts for a section or device. */
export interface Setting extends LinePlace {
  readonly option: OptionLine;
  /** The value as the server holds it, `+=` joined. */
  readonly value: string;
  /** The lines that `+=` joined to this value, in order; this one is the last. */
  readonly joined?: readonly Setting[];
  /** The section that contains the line: for an inherited line, not the section in question. */
  readonly entry: Entry;
}

/** How a section got one of its lines. */
export type LineOrigin = 'own' | 'template' | 'section' | 'appended' | 'earlier';

export function originOf(setting: Setting, entry: Entry): LineOrigin {
  const from = setting.entry;
  if (from === entry) return 'own';
  if (from.key === entry.key) return from.isAppend ? 'appended' : 'earlier';
  return from.isTemplate ? 'template' : 'section';
}

export function entryOf(
  header: HeaderLine,
  place: SectionPlace,
  pieces: readonly Piece[],
  ordinal: number,
  isLost: boolean,
): Entry {
  const key = header.name.toLowerCase();
  let isTemplate = false;
  let isAppend = false;
  let parents: string[] | undefined;
  for (const { kind, text } of header.options) {
    if (kind === 'template') isTemplate = true;
    else if (kind === 'append') isAppend = true;
    else if (parents === undefined) parents = [text];
    else parents.push(text);
  }
  return { header, place, pieces, key, isTemplate, isAppend, parents: parents ?? none, isLost, ordinal };
}

const none: readonly string[] = [];
