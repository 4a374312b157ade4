import { ignoreMarker } from '../../../rules/ignore.ts';
import { splitLines } from '../../../text/lines.ts';
import type { LineEdit } from '../../project.ts';

/**
 * How the server reads one line (`LpConfig::parseFile` in lpconfig.cc). Columns are UTF-16 units in the line.
 * The `Start` and `End` of a part enclose exactly that part.
 */
export type Statement =
  | { readonly kind: 'blank' }
  | { readonly kind: 'comment'; readonly start: number }
  | SectionHeader
  | Entry
  | {
      readonly kind: 'dropped';
      readonly reason: DropReason;
      readonly start: number;
      readonly end: number;
    };

export interface SectionHeader {
  readonly kind: 'section';
  /** First word between the brackets. */
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Column of the closing bracket; the rest of the line is ignored. */
  readonly close: number;
}

export interface Entry {
  readonly kind: 'entry';
  /** First word before the equals sign. */
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly equals: number;
  /** The value as the server holds it: it may end in a tab or in the carriage return of a CR LF line. */
  readonly value: string;
  readonly valueStart: number;
  /** End of the value, without the carriage return of the line ending. */
  readonly valueEnd: number;
  /** `key=` with nothing after it: the server ignores the line and uses the default. */
  readonly ignored: boolean;
}

export type DropReason =
  | 'no-equals'
  | 'unclosed-bracket'
  | 'empty-brackets'
  | 'no-key'
  /** It follows a carriage return without line feed, which does not end a line for the server. */
  | 'after-carriage-return';

export interface ConfigurationLine {
  /** The line, including its line ending. */
  readonly text: string;
  readonly statement: Statement;
  /** The rest of a line that is longer than the server's buffer, which the server reads as separate lines. */
  readonly overflow: readonly Statement[];
}

/** The lines from one section header up to the next; the first section holds the lines before any header. */
export interface Section {
  /** The header, undefined for the lines before the first one. */
  readonly header: SectionHeader | undefined;
  /** All lines, the header being the first. */
  readonly lines: readonly ConfigurationLine[];
}

export interface FlexisipTree {
  readonly sections: readonly Section[];
}

/** Bytes that one `fgets` of the server reads, since 2.3.5. */
export const LINE_BUFFER_BYTES = 20479;

export function parseFlexisip(text: string): FlexisipTree {
  return { sections: group(splitLines(text).map(parseLine), true) };
}

/** Re-reads only the new lines; sections that the edit does not touch are kept as they are. */
export function editFlexisip(tree: FlexisipTree, edit: LineEdit): FlexisipTree {
  const { sections } = tree;
  let first = 0;
  let start = 0;
  for (;;) {
    const section = sections[first];
    if (section === undefined || first + 1 >= sections.length || edit.line <= start + section.lines.length)
      break;
    start += section.lines.length;
    first++;
  }
  let last = first;
  let end = start + (sections[first]?.lines.length ?? 0);
  while (end < edit.line + edit.removed && last + 1 < sections.length) {
    last++;
    end += sections[last]?.lines.length ?? 0;
  }
  const added = edit.lines.map(parseLine);
  const touched =
    first === last
      ? (sections[first]?.lines ?? [])
      : sections.slice(first, last + 1).flatMap(section => section.lines);
  const above = touched.slice(0, edit.line - start);
  const removed = touched.slice(above.length, above.length + edit.removed);
  const below = touched.slice(above.length + edit.removed);
  const lines = above.concat(added, below);
  if (first === last && isPlain(above.at(-1), removed, added, below[0])) {
    const section = { header: sections[first]?.header, lines };
    return { sections: [...sections.slice(0, first), section, ...sections.slice(first + 1)] };
  }
  // No section but the last ends in a lone carriage return: the line would continue in the next section.
  while (endsInCarriageReturn(lines.at(-1)) && last + 1 < sections.length) {
    last++;
    for (const line of sections[last]?.lines ?? []) lines.push(line);
  }
  return {
    sections: [...sections.slice(0, first), ...group(lines, first === 0), ...sections.slice(last + 1)],
  };
}

