import { lengthWithoutEol } from '../../../text/lines.ts';
import { unescapedJson } from './unescape.ts';

/** A line of a log as the program that wrote it meant it. */
export interface ShownLine {
  readonly text: string;
  readonly eol: string;
  /** Column of every unit of the text, and, last, of its end; absent where the text stands at the beginning of the line as it is. */
  readonly map?: readonly number[];
}

/**
 * The line without what terminals, containers and editors put around it: colors, the JSON that Docker keeps every line
 * of output in, and a carriage return that is shown as `^M` or `#015`.
 */
export function shownLine(line: string): ShownLine {
  const end = lengthWithoutEol(line);
  if (line.startsWith(DOCKER)) {
    const found = DOCKER_LINE.exec(line);
    if (found !== null) return dockerLine(line, (found[1] ?? '').length);
  }
  const marked = markedReturn(line, end);
  const eol = marked > 0 ? '\r\n' : line.slice(end);
  const text = line.slice(0, end - marked);
  return text.includes(ESCAPE) ? { ...withoutColors(text), eol } : { text, eol };
}

/** True for a line that `shownLine` would change. */
export function isDisguised(line: string): boolean {
  return line.includes(ESCAPE) || line.startsWith(DOCKER) || markedReturn(line, lengthWithoutEol(line)) > 0;
}

const ESCAPE = '\u001b';
const COLOUR = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*\u0007?|[()][A-Za-z0-9]|[=>])/g;
const DOCKER = '{"log":"';
const DOCKER_LINE = /^\{"log":"((?:[^"\\]|\\.)*)","/;

/** How many units at the end of the line stand for a carriage return. */
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
  for (const found of line.matchAll(COLOUR)) {
    take(found.index);
    from = found.index + found[0].length;
  }
  take(line.length);
  map.push(line.length);
  return { text, map };
}

function dockerLine(line: string, length: number): ShownLine {
  const { text, map } = unescapedJson(line, DOCKER.length, DOCKER.length + length);
  const end = lengthWithoutEol(text);
  const shown = shownLine(text);
  if (shown.map === undefined)
    return { text: text.slice(0, end), eol: text.slice(end) || '\n', map: map.slice(0, end + 1) };
  return {
    text: shown.text,
    eol: shown.eol || '\n',
    map: shown.map.map(column => map[column] ?? DOCKER.length),
  };
}
