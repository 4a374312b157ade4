import { countLines, splitLines } from '../../../text/lines.ts';
import type { LogContext } from './formats/format.ts';
import type { Block, LineSlice, ReadLines, TraceMessage } from './traceMessage.ts';

/**
 * Stores lines as long as the trace: as one text, which is split into lines when they are needed, since a
 * long log has millions. `text` is the text of the lines.
 */
export function keptBlock({ lines, messages }: ReadLines, text: string): Block {
  const kept = messages.map(message => compact(message, lines, text));
  return new KeptBlock(text, 0, text.length, lines.length, kept);
}

/** Line of the start line of a message, counted from the first line of its block. */
export function firstLine(message: TraceMessage): number {
  return message instanceof WholeLines ? message.first : (message.slices[0]?.line ?? 0);
}

/** Line of the end of a message, likewise. */
export function lastLine(message: TraceMessage): number {
  return message instanceof WholeLines ? message.last : (message.slices.at(-1)?.line ?? 0);
}

/** Line of one of the lines of a message, likewise. */
export function lineOfSlice(message: TraceMessage, number: number): number {
  return message instanceof WholeLines ? message.first + number : (message.slices[number]?.line ?? 0);
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

/** The lines of a message, including their line endings. */
export function linesOfMessage(message: TraceMessage): readonly string[] {
  return message instanceof WholeLines ? splitLines(message.text) : message.slices.map(({ text }) => text);
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
  /** Most blocks have one message, for which a list would take as much memory as the rest of the block. */
  private readonly found: TraceMessage | readonly TraceMessage[];

  /** The text of the block is the part of `source` from `start` to `end`. */
  constructor(
    private readonly source: string,
    private readonly start: number,
    private readonly end: number,
    readonly lineCount: number,
    messages: readonly TraceMessage[],
  ) {
    const [only] = messages;
    // A grown array has spare capacity.
    this.found = only !== undefined && messages.length === 1 ? only : messages.slice();
  }

  get text(): string {
    return this.source.slice(this.start, this.end);
  }

  get messages(): readonly TraceMessage[] {
    return isList(this.found) ? this.found : [this.found];
  }

  get lines(): readonly string[] {
    if (latest?.block !== this) latest = { block: this, lines: splitLines(this.text) };
    return latest.lines;
  }
}

/** A block that depends on its own lines and the first line after it, and on nothing further below. */
export class PlainlyReadBlock extends KeptBlock {}

function isList(found: TraceMessage | readonly TraceMessage[]): found is readonly TraceMessage[] {
  return Array.isArray(found);
}

/** The parts of a message that few have. */
type Marks = Pick<TraceMessage, 'cut' | 'isCutByNext' | 'cutsAbove' | 'isApart'>;

/** A message of whole lines, starting with line `first` of its block. A long trace has many: no field more than needed. */
export class WholeLines implements TraceMessage {
  readonly context: LogContext;
  readonly format: string | undefined;
  readonly isExact: boolean;
  private readonly marks: Marks | undefined;
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
    this.marks = marksOf(message);
  }

  get cut(): Marks['cut'] {
    return this.marks?.cut;
  }

  get isCutByNext(): true | undefined {
    return this.marks?.isCutByNext;
  }

  get cutsAbove(): true | undefined {
    return this.marks?.cutsAbove;
  }

  get isApart(): true | undefined {
    return this.marks?.isApart;
  }

  /** Looked for once: most messages carry nothing, and every picture of a call asks each of them. */
  get mayDescribe(): boolean {
    this.describes ??=
      (this.text.includes('\nm') || this.text.includes('\rm')) && /[\r\n]m ?=/.test(this.text);
    return this.describes;
  }

  get last(): number {
    return this.first + countLines(this.text, Number.POSITIVE_INFINITY) - 1;
  }

  get slices(): readonly LineSlice[] {
    return splitLines(this.text).map((text, number) => slice(text, this.first + number));
  }
}

function marksOf({ cut, isCutByNext, cutsAbove, isApart }: Marks): Marks | undefined {
  const has = cut ?? isCutByNext ?? cutsAbove ?? isApart;
  return has === undefined ? undefined : { cut, isCutByNext, cutsAbove, isApart };
}

function slice(text: string, line: number): LineSlice {
  return { line, column: 0, text };
}
