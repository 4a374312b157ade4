import { utf8Length } from '../../../sip/body.ts';
import { headerFacts } from '../../../sip/headers.ts';
import { remembered } from '../../../text/remembered.ts';
import { PlainlyReadBlock, WholeLines } from './compact.ts';
import { hasEscapedMessage } from './escaped.ts';
import type { LogContext, LogFormat } from './formats/format.ts';
import { announcementOf, endsMessage, mayHoldSeveral } from './formats/formats.ts';
import { opensJsonObject } from './jsonBlock.ts';
import { isDisguised } from './shownLine.ts';
import { startLineIn } from './startLine.ts';
import type { Block, TraceMessage } from './traceMessage.ts';
import { writerOf } from './writer.ts';

/** A block that was read, and where the text continues after it. */
export interface PlainBlock {
  readonly block: Block;
  readonly end: number;
}

/**
 * Reads the blocks of a text that look like nearly all blocks: one writer, an announcement or none, then messages of
 * whole lines with header fields of known names, an empty line, and no body or an SDP body of the declared length.
 * `readBlock` reads all others, and would read these the same way, but looks at every line many times and creates a
 * string for each.
 */
export class PlainReader {
  /** The position of the next character that shows that a line is something else: an escape, or a CR that ends a line. */
  private odd = 0;
  private escape = -1;
  private bareReturn = -1;
  private sip = 0;
  // The result of the latest call of `lineAt`, `header` or `body`.
  private next = 0;
  private contentEnd = 0;
  private isExact = false;
  private length = 0;
  private lines = 0;

  constructor(private readonly text: string) {
    this.odd = this.nextOdd(0);
  }

  /** The block that starts at an offset. Undefined if it is not plain, or may continue after the end of the text. */
  blockAt(start: number): PlainBlock | undefined {
    if (this.odd < start) this.odd = this.nextOdd(start);
    if (!this.lineAt(start)) return undefined;
    const first = this.text.slice(start, this.contentEnd);
    if (first.length > LONGEST_LINE || isDisguised(first) || writerOf(first) !== undefined) return undefined;
    const announcement = announcementOf(first);
    if (announcement === undefined) return this.bareBlock(start, first);
    if (hasEscapedMessage(first) || opensJsonObject(first)) return undefined;
    if (NOT_PLAIN.has(announcement.format.name)) return undefined;
    return this.announcedBlock(start, announcement.context, announcement.format);
  }

  /** A message without an announcement is a separate block. */
  private bareBlock(start: number, first: string): PlainBlock | undefined {
    if (!startOf(first).isPlain) return undefined;
    const message = this.message(start, 0, {}, undefined);
    return message === undefined ? undefined : this.finished(start, this.next, this.lines, [message]);
  }

  private announcedBlock(start: number, announced: LogContext, format: LogFormat): PlainBlock | undefined {
    const isInPackets = format.hasBinaryPrefix === true;
    const messages: TraceMessage[] = [];
    let context = announced;
    let at = this.next;
    let line = 1;
    let reach = line + format.reach;
    while (line < MOST_LINES && at < this.text.length) {
      if (!this.lineAt(at) || this.next - at > LONGEST_LINE) return undefined;
      const content = this.text.slice(at, this.contentEnd);
      const isEmpty = content.trim() === '';
      const { isPlain, isPlainInPackets } = startOf(content);
      if (!isEmpty && (isInPackets ? isPlainInPackets : isPlain)) {
        if (messages.length > 0 && !mayHoldSeveral(format, context, '')) break;
        const message = this.message(at, line, context, format);
        if (message === undefined) return undefined;
        messages.push(message);
        at = this.next;
        line += this.lines;
        reach = line + (isInPackets ? 8 : 3);
        continue;
      }
      if (!isEmpty) {
        const kind = this.kindOf(content, isInPackets, messages.length > 0, context, format);
        if (kind === undefined) return undefined;
        if (kind === 'end') break;
      }
      if (line >= reach) break;
      if (messages.length === 0) context = format.adds?.(content, context) ?? context;
      at = this.next;
      line++;
    }
    return messages.length === 0 ? undefined : this.finished(start, at, line, messages);
  }

