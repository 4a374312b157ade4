import { firstLine, withMore } from './compact.ts';
import { escapedMessages, hasEscapedMessage } from './escaped.ts';
import type { LogContext, LogFormat } from './formats/format.ts';
import { type Announcement, announcementOf, endsMessage, mayHoldSeveral } from './formats/formats.ts';
import { timeStampIn } from './formats/timeStamp.ts';
import { readHexDump } from './hexDump.ts';
import { jsonBlock, opensJsonObject } from './jsonBlock.ts';
import { lineText, messageStart, rawText } from './messageStart.ts';
import { readWrappedPacket } from './ngrepPacket.ts';
import { readMessage } from './readMessage.ts';
import { recordTime } from './shownLine.ts';
import type { StartLine } from './startLine.ts';
import type { ReadLines, TraceMessage } from './traceMessage.ts';
import { beginsMessage, untangled } from './untangle.ts';
import { readDissection } from './wiresharkMessage.ts';

/** Reads the block that begins at line `from`; always at least one line. */
export function readBlock(lines: readonly string[], from: number): { block: ReadLines; next: number } {
  const run = readRun(lines, from);
  const mayBegin = run.block.messages.length > 0 || beginsMessage(lines[from] ?? '');
  const { block, next } = mayBegin ? (untangled(lines, from, run.next, readRun) ?? run) : run;
  const messages = block.messages.map(message => withRecordTime(message, block.lines));
  return { block: { lines: block.lines, messages }, next };
}

/** If the program did not write a time, the container that stored its lines may have. */
function withRecordTime(message: TraceMessage, lines: readonly string[]): TraceMessage {
  if (message.context.time !== undefined) return message;
  const line = lines[firstLine(message)];
  const time = line?.startsWith('{') === true ? recordTime(line) : undefined;
  return time === undefined ? message : withMore(message, { context: { ...message.context, time } });
}

/** Reads a block of consecutive lines by one writer. */
function readRun(lines: readonly string[], from: number): { block: ReadLines; next: number } {
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

const MOST_LINES = 4096;

/** Messages without announcement: one, or several where one begins before the header of the other has ended. */
function bare(lines: readonly string[], from: number, first: StartLine): { block: ReadLines; next: number } {
  const messages: TraceMessage[] = [];
  let at = from;
  for (let start: StartLine | undefined = first; start !== undefined; ) {
    const context = contextOfPrefix(start.prefix);
    const read: { message: TraceMessage; next: number } = readMessage(
      lines,
      from,
      at,
      start,
      context,
      undefined,
    );
    messages.push(read.message);
    const isCut = read.message.cut === 'header' && read.next < from + MOST_LINES;
    at = read.next;
    start = isCut && lines[at] !== undefined ? messageStart(lines, at, false) : undefined;
  }
  return { block: { lines: lines.slice(from, at), messages: withCuts(messages) }, next: at };
}

/** The text before a start line on its line: the announcement of a script, or a time. */
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
    return withMore(message, {
      ...(isCutByNext ? { isCutByNext: true } : {}),
      ...(cutsAbove ? { cutsAbove: true } : {}),
    });
  });
}

function follows(above: TraceMessage, below: TraceMessage): boolean {
  return (above.slices.at(-1)?.line ?? 0) + 1 === below.slices[0]?.line;
}

function announced(
  lines: readonly string[],
  from: number,
  announcement: Announcement,
): { block: ReadLines; next: number } {
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
      const last = messages.at(-1);
      const isOfAnnouncement = last === undefined || mayHoldSeveral(format, context, start.prefix);
      if (!isOfAnnouncement && last?.cut !== 'header') break;
      const read = readMessage(lines, from, at, start, isOfAnnouncement ? context : {}, format);
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

/** tcpdump -v -A shows a packet twice, dissected and raw: the raw one is kept. */
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

/** Other lines continue until a message or an announcement; long runs are split at places that depend only on the lines. */
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
