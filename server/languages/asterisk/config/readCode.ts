import { lengthWithoutEol } from '../../../text/lines.ts';
import type {
  BlankLine,
  CommentLine,
  ConfigLine,
  DirectiveLine,
  HeaderLine,
  OptionLine,
  SectionOption,
  StrayLine,
} from './line.ts';

/** The option names found while one text is read: they repeat hundreds of thousands of times, so each spelling is stored once. */
export type Spellings = Map<string, { readonly name: string; readonly key: string }>;

/** Reads the code between two columns, as process_text_line does. */
export function readCode(
  text: string,
  depth: number,
  from: number,
  until: number,
  spellings: Spellings,
): ConfigLine {
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
      return readOption(text, depth, start, end, spellings);
  }
}

/** A line without code. */
export function remark(text: string, depth: number, begin: number, end: number): BlankLine | CommentLine {
  if (!isBlank(text, begin, end)) return { kind: 'comment', text, depth };
  return text === '\n' && depth === 0 ? emptyLine : { kind: 'blank', text, depth };
}

const emptyLine: BlankLine = { kind: 'blank', text: '\n', depth: 0 };

const SECTION_NAME_BYTES = 79;

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

/** How many units of a name fit into the server's buffer. */
function keptLength(text: string, from: number, until: number): number {
  const length = until - from;
  if (length * 3 <= SECTION_NAME_BYTES) return length;
  if (byteLength(text.slice(from, until)) <= SECTION_NAME_BYTES) return length;
  let kept = Math.min(length, SECTION_NAME_BYTES);
  while (byteLength(text.slice(from, from + kept)) > SECTION_NAME_BYTES) kept--;
  return kept;
}

function readSectionOptions(text: string, from: number, until: number): readonly SectionOption[] {
  let last = sectionOption(text, from, until);
  const options = [last];
  while (last.end < until) {
    last = sectionOption(text, last.end + 1, until);
    options.push(last);
  }
  return options;
}

/** The word that starts at a column. */
function sectionOption(text: string, start: number, until: number): SectionOption {
  const comma = text.indexOf(',', start);
  const end = comma < 0 || comma > until ? until : comma;
  const word = text.slice(start, end);
  const kind = word === '!' ? 'template' : word.startsWith('+') ? 'append' : 'parent';
  return { kind, text: word, start, end };
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

function readOption(
  text: string,
  depth: number,
  start: number,
  end: number,
  spellings: Spellings,
): OptionLine | StrayLine {
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
  const { name, key } = nameOf(text.slice(nameStart, nameEnd), spellings);
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

const KEPT_SPELLINGS = 4096;
const KEPT_LENGTH = 24;

function nameOf(spelling: string, spellings: Spellings): { readonly name: string; readonly key: string } {
  const known = spellings.get(spelling);
  if (known !== undefined) return known;
  const name = { name: spelling, key: spelling.toLowerCase() };
  if (spellings.size < KEPT_SPELLINGS && spelling.length <= KEPT_LENGTH) spellings.set(spelling, name);
  return name;
}

/** Length in UTF-8, which is what the server's buffers count. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code <= 0xdfff ? 2 : 3;
  }
  return bytes;
}
