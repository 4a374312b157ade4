import type { LogContext } from './formats/format.ts';

/**
 * A run of whole lines: an announcement with the messages that follow it, a message without announcement, or lines that
 * do not belong to a message. A block depends only on its own lines and the first line after it, not on anything before it.
 */
export interface Block extends ReadLines {
  readonly lineCount: number;
}

/** The same just after it was read. */
export interface ReadLines {
  /** With their ends of line. */
  readonly lines: readonly string[];
  readonly messages: readonly TraceMessage[];
}

/** One SIP message as written in a log. */
export interface TraceMessage {
  /** Start line, header lines, empty line, body; lines are counted from the first line of the block. */
  readonly slices: readonly LineSlice[];
  readonly context: LogContext;
  /** Name of the log format; absent for bare messages. */
  readonly format?: string | undefined;
  /** True if the line endings are those on the wire, so that bytes can be counted. */
  readonly isExact: boolean;
  /** The message is incomplete: it stops before the end of its header, or before the end of its body. */
  readonly cut?: 'header' | 'body' | undefined;
  /** Another message begins in the middle of its header. */
  readonly isCutByNext?: true | undefined;
  /** It begins in the middle of the header of the message above it. */
  readonly cutsAbove?: true | undefined;
  /** Lines of other writers are between its lines. */
  readonly isApart?: true | undefined;
}

/** A part of a line of the file that is a line of a message. */
export interface LineSlice {
  readonly line: number;
  /** Where the text begins on the line. */
  readonly column: number;
  /** As on the wire, including its line ending. */
  readonly text: string;
  /** Column of every unit of the text, and, last, of its end, when the log does not show the text as it is. */
  readonly map?: readonly number[];
}
