import type { LogContext } from './formats/format.ts';
import { rawText } from './messageStart.ts';
import { looksLikeHeader } from './startLine.ts';
import type { LineSlice, TraceMessage } from './traceMessage.ts';

const MOST_LINES = 2000;

/**
 * Reads a message out of Wireshark's dissection: the request or status line, the lines of "Message Header", which are one
 * level deeper, and the SDP lines of "Message Body". Undefined when no dissected message begins at this line.
 */
export function readDissection(
  lines: readonly string[],
  origin: number,
  at: number,
  context: LogContext,
): { message: TraceMessage; next: number } | undefined {
  const first = rawText(lines, at) ?? '';
  const label = /^( {4}|\t)(?:Request|Status)-Line: (?=\S)/.exec(first);
  if (label === null) return undefined;
  const slices: LineSlice[] = [written(first, at - origin, label[0].length)];
  let next = at + 1;
  let part: 'top' | 'header' | 'body' = 'top';
  while (next < lines.length && next < at + MOST_LINES) {
    const line = rawText(lines, next) ?? '';
    if (line !== '' && !line.startsWith(' ') && !line.startsWith('\t')) break;
    const depth = /^ */.exec(line)?.[0].length ?? 0;
    if (depth === 4) {
      if (/^ {4}(?:Request|Status)-Line: /.test(line)) break;
      if (line.startsWith('    Message Header')) part = 'header';
      else if (line.startsWith('    Message Body')) {
        part = 'body';
        slices.push({ line: next - origin, column: line.length, text: '\r\n' });
      }
    } else if (part === 'header' && depth === 8 && looksLikeHeader(line.slice(8))) {
      slices.push(written(line, next - origin, 8));
    } else if (part === 'body' && depth === 12) {
      const description = /^ {12}.*\(([a-z])\): (.*)$/.exec(line);
      if (description !== null)
        slices.push(described(line, next - origin, description[1] ?? '', description[2] ?? ''));
    } else if (line === '' && part !== 'top') break;
    next++;
  }
  if (part !== 'body')
    slices.push({ line: next - 1 - origin, column: (rawText(lines, next - 1) ?? '').length, text: '\r\n' });
  return { message: { slices, context, format: 'Wireshark text export', isExact: false }, next };
}

function written(line: string, number: number, column: number): LineSlice {
  return { line: number, column, text: `${line.slice(column).replace(/\\r\\n$/, '')}\r\n` };
}

/** `Media Description, name and address (m): audio 6000` as `m=audio 6000`. */
function described(line: string, number: number, letter: string, value: string): LineSlice {
  const column = line.length - value.length;
  const map = [column - 4, column - 2];
  for (let index = 0; index <= value.length + 2; index++) map.push(Math.min(column + index, line.length));
  return { line: number, column: column - 4, text: `${letter}=${value}\r\n`, map };
}
