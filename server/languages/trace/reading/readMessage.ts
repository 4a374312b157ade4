import { utf8Length } from '../../../sip/body.ts';
import type { LogContext, LogFormat } from './formats/format.ts';
import { announcementOf, endsMessage } from './formats/formats.ts';
import { isEmptyLine, type LineReader, lineReader, withoutEol } from './lineReader.ts';
import { looksLikeHeader, type StartLine, startLineIn } from './startLine.ts';
import type { LineSlice, TraceMessage } from './traceMessage.ts';

/** UDP carries no more; anything longer than this is not a message. */
const MOST_UNITS = 70_000;
const MOST_LINES = 3000;
/** This many consecutive lines that are not header lines end a header without an empty line. */
const MOST_STRAY_LINES = 6;

/** Reads the message whose start line stands at line `at`; `origin` is the first line of its block. */
export function readMessage(
  lines: readonly string[],
  origin: number,
  at: number,
  start: StartLine,
  context: LogContext,
  format: LogFormat | undefined,
): { message: TraceMessage; next: number } {
  const reader = lineReader(lines, origin, at, start);
  const slices: LineSlice[] = [reader.first];
  const binaryPrefix = format?.hasBinaryPrefix === true;
  let next = at + reader.step;
  let stray = 0;
  let isClosed = false;
  let isApart = false;
  while (next < lines.length && next < at + MOST_LINES) {
    const slice = reader.read(next);
    if (slice === undefined) {
      const resumed = reader.resumesAt(next, 'header');
      if (resumed === undefined) break;
      isApart = true;
      next = resumed;
      continue;
    }
    if (endsHere(slice, binaryPrefix)) break;
    slices.push(slice);
    next += reader.step;
    if (isEmptyLine(slice, reader.read(next))) {
      isClosed = true;
      break;
    }
    stray = isHeaderLine(slice) ? 0 : stray + 1;
    if (stray > MOST_STRAY_LINES) break;
  }
  const headerEnd = slices.length;
  let cut: TraceMessage['cut'] = isClosed ? undefined : 'header';
  if (isClosed) {
    const body = readBody(lines, next, at + MOST_LINES, reader, slices, binaryPrefix);
    next = body.next;
    if (body.isShort) cut = 'body';
    isApart ||= body.isApart;
  } else if (slices.length > 1 && (next >= lines.length || declaredLength(slices) === 0)) {
    // A message at the very end of a file has often lost its empty line with the file's last newline, and one without a body
    // loses it when people paste several messages.
    cut = declaredLength(slices) === undefined ? 'header' : undefined;
  }
  next = Math.min(next, lines.length);
  const isExact = slices.slice(0, headerEnd).every(slice => slice.text.endsWith('\r\n')) && headerEnd > 1;
  return {
    message: {
      slices,
      context,
      ...(format === undefined ? {} : { format: format.name }),
      isExact,
      ...(cut === undefined ? {} : { cut }),
      ...(isApart ? { isApart: true } : {}),
    },
    next,
  };
}

function endsHere(slice: LineSlice, binaryPrefix: boolean): boolean {
  const line = withoutEol(slice);
  if (line === '') return false;
  if (endsMessage(line) || announcementOf(line) !== undefined) return true;
  return isStart(line, binaryPrefix);
}

function isStart(line: string, binaryPrefix: boolean): boolean {
  const start = startLineIn(line, binaryPrefix);
  return start !== undefined && (start.prefix === '' || binaryPrefix);
}

function isHeaderLine(slice: LineSlice): boolean {
  const code = slice.text.charCodeAt(0);
  return code === 32 || code === 9 || looksLikeHeader(slice.text);
}

interface BodyEnd {
  readonly next: number;
  readonly isShort: boolean;
  readonly isApart: boolean;
}

/**
 * The body has the length in Content-Length, counting line endings as one byte or two, whichever fits; without
 * Content-Length, it ends where something else begins. A start line inside ends it unless the body is made of SIP messages.
 */
