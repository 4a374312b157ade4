import type { LogContext } from './formats/format.ts';
import type { LineSlice, TraceMessage } from './traceMessage.ts';

/** The same message; when it is made of whole lines, as nearly all are, without an object for each of them. */
export function compact(message: TraceMessage, lines: readonly string[]): TraceMessage {
  const { slices } = message;
  const first = slices[0]?.line ?? 0;
  const isWhole = slices.every(
    (slice, number) =>
      slice.line === first + number &&
      slice.column === 0 &&
      slice.map === undefined &&
      slice.text === lines[slice.line],
  );
  return isWhole ? new WholeLines(message, lines, first, slices.length) : message;
}

/** Line of the start line of a message, counted from the first line of its block. */
export function firstLine(message: TraceMessage): number {
  return message instanceof WholeLines ? message.first : (message.slices[0]?.line ?? 0);
}

/** The text of a message as it was on the wire. */
export function messageText(message: TraceMessage): string {
  let text = '';
  if (message instanceof WholeLines) {
    const end = message.first + message.count;
    for (let line = message.first; line < end; line++) text += message.lines[line] ?? '';
  } else for (const slice of message.slices) text += slice.text;
  return text;
}

/** True when some line of a message, with its end of line, is such. */
export function someLine(message: TraceMessage, isSuch: (line: string) => boolean): boolean {
  if (!(message instanceof WholeLines)) return message.slices.some(slice => isSuch(slice.text));
  const end = message.first + message.count;
  for (let line = message.first; line < end; line++) if (isSuch(message.lines[line] ?? '')) return true;
  return false;
}

/** A long log has a million lines: their slices are made when somebody asks for them. */
class WholeLines implements TraceMessage {
  readonly context: LogContext;
  readonly format?: string;
  readonly isExact: boolean;
  readonly cut?: 'header' | 'body';
  readonly isCutByNext?: true;
  readonly cutsAbove?: true;
  readonly isApart?: true;

  constructor(
    message: TraceMessage,
    readonly lines: readonly string[],
    readonly first: number,
    readonly count: number,
  ) {
    this.context = message.context;
    this.isExact = message.isExact;
    if (message.format !== undefined) this.format = message.format;
    if (message.cut !== undefined) this.cut = message.cut;
    if (message.isCutByNext !== undefined) this.isCutByNext = message.isCutByNext;
    if (message.cutsAbove !== undefined) this.cutsAbove = message.cutsAbove;
    if (message.isApart !== undefined) this.isApart = message.isApart;
  }

  get slices(): readonly LineSlice[] {
    return this.lines
      .slice(this.first, this.first + this.count)
      .map((text, number) => ({ line: this.first + number, column: 0, text }));
  }
}
