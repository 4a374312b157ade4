import { lengthWithoutEol } from '../../../text/lines.ts';

/** One line of a file for Asterisk's configuration reader (main/config.c). Columns are UTF-16 units in `text`. */
export type ConfigLine =
  | BlankLine
  | CommentLine
  | HeaderLine
  | DirectiveLine
  | OptionLine
  | StrayLine
  | LongLine;

interface Line {
  /** The line as written, with its end of line. */
  readonly text: string;
  /** Block comments open at the end of the line. Below zero after a `--;` that closes nothing: all that follows is comment. */
  readonly depth: number;
}

export interface BlankLine extends Line {
  readonly kind: 'blank';
}

/** Nothing but comment. */
export interface CommentLine extends Line {
  readonly kind: 'comment';
}

/** What is left of a line without its comments and the spaces around it. */
interface Code extends Line {
  readonly start: number;
  readonly end: number;
  /** Where each unit of the code stands in `text`; absent when the code is one unbroken piece of it. */
  readonly map?: readonly number[];
}

/** `[name](options)`. */
export interface HeaderLine extends Code {
  readonly kind: 'header';
  /** As the server takes it: everything up to the first `]`, cut at 79 bytes. */
  readonly name: string;
  /** The name is longer than the server keeps. */
  readonly isCut?: true;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly options: readonly SectionOption[];
  /** Column of a parenthesis that does not follow `]` directly and is therefore ignored by the server. */
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
  /** Without the `#`, in lower case. */
  readonly word: string;
  readonly wordEnd: number;
  /** Without quotes or angle brackets; absent when there is none. */
  readonly argument?: string;
  readonly argumentStart: number;
  readonly argumentEnd: number;
}

/** `name = value`. */
export interface OptionLine extends Code {
  readonly kind: 'option';
  readonly name: string;
  /** The name in lower case. */
  readonly key: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly operator: '=' | '=>' | '+=';
  readonly operatorStart: number;
  readonly value: string;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** The line begins with a backslash that the server removes (11 and later); before anything but visible ASCII it ends the reading. */
  readonly backslash?: 'name' | 'invalid';
}

/** A line without an equal sign: the server warns and skips it. */
export interface StrayLine extends Code {
  readonly kind: 'stray';
  /** The line begins with a backslash before something else than visible ASCII, which ends the reading of the file. */
  readonly backslash?: 'invalid';
}

/** A line that does not fit the server's buffer of 8192 bytes: skipped as a whole. */
export interface LongLine extends Line {
  readonly kind: 'long';
}

const LINE_BYTES = 8191;
const SECTION_NAME_BYTES = 79;
export const BYTE_ORDER_MARK = '\uFEFF';

/** Reads one line that begins inside `depth` open block comments. `isFirst`: it is the first of its file. */
export function readLine(text: string, depth: number, isFirst: boolean): ConfigLine {
  if (text.length * 3 >= LINE_BYTES && isTooLong(text)) return { kind: 'long', text, depth };
  const begin = isFirst && text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const end = lengthWithoutEol(text);
  const semicolon = text.indexOf(';', begin);
  if (semicolon < 0 || semicolon >= end) {
    return depth === 0 ? readCode(text, 0, begin, end) : remark(text, depth, begin, end);
  }
  if (depth === 0 && isPlainComment(text, semicolon, begin)) return readCode(text, 0, begin, semicolon);
  return readCommented(text, depth, begin, end);
}

/** The server takes a full buffer without a line end for the beginning of a longer line, also at the end of the file. */
function isTooLong(text: string): boolean {
  const bytes = byteLength(text);
  return bytes > LINE_BYTES || (bytes === LINE_BYTES && !text.endsWith('\n'));
}

/** Column in the line of the unit `index` of an option's value (`value.length` gives the column behind it). */
export function valueColumn(line: OptionLine, index: number): number {
  if (line.map === undefined) return line.valueStart + index;
  const first = line.map.indexOf(line.valueStart);
  if (first < 0) return line.valueStart;
  return line.map[first + index] ?? line.valueEnd;
}

