import type { FindingWords, Fix as FixOf } from '../../../rules/finding.ts';
import type { Entry, LinePlace, SectionPlace } from './entry.ts';
import type { OptionLine } from './line.ts';

/** Something that a rule reports about a range of one line. Columns are UTF-16 units from the start of the line. */
export interface Finding extends LinePlace, FindingWords<Related, FixEdit> {
  readonly start: number;
  readonly end: number;
}

export interface Related extends LinePlace {
  readonly start: number;
  readonly end: number;
}

export type Fix = FixOf<FixEdit>;

export interface FixEdit extends LinePlace {
  readonly start: number;
  readonly end: number;
  /** An empty text for a whole line removes the line with its line break. */
  readonly newText: string;
  readonly wholeLine?: boolean;
}

/** The range of the value of an option, or of the whole option when the value is empty. */
export function atValue(at: LinePlace & { readonly option: OptionLine }): Omit<Finding, 'message'> {
  const { option, place, line } = at;
  const isEmpty = option.value === '';
  return { place, line, start: isEmpty ? option.nameStart : option.valueStart, end: option.valueEnd };
}

/** The range of the name of an option. */
export function atName(at: LinePlace & { readonly option: OptionLine }): Omit<Finding, 'message'> {
  return { place: at.place, line: at.line, start: at.option.nameStart, end: at.option.nameEnd };
}

/** The range of the name in the header of a section. */
export function atHeader(entry: Entry): Omit<Finding, 'message'> {
  return { place: entry.place, line: 0, start: entry.header.nameStart, end: entry.header.nameEnd };
}

/** The range of the code of a line: without comments and the spaces around it. */
export function atLine(place: SectionPlace, line: number): Omit<Finding, 'message'> {
  const text = place.section.lines[line];
  if (text === undefined || text.kind === 'blank' || text.kind === 'comment' || text.kind === 'long') {
    return { place, line, start: 0, end: text?.text.trimEnd().length ?? 0 };
  }
  return { place, line, start: text.start, end: text.end };
}

/** A fix that replaces a range with `newText`. */
export function replacing(
  title: string,
  at: Omit<Finding, 'message'>,
  newText: string,
  isPreferred = false,
): Fix {
  const { place, line, start, end } = at;
  return { title, edits: [{ place, line, start, end, newText }], ...(isPreferred ? { isPreferred } : {}) };
}

/** A fix that removes a line. */
export function removingLine(title: string, at: LinePlace, isPreferred = false): Fix {
  const edit = { place: at.place, line: at.line, start: 0, end: 0, newText: '', wholeLine: true };
  return { title, edits: [edit], ...(isPreferred ? { isPreferred } : {}) };
}
