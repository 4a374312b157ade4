import { splitLines } from '../../../text/lines.ts';
import type { LogContext } from './formats/format.ts';
import type { Block, LineSlice, ReadLines, TraceMessage } from './traceMessage.ts';

/**
 * Stores lines as long as the trace: as one text, which is split into lines when they are needed, since a
 * long log has millions. `text` is the text of the lines.
 */
export function keptBlock({ lines, messages }: ReadLines, text: string): Block {
  return new KeptBlock(
    text,
    lines.length,
    messages.length === 0 ? NO_MESSAGES : messages.map(message => compact(message, lines, text)),
  );
}

const NO_MESSAGES: readonly TraceMessage[] = [];

/** Line of the start line of a message, counted from the first line of its block. */
export function firstLine(message: TraceMessage): number {
  return message instanceof WholeLines ? message.first : (message.slices[0]?.line ?? 0);
}

/** The text of a message as it was on the wire. */
export function messageText(message: TraceMessage): string {
  if (message instanceof WholeLines) return message.text;
  let text = '';
  for (const slice of message.slices) text += slice.text;
  return text;
}

/** The text of a block, including its line endings. */
export function blockText(block: Block): string {
  return block instanceof KeptBlock ? block.text : block.lines.join('');
}

/** True when a line of a message begins as that of a stream does in a session description (`m=`). */
export function mayDescribe(message: TraceMessage): boolean {
  return message instanceof WholeLines
    ? message.mayDescribe
    : message.slices.some(slice => slice.text.startsWith('m') && /^m ?=/.test(slice.text));
}

/** True if some line of a message, including its line ending, passes the test. */
export function someLine(message: TraceMessage, isSuch: (line: string) => boolean): boolean {
  return message instanceof WholeLines
    ? splitLines(message.text).some(isSuch)
    : message.slices.some(slice => isSuch(slice.text));
}

/** The message with additional properties. */
export function withMore(message: TraceMessage, more: Partial<TraceMessage>): TraceMessage {
  return { ...message, slices: message.slices, ...more };
}

/** The same message; when it is made of whole lines, as nearly all are, without an object for each of them. */
function compact(message: TraceMessage, lines: readonly string[], text: string): TraceMessage {
  const { slices } = message;
  const first = slices[0]?.line ?? 0;
  const isWhole = slices.every(
    (slice, number) =>
      slice.line === first + number &&
      slice.column === 0 &&
      slice.map === undefined &&
      slice.text === lines[slice.line],
  );
  return isWhole ? new WholeLines(message, textOfLines(lines, text, first, slices.length), first) : message;
}

function textOfLines(lines: readonly string[], text: string, first: number, count: number): string {
  let start = 0;
  for (let line = 0; line < first; line++) start += lines[line]?.length ?? 0;
  let end = start;
  for (let line = first; line < first + count; line++) end += lines[line]?.length ?? 0;
  return text.slice(start, end);
}

/** The lines of the block that was asked for last: callers that walk a block need it line by line. */
let latest: { readonly block: Block; readonly lines: readonly string[] } | undefined;

/** A block of `lineCount` lines. */
export class KeptBlock implements Block {
  constructor(
    readonly text: string,
    readonly lineCount: number,
    readonly messages: readonly TraceMessage[],
  ) {}

  get lines(): readonly string[] {
    if (latest?.block !== this) latest = { block: this, lines: splitLines(this.text) };
    return latest.lines;
  }
}

/** A message of whole lines, starting with line `first` of its block. */
export class WholeLines implements TraceMessage {
  readonly context: LogContext;
  readonly format: string | undefined;
  readonly isExact: boolean;
  readonly cut?: 'header' | 'body';
  readonly isCutByNext?: true;
  readonly cutsAbove?: true;
  readonly isApart?: true;
  private describes: boolean | undefined;

  constructor(
    message: Omit<TraceMessage, 'slices'>,
    /** Of the message. */
    readonly text: string,
    readonly first: number,
  ) {
    this.context = message.context;
    this.format = message.format;
    this.isExact = message.isExact;
    if (message.cut !== undefined) this.cut = message.cut;
    if (message.isCutByNext !== undefined) this.isCutByNext = message.isCutByNext;
    if (message.cutsAbove !== undefined) this.cutsAbove = message.cutsAbove;
    if (message.isApart !== undefined) this.isApart = message.isApart;
  }

  /** Looked for once: most messages carry nothing, and every picture of a call asks each of them. */
  get mayDescribe(): boolean {
    this.describes ??=
      (this.text.includes('\nm') || this.text.includes('\rm')) && /[\r\n]m ?=/.test(this.text);
    return this.describes;
  }

  get slices(): readonly LineSlice[] {
    return splitLines(this.text).map((text, number) => slice(text, this.first + number));
  }
}

function slice(text: string, line: number): LineSlice {
  return { line, column: 0, text };
}