/** Column where the comment at the end of the line begins, if it has one. */
export function commentStart(line: ConfigLine): number | undefined {
  if (line.kind === 'blank' || line.kind === 'long') return undefined;
  const from = line.kind === 'comment' ? 0 : line.end;
  const at = line.text.indexOf(';', from);
  return at < 0 ? undefined : at;
}

/** An ordinary comment to the end of the line, with nothing special about its first semicolon or those behind it. */
function isPlainComment(text: string, at: number, begin: number): boolean {
  if (at > begin && text[at - 1] === '\\') return false;
  if (text[at + 1] === '-' && text[at + 2] === '-' && text[at + 3] !== '-') return false;
  return !(at >= begin + 2 && text[at - 1] === '-' && text[at - 2] === '-');
}

const MAX_NESTED_COMMENTS = 128;

/**
 * The comment pass of config_text_file_load, oddities included: what is left of the line is the text outside of comments,
 * glued together, without the backslashes of escaped semicolons.
 */
function readCommented(text: string, depthBefore: number, begin: number, end: number): ConfigLine {
  const pieces: [from: number, until: number][] = [];
  let depth = depthBefore;
  /** Where the code that is being read began; undefined inside a comment. */
  let code = depth === 0 ? begin : undefined;
  /** The server never looks back beyond the place from which it searches on. */
  let scan = begin;
  const keep = (until: number): void => {
    if (code !== undefined && until > code) pieces.push([code, until]);
  };
  for (;;) {
    const at = text.indexOf(';', scan);
    if (at < 0 || at >= end) break;
    if (at > scan && text[at - 1] === '\\') {
      keep(at - 1);
      if (code !== undefined) code = at;
      scan = at + 1;
    } else if (text.startsWith('--', at + 1) && text[at + 3] !== '-') {
      scan = at + 3;
      if (depth >= MAX_NESTED_COMMENTS) continue;
      keep(at);
      code = undefined;
      depth++;
    } else if (at >= scan + 2 && text.startsWith('--', at - 2)) {
      depth--;
      scan = at + 1;
      if (depth === 0) code = scan;
    } else if (depth === 0) {
      keep(at);
      code = undefined;
      break;
    } else scan = at + 1;
  }
  keep(end);
  const [first] = pieces;
  if (first === undefined) return remark(text, depth, begin, end);
  if (pieces.length === 1) return readCode(text, depth, first[0], first[1]);
  const map: number[] = [];
  for (const [from, until] of pieces) for (let column = from; column < until; column++) map.push(column);
  return readGlued(text, depth, pieces.map(([from, until]) => text.slice(from, until)).join(''), map);
}

const emptyLine: BlankLine = { kind: 'blank', text: '\n', depth: 0 };

function remark(text: string, depth: number, begin: number, end: number): BlankLine | CommentLine {
  if (!isBlank(text, begin, end)) return { kind: 'comment', text, depth };
  return text === '\n' && depth === 0 ? emptyLine : { kind: 'blank', text, depth };
}