  /** Does a line outside a message end a block or belong to it? Undefined if it may be something else. */
  private kindOf(
    content: string,
    isInPackets: boolean,
    isBehindMessage: boolean,
    context: LogContext,
    format: LogFormat,
  ): 'end' | 'between' | undefined {
    if (isDisguised(content) || hasEscapedMessage(content)) return undefined;
    // A packet in another format.
    if (isInPackets && (content.startsWith(' ') || content.startsWith('\t'))) return undefined;
    if (announcementOf(content) !== undefined && format.adds?.(content, context) === undefined)
      return isBehindMessage ? 'end' : undefined;
    if (startLineIn(content, isInPackets) !== undefined) return undefined;
    if (endsMessage(content)) return isBehindMessage ? 'end' : undefined;
    return isBehindMessage && !isInPackets ? 'end' : 'between';
  }

  private finished(start: number, end: number, lines: number, messages: readonly TraceMessage[]): PlainBlock {
    return { block: new PlainlyReadBlock(this.text, start, end, lines, messages), end };
  }

  /** The message whose start line is at an offset, which is line `first` of its block. */
  private message(
    start: number,
    first: number,
    context: LogContext,
    format: LogFormat | undefined,
  ): TraceMessage | undefined {
    if (!this.lineAt(start) || !this.isPlain(start)) return undefined;
    this.isExact = this.contentEnd === this.next - 2;
    this.lines = 1;
    if (!this.header(format?.hasBinaryPrefix === true)) return undefined;
    const isExact = this.isExact;
    if (this.length > 0 && !this.body()) return undefined;
    return new WholeLines(
      { context, isExact, format: format?.name },
      this.text.slice(start, this.next),
      first,
    );
  }

  /** Goes to the line after the empty line; `length` is that of the body. */
  private header(isInPackets: boolean): boolean {
    let length: number | undefined;
    let type: string | undefined;
    for (let count = 0; count < MOST_HEADERS; count++) {
      const start = this.next;
      if (!this.lineAt(start)) return false;
      this.lines++;
      this.isExact &&= this.contentEnd === this.next - 2;
      if (this.contentEnd === start) {
        this.length = length ?? 0;
        // One line of a message, one empty line: a log with an empty line after every line.
        return count > 0 && this.endsHeader(type, length);
      }
      const colon = this.colonAt(start);
      const name = colon < 0 ? undefined : headerFacts(this.text.slice(start, colon))?.name;
      if (name === undefined || !this.isPlain(start)) return false;
      if (isInPackets && name !== 'Via' && this.holdsStartLine(start)) return false;
      if (name === 'Content-Length') {
        const value = this.text.slice(colon + 1, this.contentEnd).trim();
        if (length !== undefined || !/^\d{1,5}$/.test(value)) return false;
        length = Number(value);
      } else if (name === 'Content-Type') {
        if (type !== undefined) return false;
        type = this.text
          .slice(colon + 1, this.contentEnd)
          .trim()
          .toLowerCase();
      }
    }
    return false;
  }

  /** True if the text below the empty line matches the header. */
  private endsHeader(type: string | undefined, length: number | undefined): boolean {
    const below = this.text.charCodeAt(this.next);
    // A line of spaces after the empty line, or a folded one.
    if (below === SPACE || below === TAB) return false;
    const beginsSdp = this.text.startsWith('v=', this.next) || this.text.startsWith('v =', this.next);
    if (type === undefined || length === undefined || length === 0)
      return !beginsSdp && (type === undefined || length !== undefined) && (length ?? 0) === 0;
    return type === 'application/sdp' && beginsSdp;
  }

