/**
 * One line of a file for Asterisk's configuration reader (main/config.c). Columns are UTF-16 units in `text`. Lines with the same
 * text may be one object, so a line says nothing about its place.
 */
export type ConfigLine =
  | BlankLine
  | CommentLine
  | HeaderLine
  | DirectiveLine
  | OptionLine
  | StrayLine
  | LongLine;

interface Line {
  /** The line as written, with its line break. */
  readonly text: string;
  /** Block comments open at the end of the line. Below zero after a `--;` that closes nothing: everything after it is a comment. */
  readonly depth: number;
}

export interface BlankLine extends Line {
  readonly kind: 'blank';
}

/** Nothing but comments. */
export interface CommentLine extends Line {
  readonly kind: 'comment';
}

/** What is left of a line without its comments and the spaces around it. */
interface Code extends Line {
  readonly start: number;
  readonly end: number;
  /** The position of each unit of the code in `text`; absent when the code is one contiguous piece of it. */
  readonly map?: readonly number[];
}

/** `[name](options)`. */
export interface HeaderLine extends Code {
  readonly kind: 'header';
  /** As the server reads it: everything up to the first `]`, truncated to 79 bytes. */
  readonly name: string;
  /** The name is longer than the server keeps. */
  readonly isCut?: true;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly options: readonly SectionOption[];
  /** Column of a parenthesis that does not follow `]` directly so the server ignores it. */
  readonly detachedOptions?: number;
  /** Why the server stops reading the file here. */
  readonly fault?: 'no-bracket' | 'no-parenthesis';
}

/** One word between the parentheses of a header, exactly as the server compares it. */
export interface SectionOption {
  readonly kind: 'template' | 'append' | 'parent';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `#word argument`. */
export interface DirectiveLine extends Code {
  readonly kind: 'directive';
  /** Without the `#`, in lowercase. */
  readonly word: string;
  readonly wordEnd: number;
  /** Without quotation marks or angle brackets; absent when there is no argument. */
  readonly argument?: string;
  readonly argumentStart: number;
  readonly argumentEnd: number;
}

/** `name = value`. */
export interface OptionLine extends Code {
  readonly kind: 'option';
  readonly name: string;
  /** The name in lowercase. */
  readonly key: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly operator: '=' | '=>' | '+=';
  readonly operatorStart: number;
  readonly value: string;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** The line begins with a backslash that the server removes (11 and later); before anything but printable ASCII it ends the reading. */
  readonly backslash?: 'name' | 'invalid';
}

/** A line without an equal sign: the server warns and skips it. */
export interface StrayLine extends Code {
  readonly kind: 'stray';
  /** The line begins with a backslash before something other than printable ASCII, which ends the reading of the file. */
  readonly backslash?: 'invalid';
}

/** A line that does not fit into the server's buffer of 8192 bytes, so the server skips all of it. */
export interface LongLine extends Line {
  readonly kind: 'long';
}

export const BYTE_ORDER_MARK = '\uFEFF';

/** Column in the line of the unit `index` of an option's value (`value.length` gives the column after it). */
export function valueColumn(line: OptionLine, index: number): number {
  if (line.map === undefined) return line.valueStart + index;
  const first = line.map.indexOf(line.valueStart);
  if (first < 0) return line.valueStart;
  return line.map[first + index] ?? line.valueEnd;
}

/** An option as nearly all are: no character with a special meaning in it, and nothing behind it. */
export function isPlainOption({ name, backslash, value, text, end }: OptionLine): boolean {
  return name !== '' && backslash === undefined && !value.startsWith('"') && text[end] !== ';';
}

/** Column where the comment at the end of the line begins, if it has one. */
export function commentStart(line: ConfigLine): number | undefined {
  if (line.kind === 'blank' || line.kind === 'long') return undefined;
  const from = line.kind === 'comment' ? 0 : line.end;
  const at = line.text.indexOf(';', from);
  return at < 0 ? undefined : at;
}
