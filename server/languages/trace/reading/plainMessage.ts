import { headerFacts } from '../../../sip/headers.ts';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { PlainLines } from './compact.ts';
import type { LogContext, LogFormat } from './formats/format.ts';
import { announcementOf } from './formats/formats.ts';
import { byteLength } from './readMessage.ts';
import { isDisguised } from './shownLine.ts';
import { type StartLine, startLineIn } from './startLine.ts';
import type { TraceMessage } from './traceMessage.ts';

/**
 * Reads the message whose start line stands at line `at`, when it is as nearly all are: whole lines, header fields with known
 * names, an empty line, and no body or an SDP body of the declared length. Undefined for every other message, also for what may
 * be such a one; `readMessage` reads those, and would read these the same way, but looks at every line many times.
 */
export function plainMessage(
  lines: readonly string[],
  origin: number,
  at: number,
  start: StartLine,
  context: LogContext,
  format: LogFormat | undefined,
): { message: TraceMessage; next: number } | undefined {
  if (start.prefix !== '' || !isPlain(lines[at] ?? '')) return undefined;
  const header = plainHeader(lines, at, format?.hasBinaryPrefix === true);
  if (header === undefined) return undefined;
  const next = header.hasBody ? bodyEnd(lines, header.next, header.length, header.isExact) : header.next;
  if (next === undefined) return undefined;
  const message = new PlainLines(
    context,
    format?.name,
    header.isExact,
    lines,
    origin,
    at - origin,
    next - at,
  );
  return { message, next };
}

interface PlainHeader {
  /** Line behind the empty line. */
  readonly next: number;
  readonly isExact: boolean;
  readonly hasBody: boolean;
  readonly length: number;
}

const MOST_HEADERS = 200;

function plainHeader(lines: readonly string[], at: number, isInPackets: boolean): PlainHeader | undefined {
  let isExact = endsWithReturn(lines[at] ?? '');
  let length: number | undefined;
  let type: string | undefined;
  for (let line = at + 1; line < at + MOST_HEADERS; line++) {
    const text = lines[line];
    if (text === undefined) return undefined;
    isExact &&= endsWithReturn(text);
    if (text === '\r\n' || text === '\n') {
      const below = lines[line + 1] ?? '';
      // One line of a message, one empty line: a log that shows every line twice as high.
      if (line === at + 1 || isContinued(below)) return undefined;
      const beginsSdp = below.startsWith('v=') || below.startsWith('v =');
      if (type === undefined || length === undefined || length === 0)
        return beginsSdp || (type !== undefined && length === undefined) || (length ?? 0) > 0
          ? undefined
          : { next: line + 1, isExact, hasBody: false, length: 0 };
      return type === 'application/sdp' && beginsSdp
        ? { next: line + 1, isExact, hasBody: true, length }
        : undefined;
    }
    const colon = text.indexOf(':');
    const name = colon > 0 && colon < LONGEST_NAME ? headerFacts(text.slice(0, colon))?.name : undefined;
    if (name === undefined || !isPlain(text)) return undefined;
    if (
      isInPackets &&
      name !== 'Via' &&
      startLineIn(text.slice(0, lengthWithoutEol(text)), true) !== undefined
    )
      return undefined;
    if (name === 'Content-Length') {
      const value = text.slice(colon + 1).trim();
      if (length !== undefined || !/^\d{1,5}$/.test(value)) return undefined;
      length = Number(value);
    } else if (name === 'Content-Type') {
      if (type !== undefined) return undefined;
      type = text
        .slice(colon + 1)
        .trim()
        .toLowerCase();
    }
  }
  return undefined;
}

const LONGEST_NAME = 40;

/** Nothing that an editor, a terminal or ngrep shows in place of a line, and no line too long to be read without a closer look. */
function isPlain(text: string): boolean {
  return text.endsWith('\n') && text.length < LONGEST_LINE && !isDisguised(text) && !endsWithDot(text);
}

const LONGEST_LINE = 8000;
const DOT = 46;

function endsWithDot(text: string): boolean {
  return text.charCodeAt(lengthWithoutEol(text) - 1) === DOT;
}

function endsWithReturn(text: string): boolean {
  return text.length > 1 && text.charCodeAt(text.length - 2) === 13;
}

/** A line of spaces behind the empty line, or a folded one. */
function isContinued(text: string): boolean {
  const code = text.charCodeAt(0);
  return code === 32 || code === 9;
}

/** Where an SDP body ends that is as long as declared; undefined when that is not certain. */
function bodyEnd(
  lines: readonly string[],
  from: number,
  declared: number,
  isHeaderExact: boolean,
): number | undefined {
  let fewest = 0;
  let most = 0;
  let isExact = isHeaderExact;
  for (let line = from; line < from + MOST_HEADERS; line++) {
    const text = lines[line];
    const isInside = most < declared;
    if (text === undefined) return isInside ? undefined : line;
    const code = text.charCodeAt(0);
    const isDescription = code >= 97 && code <= 122 && text.charCodeAt(1) === 61;
    const content = text.slice(0, lengthWithoutEol(text));
    if (!isDescription) {
      const mayGoOn = fewest < declared && content !== '' && !isExact;
      return isInside || mayGoOn || text.charCodeAt(1) === 32 ? undefined : line;
    }
    if (!isPlain(text)) return undefined;
    if (MAY_ANNOUNCE.has(code) && announcementOf(content) !== undefined) return undefined;
    const isReturned = endsWithReturn(text);
    isExact &&= isReturned;
    const bytes = byteLength(content);
    fewest += bytes + (isReturned ? 2 : 1);
    most += bytes + 2;
  }
  return undefined;
}

/** The first letters of SDP lines with free text (o, s, i, u, e, p). */
const MAY_ANNOUNCE: ReadonlySet<number> = new Set([111, 115, 105, 117, 101, 112]);
