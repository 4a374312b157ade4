import type { Position, Range } from 'vscode-languageserver-types';
import { lastLine } from '../reading/compact.ts';
import type { LineSlice, TraceMessage } from '../reading/traceMessage.ts';
import type { TraceEntry } from './entry.ts';
import type { Trace } from './model.ts';

/** The position in the file of an offset in a message's text. */
export function positionOf(entry: TraceEntry, offset: number): Position {
  const { slices, starts } = placesOf(entry.message);
  const at = Math.max(0, offset);
  let low = 0;
  let high = slices.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const slice = slices[low];
  return slice === undefined
    ? { line: entry.line, character: 0 }
    : inSlice(entry, slice, at - (starts[low] ?? 0));
}

interface Places {
  readonly slices: readonly LineSlice[];
  /** Where the text of each slice begins in the text of the message. */
  readonly starts: readonly number[];
}

/** Of the message that was asked for last: callers ask for many places in one message, and its lines are not kept. */
let latest = new WeakMap<TraceMessage, Places>();

function placesOf(message: TraceMessage): Places {
  const known = latest.get(message);
  if (known !== undefined) return known;
  const { slices } = message;
  const starts: number[] = [];
  let start = 0;
  for (const { text } of slices) {
    starts.push(start);
    start += text.length;
  }
  const places = { slices, starts };
  latest = new WeakMap([[message, places]]);
  return places;
}

/** The range in the file of a part of a message's text. A part that ends with a line ends on that line. */
export function rangeOf(entry: TraceEntry, part: { readonly start: number; readonly end: number }): Range {
  const start = positionOf(entry, part.start);
  if (part.end <= part.start) return { start, end: start };
  const last = positionOf(entry, part.end - 1);
  const end = positionOf(entry, part.end);
  const isNextLine = end.line > last.line;
  return { start, end: isNextLine ? { line: last.line, character: last.character + 1 } : end };
}

/** The message at a position, and the offset in its text. */
export function offsetAt(
  trace: Trace,
  position: Position,
): { readonly entry: TraceEntry; readonly offset: number } | undefined {
  for (const entry of entriesNear(trace, position.line)) {
    let offset = 0;
    for (const slice of entry.message.slices) {
      const line = entry.blockLine + slice.line;
      if (line === position.line) {
        const within = columnOffset(slice, position.character);
        if (within !== undefined) return { entry, offset: offset + within };
      }
      offset += slice.text.length;
    }
  }
  return undefined;
}

/** The message that contains a line of the file, or the one above it. */
export function entryAt(trace: Trace, line: number): TraceEntry | undefined {
  const above = trace.entries[lastBefore(trace, line)];
  if (above === undefined || linesOf(above).last >= line) return above;
  return entriesNear(trace, line).find(entry => holds(entry, line)) ?? above;
}

/** First line of the message, and the line of its last character. */
export function linesOf(entry: TraceEntry): { readonly first: number; readonly last: number } {
  return { first: entry.line, last: entry.blockLine + lastLine(entry.message) };
}

/** The whole message as a range of the file. */
export function wholeRange(entry: TraceEntry): Range {
  const first = entry.message.slices[0];
  const last = entry.message.slices.at(-1);
  return {
    start: { line: entry.line, character: first?.column ?? 0 },
    end:
      last === undefined
        ? { line: entry.line, character: 0 }
        : inSlice(entry, last, last.text.replace(/[\r\n]+$/, '').length),
  };
}

/** The messages that may contain a line, the nearest ones first: lines of several messages in a block can be mixed. */
function entriesNear(trace: Trace, line: number): TraceEntry[] {
  const found: TraceEntry[] = [];
  const first = lastBefore(trace, line);
  const block = trace.entries[first]?.blockLine;
  for (let index = first; index >= 0; index--) {
    const entry = trace.entries[index];
    if (entry === undefined || entry.blockLine !== block) break;
    if (linesOf(entry).last >= line) found.push(entry);
  }
  return found;
}

/** The messages that have a line in a range, in the order of the file; all if there is no range. */
export function entriesIn(trace: Trace, range: Range | undefined): readonly TraceEntry[] {
  if (range === undefined) return trace.entries;
  const { start, end } = range;
  const found = entriesNear(trace, start.line).reverse();
  for (let index = lastBefore(trace, start.line) + 1; index < trace.entries.length; index++) {
    const entry = trace.entries[index];
    if (entry === undefined || entry.line > end.line) break;
    found.push(entry);
  }
  return found;
}

function holds(entry: TraceEntry, line: number): boolean {
  return entry.message.slices.some(slice => entry.blockLine + slice.line === line);
}

function lastBefore(trace: Trace, line: number): number {
  let low = -1;
  let high = trace.entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((trace.entries[middle]?.line ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return low;
}

function inSlice(entry: TraceEntry, slice: LineSlice, offset: number): Position {
  const line = entry.blockLine + slice.line;
  const map = slice.map;
  const column =
    map === undefined ? slice.column + offset : (map[Math.min(offset, map.length - 1)] ?? slice.column);
  return { line, character: column };
}

function columnOffset(slice: LineSlice, character: number): number | undefined {
  const length = slice.text.replace(/[\r\n]+$/, '').length;
  if (slice.map === undefined) {
    const offset = character - slice.column;
    return offset >= 0 && offset <= length ? offset : offset > length ? length : undefined;
  }
  const end = slice.map.at(-1) ?? 0;
  if (character < (slice.map[0] ?? 0) || character > end) return undefined;
  const found = slice.map.findIndex(column => column > character);
  return found < 0 ? length : Math.max(0, found - 1);
}
