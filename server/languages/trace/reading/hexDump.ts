import { utf8Length } from '../../../sip/body.ts';
import { textOfCodes } from '../../../text/longLists.ts';
import type { LogContext } from './formats/format.ts';
import { rawText } from './messageStart.ts';
import { startLineIn } from './startLine.ts';
import type { LineSlice, TraceMessage } from './traceMessage.ts';

const MOST_LINES = 5000;

/**
 * Reads the message in a packet that is written as hexadecimal digits, by `tcpdump -X` or `ngrep -x`. Undefined when no
 * such packet begins at this line, or when no message is in it. The position of a character is where it is shown next
 * to the digits; the part of a line of the message that is on later lines of the dump has no position.
 */
export function readHexDump(
  lines: readonly string[],
  origin: number,
  at: number,
  context: LogContext,
  format: string,
): { message: TraceMessage; next: number } | undefined {
  const bytes: number[] = [];
  const places: Place[] = [];
  let next = at;
  for (; next < lines.length && next < at + MOST_LINES; next++) {
    const line = rawText(lines, next) ?? '';
    const row = rowOf(line);
    if (row === undefined) break;
    for (const [number, byte] of row.bytes.entries()) {
      bytes.push(byte);
      places.push({ line: next - origin, column: row.column + number * row.step, width: line.length });
    }
  }
  const start = next === at ? undefined : startOf(bytes);
  if (start === undefined) return undefined;
  const slices = slicesOf(bytes, places, start);
  const isExact = slices.slice(0, -1).every(slice => slice.text.endsWith('\r\n'));
  return { message: { slices, context, format, isExact }, next };
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly width: number;
}

interface Row {
  readonly bytes: readonly number[];
  /** Where the first byte is shown, and how far it is from there to the next one. */
  readonly column: number;
  readonly step: number;
}

const TCPDUMP = /^\s+0x[0-9a-f]{4,8}: {1,2}((?:[0-9a-f]{4} )*[0-9a-f]{2,4})(?: |$)/;
const NGREP = /^ {2}((?:[0-9a-f]{2} ){0,7}[0-9a-f]{2}(?: {4}(?:[0-9a-f]{2} ){0,7}[0-9a-f]{2})?) {2,}/;

function rowOf(line: string): Row | undefined {
  const found = TCPDUMP.exec(line) ?? NGREP.exec(line);
  const digits = found?.[1];
  if (found === null || digits === undefined) return undefined;
  const bytes = (digits.replaceAll(' ', '').match(/../g) ?? []).map(pair => Number.parseInt(pair, 16));
  const begin = found[0].indexOf(digits);
  const shown = line.length - bytes.length;
  // Without the text next to them, only the digits have a position.
  return shown > begin + digits.length
    ? { bytes, column: shown, step: 1 }
    : { bytes, column: begin, step: 2 };
}

/** Number of the byte with which the first start line of a packet begins, after the network headers. */
function startOf(bytes: readonly number[]): number | undefined {
  let from = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && bytes[at] !== LF) continue;
    const line = textOfCodes(bytes.slice(from, at)).replace(/\r$/, '');
    const start = startLineIn(line, true);
    if (start !== undefined) return from + start.prefix.length;
    from = at + 1;
  }
  return undefined;
}

const LF = 10;

function slicesOf(bytes: readonly number[], places: readonly Place[], start: number): LineSlice[] {
  const slices: LineSlice[] = [];
  for (let from = start; from < bytes.length; ) {
    const lf = bytes.indexOf(LF, from);
    const end = lf < 0 ? bytes.length : lf + 1;
    const first = places[from] ?? { line: 0, column: 0, width: 0 };
    const { text, units } = decoded(bytes, from, end);
    const map = [...units, end].map(byte => {
      const place = places[byte];
      return place?.line === first.line ? place.column : first.width;
    });
    slices.push({ line: first.line, column: first.column, text, map });
    from = end;
  }
  return slices;
}

/** Bytes as text, and for every unit of it the number of its first byte. */
function decoded(
  bytes: readonly number[],
  from: number,
  end: number,
): { readonly text: string; readonly units: readonly number[] } {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes.slice(from, end)));
  const units: number[] = [];
  let byte = from;
  for (const character of text) {
    for (let unit = 0; unit < character.length; unit++) units.push(Math.min(byte, end));
    byte += utf8Length(character);
  }
  return { text, units };
}
