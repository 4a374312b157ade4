import { lengthWithoutEol } from '../../../text/lines.ts';
import { compact } from './compact.ts';
import { escapedMessages, hasEscapedMessage } from './escaped.ts';
import type { LogContext, LogFormat } from './formats/format.ts';
import { type Announcement, announcementOf, endsMessage } from './formats/formats.ts';
import { timeStampIn } from './formats/timeStamp.ts';
import { readHexDump } from './hexDump.ts';
import { jsonBlock, opensJsonObject } from './jsonBlock.ts';
import { readWrappedPacket } from './ngrepPacket.ts';
import { readMessage } from './readMessage.ts';
import { isDisguised, shownLine } from './shownLine.ts';
import { looksLikeHeader, type StartLine, startLineIn } from './startLine.ts';
import { beginsMessage, lineBelow, untangled } from './untangle.ts';
import { readDissection } from './wiresharkMessage.ts';

/**
 * A run of whole lines: an announcement with the messages that follow it, a message without announcement, or lines that
 * belong to no message. What a block holds depends on its own lines and the first one after it, on nothing before it.
 */
export interface Block {
  /** With their ends of line. */
  readonly lines: readonly string[];
  readonly messages: readonly TraceMessage[];
}

/** One SIP message as it stands in a log. */
export interface TraceMessage {
  /** Start line, header lines, empty line, body; lines are counted from the first line of the block. */
  readonly slices: readonly LineSlice[];
  readonly context: LogContext;
  /** Name of the log format; absent for bare messages. */
  readonly format?: string;
  /** True when the ends of line are those of the wire, so that bytes can be counted. */
  readonly isExact: boolean;
  /** The message breaks off: before the end of its header, or before the end of its body. */
  readonly cut?: 'header' | 'body';
  /** Another message begins in the middle of its header. */
  readonly isCutByNext?: true;
  /** It begins in the middle of the header of the message above it. */
  readonly cutsAbove?: true;
  /** Lines of others stand between its lines. */
  readonly isApart?: true;
}

/** A part of a line of the file that is a line of a message. */
export interface LineSlice {
  readonly line: number;
  /** Where the text begins on the line. */
  readonly column: number;
  /** As on the wire, with its end of line. */
  readonly text: string;
  /** Column of every unit of the text, and, last, of its end, when the log does not show the text as it is. */
  readonly map?: readonly number[];
}

/** Reads the block that begins at line `from`; always at least one line. */
export function readBlock(lines: readonly string[], from: number): { block: Block; next: number } {
  const run = readRun(lines, from);
  const mayBegin = run.block.messages.length > 0 || beginsMessage(lines[from] ?? '');
  const { block, next } = mayBegin ? (untangled(lines, from, run.next, readRun) ?? run) : run;
  const messages =
    block.messages.length === 0 ? NO_MESSAGES : block.messages.map(message => compact(message, block.lines));
  return { block: { lines: block.lines, messages }, next };
}

const NO_MESSAGES: readonly TraceMessage[] = [];

/** Reads a block of lines that one writer wrote one below the other. */
function readRun(lines: readonly string[], from: number): { block: Block; next: number } {
  const whole = rawText(lines, from) ?? '';
  if (hasEscapedMessage(whole)) {
    return {
      block: { lines: lines.slice(from, from + 1), messages: escapedMessages(whole) },
      next: from + 1,
    };
  }
  const first = lineText(lines, from) ?? '';
  if (opensJsonObject(first)) {
    const json = jsonBlock(lines, from);
    return { block: { lines: lines.slice(from, json.next), messages: json.messages }, next: json.next };
  }
  const announcement = announcementOf(first);
  if (announcement !== undefined) return announced(lines, from, announcement);
  const start = messageStart(lines, from, false);
  if (start !== undefined) {
    return bare(lines, from, start);
  }
  const next = endOfOtherLines(lines, from);
  return { block: { lines: lines.slice(from, next), messages: [] }, next };
}

/** A line as its writer meant it, without its end of line; undefined behind the last one. */
export function lineText(lines: readonly string[], index: number): string | undefined {
  const line = lines[index];
  if (line === undefined) return undefined;
  return isDisguised(line) ? shownLine(line).text : line.slice(0, lengthWithoutEol(line));
}

/** A line without its end of line; undefined behind the last one. */
export function rawText(lines: readonly string[], index: number): string | undefined {
  const line = lines[index];
  return line?.slice(0, lengthWithoutEol(line));
}

/** The start line at a line of the log, if the line below confirms one that stands behind a prefix. */
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

const MOST_LINES = 4096;

/** Messages without announcement: one, or several where one begins before the header of the other has ended. */
function bare(lines: readonly string[], from: number, first: StartLine): { block: Block; next: number } {
  const messages: TraceMessage[] = [];
  let at = from;
  for (let start: StartLine | undefined = first; start !== undefined; ) {
    const read = readMessage(lines, from, at, start, contextOfPrefix(start.prefix), undefined);
    messages.push(read.message);
    const isCut = read.message.cut === 'header' && read.next < from + MOST_LINES;
    at = read.next;
    start = isCut && lines[at] !== undefined ? messageStart(lines, at, false) : undefined;
  }
  return { block: { lines: lines.slice(from, at), messages: withCuts(messages) }, next: at };
}