/** Whether lines can take the place of others without a change of the sections or of the lines around them. */
function isPlain(
  above: ConfigurationLine | undefined,
  removed: readonly ConfigurationLine[],
  added: readonly ConfigurationLine[],
  below: ConfigurationLine | undefined,
): boolean {
  const changed = [...removed, ...added];
  const isHeader = (line: ConfigurationLine) => headerOf(line) !== undefined;
  return ![above, ...changed].some(endsInCarriageReturn) && !changed.some(isHeader) && !isRest(below);
}

export function printFlexisip(tree: FlexisipTree): string {
  return tree.sections.map(section => section.lines.map(line => line.text).join('')).join('');
}

const markedOfSection = new WeakMap<Section, readonly number[]>();

/** The lines that may contain ignore comments. */
export function markedLines(tree: FlexisipTree): { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  const starts = sectionStarts(tree);
  tree.sections.forEach((section, index) => {
    let marked = markedOfSection.get(section);
    if (marked === undefined) {
      marked = section.lines.flatMap(({ text }, line) => (text.includes(ignoreMarker) ? [line] : []));
      markedOfSection.set(section, marked);
    }
    for (const line of marked)
      found.push({ line: (starts[index] ?? 0) + line, text: section.lines[line]?.text ?? '' });
  });
  return found;
}

/** The number of the first line of every section. */
export function sectionStarts(tree: FlexisipTree): number[] {
  let line = 0;
  return tree.sections.map(section => {
    const start = line;
    line += section.lines.length;
    return start;
  });
}

/** The section that holds a line of the file, the number of its first line, and the line itself. */
export function lineAt(
  tree: FlexisipTree,
  line: number,
): { section: Section; start: number; line: ConfigurationLine } | undefined {
  let start = 0;
  for (const section of tree.sections) {
    const found = section.lines[line - start];
    if (found !== undefined) return { section, start, line: found };
    start += section.lines.length;
  }
  return undefined;
}

export function parseLine(text: string): ConfigurationLine {
  const chunks = text.length * 3 > LINE_BUFFER_BYTES ? bufferChunks(text) : [text];
  const [first = '', ...rest] = chunks;
  let column = first.length;
  const overflow = rest.map(chunk => {
    const statement = parseStatement(chunk, column);
    column += chunk.length;
    return statement;
  });
  return { text, statement: parseStatement(first, 0), overflow };
}

/** A line as `fgets` returns it: pieces of at most `LINE_BUFFER_BYTES` bytes of UTF-8. */
function bufferChunks(text: string): string[] {
  const chunks: string[] = [];
  let start = 0;
  let bytes = 0;
  let index = 0;
  while (index < text.length) {
    const code = text.codePointAt(index) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes + size > LINE_BUFFER_BYTES) {
      chunks.push(text.slice(start, index));
      start = index;
      bytes = 0;
    }
    bytes += size;
    index += code > 0xffff ? 2 : 1;
  }
  chunks.push(text.slice(start));
  return chunks;
}

function parseStatement(chunk: string, column: number): Statement {
  const nul = chunk.indexOf('\0');
  const seen = nul < 0 ? chunk : chunk.slice(0, nul);
  const newline = seen.endsWith('\n');
  const end = newline ? seen.length - 1 : seen.length;
  const indent = skipSpaces(seen, 0, end);
  if (seen[indent] === '#') return { kind: 'comment', start: column + indent };
  if (seen[indent] === '[') return sectionStatement(seen, indent, end, column);
  const equals = seen.indexOf('=');
  if (equals < 0) {
    const [start, stop] = trimmed(seen, 0, end);
    if (start === stop) return { kind: 'blank' };
    return { kind: 'dropped', reason: 'no-equals', start: column + start, end: column + stop };
  }
  return entryStatement(seen, equals, end, newline, column);
}