function readGlued(text: string, depth: number, glued: string, map: readonly number[]): ConfigLine {
  const line = readCode(glued, depth, 0, glued.length);
  const column = (index: number): number => map[index] ?? (map[map.length - 1] ?? 0) + 1;
  const behind = (index: number): number => (index === 0 ? column(0) : column(index - 1) + 1);
  switch (line.kind) {
    case 'header':
      return {
        ...line,
        text,
        map: map.slice(line.start, line.end),
        start: column(line.start),
        end: behind(line.end),
        nameStart: column(line.nameStart),
        nameEnd: behind(line.nameEnd),
        options: line.options.map(option => ({
          ...option,
          start: column(option.start),
          end: Math.max(column(option.start), behind(option.end)),
        })),
        ...(line.detachedOptions === undefined ? {} : { detachedOptions: column(line.detachedOptions) }),
      };
    case 'directive':
      return {
        ...line,
        text,
        map: map.slice(line.start, line.end),
        start: column(line.start),
        end: behind(line.end),
        wordEnd: behind(line.wordEnd),
        argumentStart: column(line.argumentStart),
        argumentEnd: behind(line.argumentEnd),
      };
    case 'option': {
      const valueStart = line.value === '' ? behind(line.valueStart) : column(line.valueStart);
      return {
        ...line,
        text,
        map: map.slice(line.start, line.end),
        start: column(line.start),
        end: behind(line.end),
        nameStart: column(line.nameStart),
        nameEnd: line.name === '' ? column(line.nameStart) : behind(line.nameEnd),
        operatorStart: column(line.operatorStart),
        valueStart,
        valueEnd: line.value === '' ? valueStart : behind(line.valueEnd),
      };
    }
    case 'stray':
      return {
        ...line,
        text,
        map: map.slice(line.start, line.end),
        start: column(line.start),
        end: behind(line.end),
      };
    default:
      return { kind: 'comment', text, depth };
  }
}

/** Reads the code between two columns, as process_text_line does. */
function readCode(text: string, depth: number, from: number, until: number): ConfigLine {
  let start = from;
  let end = until;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  if (start === end) return remark(text, depth, 0, lengthWithoutEol(text));
  switch (text[start]) {
    case '[':
      return readHeader(text, depth, start, end);
    case '#':
      return readDirective(text, depth, start, end);
    default:
      return readOption(text, depth, start, end);
  }
}

function readHeader(text: string, depth: number, start: number, end: number): HeaderLine {
  const nameStart = start + 1;
  const nameEnd = text.indexOf(']', nameStart);
  if (nameEnd < 0 || nameEnd >= end) {
    return headerLine(text, depth, start, end, end, noOptions, 'no-bracket');
  }
  const open = nameEnd + 1;
  if (open >= end) return headerLine(text, depth, start, end, nameEnd, noOptions);
  if (text[open] !== '(') {
    const line = headerLine(text, depth, start, end, nameEnd, noOptions);
    const parenthesis = skipBlanks(text, open, end);
    return text[parenthesis] === '(' && parenthesis < end ? { ...line, detachedOptions: parenthesis } : line;
  }
  const close = text.indexOf(')', open);
  const isClosed = close >= 0 && close < end;
  const options = readSectionOptions(text, open + 1, isClosed ? close : end);
  const fault = isClosed ? undefined : 'no-parenthesis';
  return headerLine(text, depth, start, end, nameEnd, options, fault);
}

const noOptions: readonly SectionOption[] = [];

function headerLine(
  text: string,
  depth: number,
  start: number,
  end: number,
  nameEnd: number,
  options: readonly SectionOption[],
  fault?: 'no-bracket' | 'no-parenthesis',
): HeaderLine {
  const nameStart = start + 1;
  const keptEnd = nameStart + keptLength(text, nameStart, nameEnd);
  const line: HeaderLine = {
    kind: 'header',
    text,
    depth,
    start,
    end,
    name: text.slice(nameStart, keptEnd),
    nameStart,
    nameEnd,
    options,
  };
  if (fault === undefined && keptEnd === nameEnd) return line;
  return {
    ...line,
    ...(fault === undefined ? {} : { fault }),
    ...(keptEnd === nameEnd ? {} : { isCut: true as const }),
  };
}

/** How many units of a name fit the server's buffer. */
function keptLength(text: string, from: number, until: number): number {
  const length = until - from;
  if (length * 3 <= SECTION_NAME_BYTES) return length;
  if (byteLength(text.slice(from, until)) <= SECTION_NAME_BYTES) return length;
  let kept = Math.min(length, SECTION_NAME_BYTES);
  while (byteLength(text.slice(from, from + kept)) > SECTION_NAME_BYTES) kept--;
  return kept;
}