/** What stands in front of a start line on its line: the announcement that a script wrote there, or a time. */
function contextOfPrefix(prefix: string): LogContext {
  if (prefix === '') return {};
  const announced = announcementOf(prefix.trimEnd());
  if (announced !== undefined) return announced.context;
  const time = timeStampIn(prefix.slice(0, 200));
  return time === undefined ? {} : { time };
}

/** Marks the messages that begin where the one above them is not finished. */
function withCuts(messages: readonly TraceMessage[]): readonly TraceMessage[] {
  if (messages.length < 2) return messages;
  return messages.map((message, number): TraceMessage => {
    const above = messages[number - 1];
    const below = messages[number + 1];
    const isCutByNext = message.cut === 'header' && below !== undefined && follows(message, below);
    const cutsAbove = above?.cut === 'header' && follows(above, message);
    if (!isCutByNext && !cutsAbove) return message;
    return {
      ...message,
      ...(isCutByNext ? { isCutByNext: true } : {}),
      ...(cutsAbove ? { cutsAbove: true } : {}),
    };
  });
}

function follows(above: TraceMessage, below: TraceMessage): boolean {
  return (above.slices.at(-1)?.line ?? 0) + 1 === below.slices[0]?.line;
}

function announced(
  lines: readonly string[],
  from: number,
  announcement: Announcement,
): { block: Block; next: number } {
  const { format } = announcement;
  let { context } = announcement;
  const messages: TraceMessage[] = [];
  let at = from + 1;
  let reach = at + format.reach;
  while (at < lines.length && at < from + MOST_LINES) {
    const line = lineText(lines, at) ?? '';
    const printed = readPrinted(lines, from, at, context, format);
    if (printed !== undefined) {
      for (const message of printed.messages) keep(messages, message, format);
      at = printed.next;
      reach = at + 1;
      continue;
    }
    if (announcementOf(line) !== undefined && format.adds?.(line, context) === undefined) break;
    const start = messageStart(lines, at, format.hasBinaryPrefix === true);
    if (start !== undefined) {
      const read = readMessage(lines, from, at, start, context, format);
      keep(messages, read.message, format);
      at = read.next;
      reach = at + (format.hasBinaryPrefix === true ? 8 : 3);
      continue;
    }
    if (at >= reach) break;
    const added = messages.length === 0 ? format.adds?.(line, context) : undefined;
    if (added !== undefined) context = added;
    else if (line.trim() !== '' && endsMessage(line)) break;
    else if (line.trim() !== '' && messages.length > 0 && format.hasBinaryPrefix !== true) break;
    at++;
  }
  return { block: { lines: lines.slice(from, at), messages: withCuts(messages) }, next: at };
}

/** Formats that do not print a message line by line. */
function readPrinted(
  lines: readonly string[],
  origin: number,
  at: number,
  context: LogContext,
  format: LogFormat,
): { messages: readonly TraceMessage[]; next: number } | undefined {
  const line = rawText(lines, at) ?? '';
  if (hasEscapedMessage(line)) {
    const found = escapedMessages(line, at - origin);
    const messages = found.map(message => ({ ...message, context: { ...context, ...message.context } }));
    return { messages, next: at + 1 };
  }
  const read = readPacket(lines, origin, at, context, format);
  return read === undefined ? undefined : { messages: [read.message], next: read.next };
}

function readPacket(
  lines: readonly string[],
  origin: number,
  at: number,
  context: LogContext,
  { name }: LogFormat,
): { message: TraceMessage; next: number } | undefined {
  switch (name) {
    case 'Wireshark text export':
      return readDissection(lines, origin, at, context);
    case 'ngrep':
      return readWrappedPacket(lines, origin, at, context) ?? readHexDump(lines, origin, at, context, name);
    case 'tcpdump':
      return readHexDump(lines, origin, at, context, name);
    default:
      return undefined;
  }
}

/** tcpdump -v -A shows a packet twice, dissected and raw: the raw one stays. */
function keep(messages: TraceMessage[], message: TraceMessage, format: LogFormat): void {
  const last = messages.at(-1);
  if (
    format.name === 'tcpdump' &&
    last !== undefined &&
    last.slices[0]?.text.trim() === message.slices[0]?.text.trim() &&
    last.slices[0]?.column === 1
  ) {
    messages.pop();
  }
  messages.push(message);
}

/** Other lines go on until a message or an announcement; long runs are divided at places that the lines themselves give. */
function endOfOtherLines(lines: readonly string[], from: number): number {
  let at = from + 1;
  while (at < lines.length) {
    if (isDivision(lines[at - 1] ?? '')) break;
    const line = lineText(lines, at) ?? '';
    if (
      hasEscapedMessage(rawText(lines, at) ?? '') ||
      opensJsonObject(line) ||
      announcementOf(line) !== undefined
    )
      break;
    if (messageStart(lines, at, false) !== undefined) break;
    at++;
  }
  return at;
}

function isDivision(line: string): boolean {
  let sum = line.length;
  for (let index = 0; index < line.length && index < 24; index++)
    sum = (sum * 31 + line.charCodeAt(index)) | 0;
  return (sum & 63) === 7;
}

function sharesShape(prefix: string, below: string): boolean {
  return (
    prefix.trim() !== '' &&
    /\d/.test(prefix) &&
    below.replace(/\d/g, '0').startsWith(prefix.replace(/\d/g, '0'))
  );
}