function readBody(
  lines: readonly string[],
  from: number,
  limit: number,
  reader: LineReader,
  slices: LineSlice[],
  binaryPrefix: boolean,
): BodyEnd {
  const declared = declaredLength(slices);
  const type = headerValue(slices, /^(?:content-type|c)[ \t]*:/i);
  const holdsMessages = /message\/sip|message\/sipfrag|multipart\//i.test(type ?? '');
  const isSdp = /application\/sdp/i.test(type ?? '');
  const firstLine = reader.read(from);
  const beginsSdp = firstLine !== undefined && /^v ?=/.test(firstLine.text);
  if (declared === undefined && type === undefined && !beginsSdp) {
    return { next: from, isShort: false, isApart: false };
  }
  if (declared !== undefined && declared <= 0 && !beginsSdp)
    return { next: from, isShort: false, isApart: false };
  const size = bodySize();
  let units = 0;
  let next = from;
  let lastFull = slices.length;
  let isApart = false;
  while (next < lines.length && next < limit && units < MOST_UNITS) {
    const slice = reader.read(next);
    const isInside = declared !== undefined && size.most() < declared;
    if (slice === undefined) {
      const resumed = isInside ? reader.resumesAt(next, 'body') : undefined;
      if (resumed === undefined) break;
      isApart = true;
      next = resumed;
      continue;
    }
    const line = withoutEol(slice);
    if (line !== '' && (endsMessage(line) || announcementOf(line) !== undefined)) break;
    if (line !== '' && isStart(line, binaryPrefix) && !(isInside && holdsMessages)) break;
    if (!isInside && declared !== undefined) {
      // Counted with CR LF the body is complete; with bare LF it may go on.
      const mayGoOn =
        size.fewest() < declared && slice.text !== '' && line !== '' && !slices.every(hasCarriageReturn);
      const isMoreSdp = (isSdp || beginsSdp) && /^[a-z] ?=/.test(line);
      if (!mayGoOn && !isMoreSdp) break;
    }
    if (declared === undefined && line === '' && (isSdp || beginsSdp)) break;
    slices.push(slice);
    next += reader.step;
    size.add(line, slice.text.endsWith('\r\n'));
    units += line.length + 2;
    if (line !== '') lastFull = slices.length;
  }
  // Empty lines between this message and the next one are not part of it.
  if (declared === undefined) slices.length = lastFull;
  return { next, isShort: declared !== undefined && size.most() + 2 < declared, isApart };
}

interface BodySize {
  add(line: string, hasCarriageReturn: boolean): void;
  /** Bytes with the line endings as they are. */
  fewest(): number;
  /** Bytes with CR LF at the end of every line. */
  most(): number;
}

/**
 * Counts bytes of UTF-8, or characters in a body that was read as one character for each byte: it has control characters that no text
 * has, and none beyond the first 256.
 */
function bodySize(): BodySize {
  let bytes = 0;
  let characters = 0;
  let ends = 0;
  let lines = 0;
  let hasControls = false;
  let isNarrow = true;
  const written = (): number => (hasControls && isNarrow ? characters : bytes);
  return {
    add(line, hasCarriageReturn) {
      const length = utf8Length(line);
      bytes += length;
      characters += line.length;
      ends += hasCarriageReturn ? 2 : 1;
      lines++;
      if (length === line.length) return;
      hasControls ||= /[\u0080-\u009f]/.test(line);
      isNarrow &&= !/[\u0100-\uffff]/.test(line);
    },
    fewest: () => written() + ends,
    most: () => written() + 2 * lines,
  };
}

function hasCarriageReturn(slice: LineSlice): boolean {
  return slice.text.endsWith('\r\n');
}

/** The number in the first Content-Length; NaN-free: undefined when there is none or it is not a number. */
function declaredLength(slices: readonly LineSlice[]): number | undefined {
  const value = headerValue(slices, /^(?:content-length|l)[ \t]*:/i)?.trim();
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function headerValue(slices: readonly LineSlice[], name: RegExp): string | undefined {
  for (const slice of slices) {
    const found = name.exec(slice.text);
    if (found !== null) return slice.text.slice(found[0].length);
  }
  return undefined;
}