  /** Goes to the line after an SDP body with the declared length; false if that is not certain. */
  private body(): boolean {
    const declared = this.length;
    let fewest = 0;
    let most = 0;
    for (let count = 0; count < MOST_HEADERS; count++) {
      const start = this.next;
      if (start === this.text.length) return most >= declared;
      const code = this.text.charCodeAt(start);
      const isDescription = code >= 97 && code <= 122 && this.text.charCodeAt(start + 1) === EQUALS;
      if (!this.lineAt(start)) return false;
      if (!isDescription) {
        const mayGoOn = fewest < declared && this.contentEnd > start && !this.isExact;
        this.next = start;
        const isSpaced = this.contentEnd > start + 1 && this.text.charCodeAt(start + 1) === SPACE;
        return !(most < declared || mayGoOn || isSpaced);
      }
      if (!this.isPlain(start)) return false;
      const content = this.text.slice(start, this.contentEnd);
      if (MAY_ANNOUNCE.has(code) && announcementOf(content) !== undefined) return false;
      const isReturned = this.contentEnd === this.next - 2;
      this.isExact &&= isReturned;
      this.lines++;
      const bytes = utf8Length(content);
      fewest += bytes + (isReturned ? 2 : 1);
      most += bytes + 2;
    }
    return false;
  }

  /** Finds the end of the line that starts at an offset; false for the last one if it has no line ending. */
  private lineAt(start: number): boolean {
    const lf = this.text.indexOf('\n', start);
    if (lf < 0 || lf > this.odd) return false;
    this.next = lf + 1;
    this.contentEnd = lf > start && this.text.charCodeAt(lf - 1) === CR ? lf - 1 : lf;
    return true;
  }

  /** True for a line that no editor, terminal or ngrep has changed, and that is not too long for the simple reader. */
  private isPlain(start: number): boolean {
    const end = this.contentEnd;
    if (this.next - start >= LONGEST_LINE || this.text.charCodeAt(start) === BRACE) return false;
    switch (this.text.charCodeAt(end - 1)) {
      case DOT:
        return false;
      case CAPITAL_M:
        return this.text.charCodeAt(end - 2) !== CARET;
      case FIVE:
        return !this.text.startsWith('#015', end - 4);
      default:
        return true;
    }
  }

  private colonAt(start: number): number {
    const end = Math.min(this.contentEnd, start + LONGEST_NAME);
    for (let at = start; at < end; at++) if (this.text.charCodeAt(at) === COLON) return at > start ? at : -1;
    return -1;
  }

  private holdsStartLine(start: number): boolean {
    if (this.sip < start) {
      const found = this.text.indexOf('SIP/', start);
      this.sip = found < 0 ? this.text.length : found;
    }
    return (
      this.sip < this.contentEnd && startLineIn(this.text.slice(start, this.contentEnd), true) !== undefined
    );
  }

  private nextOdd(from: number): number {
    if (this.escape < from) this.escape = placeIn(this.text, '\u001b', from);
    if (this.bareReturn < from) this.bareReturn = bareReturnIn(this.text, from);
    return Math.min(this.escape, this.bareReturn);
  }
}

const MOST_LINES = 4096;
const MOST_HEADERS = 199;
const LONGEST_NAME = 40;
const LONGEST_LINE = 8000;

/** Dissections are read field by field. */
const NOT_PLAIN: ReadonlySet<string> = new Set(['Wireshark text export']);

/** Is a line a start line and nothing else? Most lines occur many times. */
const startOf = remembered((line): { readonly isPlain: boolean; readonly isPlainInPackets: boolean } => {
  const isPlain =
    line.length < LONGEST_LINE &&
    !line.startsWith(' ') &&
    startLineIn(line, false)?.prefix === '' &&
    !hasEscapedMessage(line) &&
    announcementOf(line) === undefined;
  return { isPlain, isPlainInPackets: isPlain && startLineIn(line, true)?.prefix === '' };
}, 1024);

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const DOT = 46;
const FIVE = 53;
const COLON = 58;
const EQUALS = 61;
const CAPITAL_M = 77;
const CARET = 94;
const BRACE = 123;

/** The first letters of SDP lines with free text (o, s, i, u, e, p). */
const MAY_ANNOUNCE: ReadonlySet<number> = new Set([111, 115, 105, 117, 101, 112]);

/** The first CR without LF from an offset on; the length of the text if there is none. */
function bareReturnIn(text: string, from: number): number {
  let at = placeIn(text, '\r', from);
  while (text.charCodeAt(at + 1) === LF) at = placeIn(text, '\r', at + 1);
  return at;
}

/** The place of a character from an offset on; the length of the text if it is not there. */
function placeIn(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}
