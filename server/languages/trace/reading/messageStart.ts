import { lengthWithoutEol } from '../../../text/lines.ts';
import { isDisguised, shownLine } from './shownLine.ts';
import type { StartLine } from './startLine.ts';
import { looksLikeHeader, startLineIn } from './startLine.ts';
import { lineBelow } from './untangle.ts';

/** A line as its writer meant it, without its line ending; undefined after the last one. */
export function lineText(lines: readonly string[], index: number): string | undefined {
  const line = lines[index];
  if (line === undefined) return undefined;
  return isDisguised(line) ? shownLine(line).text : line.slice(0, lengthWithoutEol(line));
}

/** A line without its line ending; undefined after the last one. */
export function rawText(lines: readonly string[], index: number): string | undefined {
  const line = lines[index];
  return line?.slice(0, lengthWithoutEol(line));
}

/** The start line at a line of the log, if the line below confirms one with a prefix. */
export function messageStart(
  lines: readonly string[],
  at: number,
  binaryPrefix: boolean,
): StartLine | undefined {
  const line = lineText(lines, at);
  const start = line === undefined ? undefined : startLineIn(line, binaryPrefix);
  if (start === undefined || start.prefix === '' || binaryPrefix) return start;
  const below = lineText(lines, lineBelow(lines, at));
  if (below === undefined) return undefined;
  const first = /\S/.exec(below)?.index ?? 0;
  const isSame = looksLikeHeader(below.slice(Math.min(start.prefix.length, below.length)));
  return isSame || looksLikeHeader(below.slice(first)) || sharesShape(start.prefix, below)
    ? start
    : undefined;
}

export function sharesShape(prefix: string, below: string): boolean {
  return (
    prefix.trim() !== '' &&
    /\d/.test(prefix) &&
    below.replace(/\d/g, '0').startsWith(prefix.replace(/\d/g, '0'))
  );
}
