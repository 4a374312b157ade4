import { headerFacts } from '../../../sip/headers.ts';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { announcementOf, endsMessage } from './formats/formats.ts';
import { type LinePrefix, linePrefix } from './linePrefix.ts';
import { isLogLine } from './logLine.ts';
import { isDisguised, shownLine } from './shownLine.ts';
import { looksLikeHeader, type StartLine, startLineIn } from './startLine.ts';
import type { LineSlice } from './traceMessage.ts';

/** Extracts the lines of one message from the lines of a log. */
export interface LineReader {
  readonly first: LineSlice;
  /** How many lines of the log one line of the message takes: 2 if every line is followed by an empty one. */
  readonly step: 1 | 2;
  /** The line as a line of the message; undefined if it is not one. */
  read(index: number): LineSlice | undefined;
  /**
   * Where the message continues after lines of another writer, the first of which is at `index`; undefined
   * when it does not.
   */
  resumesAt(index: number, part: 'header' | 'body'): number | undefined;
}

/** How many lines of another writer may be in the middle of a message. */
const MOST_FOREIGN = 8;

/** The reader of the message whose start line stands at line `at`; `origin` is the first line of its block. */
export function lineReader(
  lines: readonly string[],
  origin: number,
  at: number,
  start: StartLine,
): LineReader {
  // ngrep shows the CR of every line as a dot.
  const isDotted = endsWithDot(lines[at]) && (lines[at + 1] === undefined || endsWithDot(lines[at + 1]));
  const slice = (index: number, column: number): LineSlice =>
    sliceOf(lines[index] ?? '', index - origin, column, isDotted);
  let accepts: LinePrefix | undefined;
  const read = (index: number): LineSlice | undefined => {
    if (index >= lines.length) return undefined;
    const content = contentAt(lines, index);
    accepts ??= prefixBelow(start.prefix, content);
    const column = accepts(content);
    if (column === undefined) return undefined;
    if (column === 0 && isLogLine(content)) return undefined;
    return slice(index, column);
  };
  return {
    first: slice(at, start.prefix.length),
    step: isDoubled(lines, at) ? 2 : 1,
    read,
    resumesAt: (index, part) => {
      for (
        let candidate = index + 1;
        candidate <= index + MOST_FOREIGN && candidate < lines.length;
        candidate++
      ) {
        const content = contentAt(lines, candidate);
        if (announcementOf(content) !== undefined || startLineIn(content, false) !== undefined)
          return undefined;
        const found = read(candidate);
        if (found === undefined) continue;
        const text = withoutEol(found);
        if (text === '')
          return part === 'header' && beginsDescription(read(candidate + 1)) ? candidate : undefined;
        if (endsMessage(text)) return undefined;
        if (part === 'header' ? isKnownHeader(text) : /^[a-z]=/.test(text)) return candidate;
      }
      return undefined;
    },
  };
}

/** The text of a slice without its line ending. */
export function withoutEol(slice: LineSlice): string {
  return slice.text.slice(0, lengthWithoutEol(slice.text));
}

/** True for the line that ends a header; a line of only spaces does, unless the header continues below it. */
export function isEmptyLine(slice: LineSlice, below: LineSlice | undefined): boolean {
  const text = withoutEol(slice);
  if (text === '') return true;
  if (text.trim() !== '') return false;
  return below === undefined || !/^(?:[A-Za-z][A-Za-z0-9\-.]*[ \t]*:|[ \t]+[^\s])/.test(below.text);
}

/** The prefix of the lines below the start line, according to the first of them. */
function prefixBelow(prefix: string, content: string): LinePrefix {
  const whole = linePrefix(prefix);
  const column = whole(content);
  if (column !== undefined && prefix !== '' && looksLikeHeader(content.slice(column).trimStart())) {
    // Polycom indents the header below the start line, after the prefix of every line.
    const indent = /^[ \t]*/.exec(content.slice(column))?.[0].length ?? 0;
    if (indent > 1) {
      return line => {
        const start = whole(line);
        if (start === undefined) return undefined;
        return isBlank(line.slice(start, start + indent)) ? Math.min(start + indent, line.length) : start;
      };
    }
  }
  if (
    column !== undefined &&
    (column === content.length || !/^\s+$/.test(prefix) || looksLikeHeader(content.slice(column)))
  ) {
    return whole;
  }
  const width = prefix.length;
  if (isBlank(content.slice(0, width)) && width > 0 && looksLikeHeader(content.slice(width))) {
    // journalctl indents the other lines of a record below its first one.
    return line => (isBlank(line.slice(0, width)) ? Math.min(width, line.length) : undefined);
  }
  // Many logs write their prefix only on the first line of a message: where it occurs again, a new record begins.
  const isOfRecord = /\d/.test(prefix) && prefix.length > 6;
  return line => (isOfRecord && line.length > width && whole(line) !== undefined ? undefined : 0);
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** A log that went through a terminal or a web page may show an empty line below every line. */
function isDoubled(lines: readonly string[], at: number): boolean {
  const isEmpty = (index: number): boolean => contentAt(lines, index) === '' && lines[index] !== undefined;
  const isHeader = (index: number): boolean => looksLikeHeader(contentAt(lines, index));
  return isEmpty(at + 1) && isHeader(at + 2) && isEmpty(at + 3) && isHeader(at + 4) && isEmpty(at + 5);
}

function contentAt(lines: readonly string[], index: number): string {
  const line = lines[index] ?? '';
  return isDisguised(line) ? shownLine(line).text : line.slice(0, lengthWithoutEol(line));
}

function sliceOf(line: string, number: number, column: number, isDotted: boolean): LineSlice {
  if (isDisguised(line)) {
    const { text, eol, map } = shownLine(line);
    return {
      line: number,
      column: map?.[column] ?? column,
      text: text.slice(column) + eol,
      ...(map === undefined
        ? {}
        : { map: [...map.slice(column), ...Array.from(eol, () => map.at(-1) ?? 0)] }),
    };
  }
  const end = lengthWithoutEol(line);
  const hasDot = isDotted && end > column && line.charCodeAt(end - 1) === DOT;
  const text = hasDot ? `${line.slice(column, end - 1)}\r\n` : line.slice(column);
  return { line: number, column, text };
}

const DOT = 46;

function endsWithDot(line: string | undefined): boolean {
  return line !== undefined && line.charCodeAt(lengthWithoutEol(line) - 1) === DOT;
}

function isKnownHeader(line: string): boolean {
  const name = /^([A-Za-z][A-Za-z0-9-]*)[ \t]*:/.exec(line)?.[1];
  return name !== undefined && (headerFacts(name) !== undefined || /^[XP]-/i.test(name));
}

function beginsDescription(slice: LineSlice | undefined): boolean {
  return slice?.text.startsWith('v=') === true;
}
