import type { LogContext } from './formats/format.ts';
import { rawText } from './messageStart.ts';
import type { LineSlice, TraceMessage } from './traceMessage.ts';
import { endOfDottedLine } from './unescape.ts';

const MOST_LINES = 1000;

/**
 * Reads a packet as ngrep shows it without `-W byline`: indented, wrapped at the width of the terminal, with two dots for
 * each CR LF. Undefined when no such message begins at this line. A wrapped part of a message line has no position
 * of its own: its position is the end of the line that contains its beginning.
 */
export function readWrappedPacket(
  lines: readonly string[],
  origin: number,
  at: number,
  context: LogContext,
): { message: TraceMessage; next: number } | undefined {
  const first = rawText(lines, at) ?? '';
  if (!/^ {2}(?:[A-Z]{3,12} \S|SIP\/\d\.\d \d{3})/.test(first)) return undefined;
  let text = '';
  const places: { line: number; column: number }[] = [];
  let next = at;
  while (next < lines.length && next < at + MOST_LINES) {
    const line = rawText(lines, next) ?? '';
    if (!/^ {2}/.test(line)) break;
    for (let column = 2; column < line.length; column++) places.push({ line: next - origin, column });
    text += line.slice(2);
    next++;
  }
  const packet = text.trimEnd();
  if (!/SIP\/\d\.\d(?: \d{3} .*?)?\.\.[A-Za-z-]+ ?:/.test(packet)) return undefined;
  const slices: LineSlice[] = [];
  let start = 0;
  while (start < packet.length && slices.length < MOST_LINES) {
    const end = endOfDottedLine(packet, start);
    const content = packet.slice(start, end);
    const place = places[start] ?? { line: at - origin, column: 2 };
    const width = (rawText(lines, origin + place.line) ?? '').length;
    const map: number[] = [];
    for (let index = 0; index <= content.length + 2; index++) {
      const own = places[start + index];
      map.push(own?.line === place.line ? own.column : width);
    }
    slices.push({ line: place.line, column: place.column, text: `${content}\r\n`, map });
    start = end + 2;
  }
  return { message: { slices, context, format: 'ngrep', isExact: false }, next };
}