function readSectionOptions(text: string, from: number, until: number): SectionOption[] {
  const options: SectionOption[] = [];
  let start = from;
  while (start <= until) {
    const comma = text.indexOf(',', start);
    const end = comma < 0 || comma > until ? until : comma;
    const word = text.slice(start, end);
    const kind = word === '!' ? 'template' : word.startsWith('+') ? 'append' : 'parent';
    options.push({ kind, text: word, start, end });
    start = end + 1;
  }
  return options;
}

function readDirective(text: string, depth: number, start: number, end: number): DirectiveLine {
  let wordEnd = start + 1;
  while (wordEnd < end && isVisible(text, wordEnd)) wordEnd++;
  const word = text.slice(start + 1, wordEnd).toLowerCase();
  let argumentStart = skipBlanks(text, wordEnd, end);
  let argumentEnd = end;
  const line = { kind: 'directive', text, depth, start, end, word, wordEnd } as const;
  if (argumentStart >= argumentEnd) return { ...line, argumentStart: end, argumentEnd: end };
  const quote = text[argumentStart];
  const closing = quote === '<' ? '>' : quote === '"' ? '"' : undefined;
  if (closing !== undefined && argumentEnd - argumentStart > 1 && text[argumentEnd - 1] === closing) {
    argumentStart++;
    argumentEnd--;
  }
  return { ...line, argument: text.slice(argumentStart, argumentEnd), argumentStart, argumentEnd };
}

function readOption(text: string, depth: number, start: number, end: number): OptionLine | StrayLine {
  const isEscaped = text[start] === '\\';
  const backslash = isEscaped ? (isVisible(text, start + 1) ? 'name' : 'invalid') : undefined;
  const equals = text.indexOf('=', isEscaped ? start + 2 : start);
  if (equals < 0 || equals >= end) {
    return { kind: 'stray', text, depth, start, end, ...(backslash === 'invalid' ? { backslash } : {}) };
  }
  const nameStart = isEscaped ? start + 1 : start;
  const isAppend = equals > nameStart && text[equals - 1] === '+';
  const isArrow = !isAppend && text[equals + 1] === '>' && equals + 1 < end;
  const operatorStart = isAppend ? equals - 1 : equals;
  let nameEnd = operatorStart;
  while (nameEnd > nameStart && text.charCodeAt(nameEnd - 1) <= 32) nameEnd--;
  const valueStart = skipBlanks(text, equals + (isArrow ? 2 : 1), end);
  const { name, key } = nameOf(text.slice(nameStart, nameEnd));
  const line: OptionLine = {
    kind: 'option',
    text,
    depth,
    start,
    end,
    name,
    key,
    nameStart,
    nameEnd,
    operator: isAppend ? '+=' : isArrow ? '=>' : '=',
    operatorStart,
    value: text.slice(valueStart, end),
    valueStart,
    valueEnd: end,
  };
  return backslash === undefined ? line : { ...line, backslash };
}

/** The server compares signed characters here, so everything beyond ASCII counts as a space. */
function isVisible(text: string, column: number): boolean {
  const code = text.charCodeAt(column);
  return code > 32 && code < 128;
}

function skipBlanks(text: string, from: number, until: number): number {
  let column = from;
  while (column < until && text.charCodeAt(column) <= 32) column++;
  return column;
}

function isBlank(text: string, from: number, until: number): boolean {
  return skipBlanks(text, from, until) >= until;
}

/** Names repeat by the hundred thousand in a large file: each spelling is kept once. */
const names = new Map<string, { readonly name: string; readonly key: string }>();
const KEPT_SPELLINGS = 4096;
const KEPT_LENGTH = 24;

function nameOf(spelling: string): { readonly name: string; readonly key: string } {
  const known = names.get(spelling);
  if (known !== undefined) return known;
  const name = { name: spelling, key: spelling.toLowerCase() };
  if (names.size < KEPT_SPELLINGS && spelling.length <= KEPT_LENGTH) names.set(spelling, name);
  return name;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code <= 0xdfff ? 2 : 3;
  }
  return bytes;
}