function sectionStatement(seen: string, open: number, end: number, column: number): Statement {
  const close = seen.indexOf(']', open);
  if (close < 0) {
    const stop = trimmed(seen, open, end)[1];
    return { kind: 'dropped', reason: 'unclosed-bracket', start: column + open, end: column + stop };
  }
  const [start, stop] = firstWord(seen, open + 1, close);
  if (start === stop) {
    return { kind: 'dropped', reason: 'empty-brackets', start: column + open, end: column + close + 1 };
  }
  return {
    kind: 'section',
    name: seen.slice(start, stop),
    nameStart: column + start,
    nameEnd: column + stop,
    close: column + close,
  };
}

function entryStatement(
  seen: string,
  equals: number,
  end: number,
  newline: boolean,
  column: number,
): Statement {
  const [keyStart, keyEnd] = firstWord(seen, 0, equals);
  if (keyStart === keyEnd) {
    return {
      kind: 'dropped',
      reason: 'no-key',
      start: column + equals,
      end: column + trimmed(seen, equals, end)[1],
    };
  }
  // The last line of a file without newline keeps its trailing spaces, and an empty value there counts as a value.
  let stop = end;
  if (newline) while (stop > equals + 1 && seen[stop - 1] === ' ') stop--;
  const valueStart = skipSpaces(seen, equals + 1, stop);
  const value = seen.slice(valueStart, stop);
  const carriageReturn = newline && value.endsWith('\r') ? 1 : 0;
  return {
    kind: 'entry',
    key: seen.slice(keyStart, keyEnd),
    keyStart: column + keyStart,
    keyEnd: column + keyEnd,
    equals: column + equals,
    value,
    valueStart: column + valueStart,
    valueEnd: column + stop - carriageReturn,
    ignored: newline && end === equals + 1,
  };
}

/** Start and end of the first word; words are separated by the characters that `isspace` of C accepts. */
function firstWord(text: string, from: number, to: number): [number, number] {
  let start = from;
  while (start < to && isBlank(text.charCodeAt(start))) start++;
  let end = start;
  while (end < to && !isBlank(text.charCodeAt(end))) end++;
  return [start, end];
}

function trimmed(text: string, from: number, to: number): [number, number] {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return [start, end];
}

function skipSpaces(text: string, from: number, to: number): number {
  let index = from;
  while (index < to && text[index] === ' ') index++;
  return index;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Groups lines into sections; `leading` if the first line is that of the file, whose first section has no header. */
function group(lines: readonly ConfigurationLine[], leading: boolean): Section[] {
  const sections: Section[] = [];
  let header: SectionHeader | undefined;
  let current: ConfigurationLine[] = [];
  let open = leading;
  let before: ConfigurationLine | undefined;
  for (const own of lines) {
    const line = inPlace(own, before);
    before = line;
    const found = headerOf(line);
    if (found !== undefined) {
      if (open) sections.push({ header, lines: current });
      header = found;
      current = [];
      open = true;
    }
    current.push(line);
  }
  if (open) sections.push({ header, lines: current });
  return sections;
}

/** A line as the server reads it after another one: after a lone carriage return, it is the rest of the same line. */
function inPlace(line: ConfigurationLine, before: ConfigurationLine | undefined): ConfigurationLine {
  const becomesRest = endsInCarriageReturn(before);
  if (becomesRest === isRest(line)) return line;
  if (!becomesRest) return parseLine(line.text);
  const [start, end] = trimmed(line.text, 0, line.text.length);
  const statement: Statement = { kind: 'dropped', reason: 'after-carriage-return', start, end };
  return { text: line.text, statement, overflow: [] };
}

function isRest(line: ConfigurationLine | undefined): boolean {
  return line?.statement.kind === 'dropped' && line.statement.reason === 'after-carriage-return';
}

function endsInCarriageReturn(line: ConfigurationLine | undefined): boolean {
  return line?.text.endsWith('\r') === true;
}

/** A header in the rest of an overlong line does not count: a reader cannot distinguish it from the value. */
function headerOf(line: ConfigurationLine): SectionHeader | undefined {
  return line.statement.kind === 'section' ? line.statement : undefined;
}
