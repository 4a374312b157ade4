import { lengthWithoutEol } from '../../../text/lines.ts';
import { unescapedJson } from './unescape.ts';

/** A line of a log as the program that wrote it meant it. */
export interface ShownLine {
  readonly text: string;
  readonly eol: string;
  /**
   * Column of every unit of the text, and, last, of its end; absent where the text stands at the beginning of the line
   * as it is.
   */
  readonly map?: readonly number[];
}

/**
 * The line without what terminals, containers and editors add: colors, the JSON that Docker wraps every line
 * of output in, and a carriage return that is shown as `^M` or `#015`.
 */
export function shownLine(line: string): ShownLine {
  const end = lengthWithoutEol(line);
  const record = recordText(line);
  if (record !== undefined) return recordLine(line, record.start, record.end);
  const marked = markedReturn(line, end);
  const eol = marked > 0 ? '\r\n' : line.slice(end);
  const text = line.slice(0, end - marked);
  return text.includes(ESCAPE) ? { ...withoutColors(text), eol } : { text, eol };
}

/** True for a line that `shownLine` would change. */
export function isDisguised(line: string): boolean {
  return (
    line.includes(ESCAPE) || recordText(line) !== undefined || markedReturn(line, lengthWithoutEol(line)) > 0
  );
}

const ESCAPE = '\u001b';
/** What terminals obey instead of showing it: colors, positions, titles of windows, and other texts for the terminal. */
export const TERMINAL_CODES =
  /\u001b(?:\[[0-9;:?<=>]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[()*+][A-Za-z0-9]|[=>78\\cDEHMNOZ])/g;
/** One JSON object per line, as Docker, Kubernetes and journald store the output of a program, with any spaces and order. */
const RECORD = /^\s*\{.*?"(?:log|MESSAGE|message|msg|line)" ?: ?"((?:[^"\\]|\\.)*)"/;

/** The position of the program's text in a line that is a JSON object with one line of output. */
function recordText(line: string): { readonly start: number; readonly end: number } | undefined {
  if (line.charCodeAt(0) !== 123 || line.length > LONGEST_RECORD) return undefined;
  const found = RECORD.exec(line);
  if (found === null || !/\}\s*,?\s*$/.test(line)) return undefined;
  const text = found[1] ?? '';
  // A string with a whole message is read elsewhere.
  if (/\\n./.test(text)) return undefined;
  const end = found[0].length - 1;
  return { start: end - text.length, end };
}

const LONGEST_RECORD = 20_000;

/** The time of such a line; undefined for another line. */
export function recordTime(line: string): string | undefined {
  if (recordText(line) === undefined) return undefined;
  const found = /"(?:time|timestamp|@timestamp|ts|__REALTIME_TIMESTAMP)" ?: ?"?([^",}]{8,40})/.exec(
    line,
  )?.[1];
  return found !== undefined && /^\d{16}$/.test(found) ? `${found.slice(0, 10)}.${found.slice(10)}` : found;
}

/** How many units at the end of the line represent a carriage return. */
function markedReturn(line: string, end: number): number {
  if (end >= 2 && line.charCodeAt(end - 1) === 77 && line.charCodeAt(end - 2) === 94) return 2;
  return end >= 4 && line.charCodeAt(end - 1) === 53 && line.startsWith('#015', end - 4) ? 4 : 0;
}

function withoutColors(line: string): { text: string; map: readonly number[] } {
  const map: number[] = [];
  let text = '';
  let from = 0;
  const take = (until: number): void => {
    for (let column = from; column < until; column++) map.push(column);
    text += line.slice(from, until);
  };
  for (const found of line.matchAll(TERMINAL_CODES)) {
    take(found.index);
    from = found.index + found[0].length;
  }
  take(line.length);
  map.push(line.length);
  return { text, map };
}

function recordLine(line: string, from: number, to: number): ShownLine {
  const { text, map } = unescapedJson(line, from, to);
  const end = lengthWithoutEol(text);
  const shown = shownLine(text);
  if (shown.map === undefined)
    return {
      text: shown.text,
      eol: shown.eol || text.slice(end) || '\n',
      map: map.slice(0, shown.text.length + 1),
    };
  return {
    text: shown.text,
    eol: shown.eol || '\n',
    map: shown.map.map(column => map[column] ?? from),
  };
}
