import { byteCounterOf, contentLength, declaredBody } from '../../../../sip/body.ts';
import { firstHeader } from '../../../../sip/message.ts';
import { lengthWithoutEol } from '../../../../text/lines.ts';
import { appendAll } from '../../../../text/longLists.ts';
import { sipMessage } from '../../model/model.ts';
import { messageText } from '../../reading/compact.ts';
import type { TraceTree } from '../../reading/parser.ts';
import type { Block, LineSlice, TraceMessage } from '../../reading/traceMessage.ts';
import { type Kept, keptParts } from './kept.ts';
import { keepInMessage } from './keptInMessage.ts';
import { keptOutside } from './keptOutside.ts';
import { type FoundWords, foundWords, type StandIns } from './standIns.ts';
import { terminalCodes } from './terminalCodes.ts';
import { eachWord, unreadWord, type Word } from './words.ts';
import { columnOf, writtenEnd } from './writtenUnit.ts';

/** The lines of a trace with stand-ins, each message in its place, block by block. */
export function* redactedLines({ blocks }: TraceTree): Generator<string> {
  const standIns = wordsOf(blocks).standIns();
  for (const block of blocks) yield redactedBlock(block, standIns);
}

/** True for a trace that `redactedLines` would not change. */
export function hasOnlyStandIns({ blocks }: TraceTree): boolean {
  return wordsOf(blocks).areStandIns() && !blocks.some(hasRemovedParts);
}

function wordsOf(blocks: readonly Block[]): FoundWords {
  const found = foundWords();
  for (const block of blocks) eachPart(block, part => eachReplaced(part, word => found.add(word)));
  return found;
}

function hasRemovedParts(block: Block): boolean {
  let hasRemoved = false;
  eachPart(block, ({ isRemoved }) => {
    hasRemoved ||= isRemoved;
  });
  return hasRemoved;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A message of a block, or a part of a line outside messages. */
interface Part {
  readonly text: string;
  readonly kept: Kept;
  readonly message: TraceMessage | undefined;
  /** Place of a text that is not a message. */
  readonly line: number;
  readonly column: number;
  /** What terminals obey without showing it is left out. */
  readonly isRemoved: boolean;
}

function eachPart(block: Block, visit: (part: Part) => void): void {
  const { lines } = block;
  const covered = new Map<number, Span[]>();
  for (const message of block.messages) {
    for (const slice of message.slices) {
      const list = covered.get(slice.line) ?? [];
      appendAll(list, spansOf(slice, lines[slice.line] ?? ''));
      covered.set(slice.line, list);
    }
    const kept = keptParts();
    keepInMessage(sipMessage(message), kept);
    visit({ text: messageText(message), kept, message, line: 0, column: 0, isRemoved: false });
  }
  lines.forEach((line, number) => {
    const spans = covered.get(number) ?? [];
    const outside = { line, number, hasMessage: spans.length > 0 };
    for (const { from, to } of gaps(spans, lengthWithoutEol(line))) eachPartOutside(outside, from, to, visit);
  });
}

/** The parts of a line outside messages: texts, and between them codes of terminals. */
function eachPartOutside(
  {
    line,
    number,
    hasMessage,
  }: { readonly line: string; readonly number: number; readonly hasMessage: boolean },
  from: number,
  to: number,
  visit: (part: Part) => void,
): void {
  let column = from;
  const outside = (end: number, isRemoved: boolean): void => {
    const text = line.slice(column, end);
    const kept = keptOutside(text, hasMessage);
    visit({ text, kept, message: undefined, line: number, column, isRemoved });
  };
  for (const code of terminalCodes(line.slice(from, to))) {
    outside(from + code.start, false);
    column = Math.max(column, from + code.start);
    if (!code.isColor) outside(from + code.end, true);
    column = Math.max(column, from + code.end);
  }
  outside(to, false);
}

/** What spans leave of the columns of a line; some of it may be empty. */
function gaps(spans: readonly Span[], end: number): readonly Span[] {
  const left: Span[] = [];
  let column = 0;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    left.push({ from: column, to: Math.min(from, end) });
    column = Math.max(column, to);
  }
  left.push({ from: column, to: end });
  return left;
}

/** The columns of its line that a slice covers: not what the log wrote between the characters of the message. */
function spansOf(slice: LineSlice, line: string): readonly Span[] {
  const { map, column, text } = slice;
  if (map === undefined) return [{ from: column, to: column + lengthWithoutEol(text) }];
  const spans: { from: number; to: number }[] = [];
  for (let unit = 0; unit < text.length; unit++) {
    const from = map[unit] ?? column;
    const to = writtenEnd(slice, line, unit);
    const last = spans.at(-1);
    if (last !== undefined && last.to === from) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
}

/** The words of a part that are replaced, with their places in its text. */
function eachReplaced(part: Part, visit: (word: Word, written: string) => void): void {
  if (part.isRemoved) return;
  let at = 0;
  const gap = (to: number): void => {
    const from = at;
    const text = part.text.slice(from, to);
    eachWord(text, word =>
      visit({ ...word, start: word.start + from, end: word.end + from }, text.slice(word.start, word.end)),
    );
  };
  const unread = part.kept.unread().map(({ start, end }) => ({ start, end, isUnread: true }));
  const known = part.kept.spans().map(({ start, end }) => ({ start, end, isUnread: false }));
  for (const { start, end, isUnread } of [...known, ...unread].sort((a, b) => a.start - b.start)) {
    gap(start);
    const written = part.text.slice(start, end);
    if (isUnread) visit(unreadWord(start, written), written);
    at = Math.max(at, end);
  }
  gap(part.text.length);
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function redactedBlock(block: Block, standIns: StandIns): string {
  const edits = new Map<number, Edit[]>();
  const add = (line: number, edit: Edit): void => {
    const list = edits.get(line);
    if (list === undefined) edits.set(line, [edit]);
    else list.push(edit);
  };
  eachPart(block, part => {
    if (part.isRemoved) {
      add(part.line, { from: part.column, to: part.column + part.text.length, text: '' });
      return;
    }
    const replaced: Edit[] = [];
    eachReplaced(part, (word, written) =>
      replaced.push({ from: word.start, to: word.end, text: standIns.of(word, written) }),
    );
    if (part.message === undefined)
      for (const { from, to, text } of replaced)
        add(part.line, { from: from + part.column, to: to + part.column, text });
    else placeEdits(part.message, block.lines, withLength(part.message, replaced), add);
  });
  return block.lines.map((line, number) => edited(line, edits.get(number))).join('');
}

/** Adjusts Content-Length to the new body: it remains correct, or wrong by the same amount. */
function withLength(message: TraceMessage, edits: readonly Edit[]): readonly Edit[] {
  const sip = sipMessage(message);
  const header = firstHeader(sip, 'Content-Length');
  const declared = contentLength(sip);
  if (header === undefined || declared === undefined) return edits;
  const body = declaredBody(sip);
  const bytesOf = byteCounterOf(sip);
  let grown = 0;
  for (const edit of edits)
    if (edit.from >= body.start && edit.to <= body.end)
      grown += bytesOf(edit.text) - bytesOf(sip.source.text.slice(edit.from, edit.to));
  if (grown === 0) return edits;
  const length: Edit = {
    from: header.value.start,
    to: header.value.end,
    text: String(Math.max(0, declared + grown)),
  };
  return [
    ...edits.filter(edit => edit.to <= length.from),
    length,
    ...edits.filter(edit => edit.from >= length.to),
  ];
}

/** Applies edits of the text of a message, in order, to the lines that show it. */
function placeEdits(
  message: TraceMessage,
  lines: readonly string[],
  edits: readonly Edit[],
  add: (line: number, edit: Edit) => void,
): void {
  let at = 0;
  let offset = 0;
  for (const slice of message.slices) {
    const end = offset + slice.text.length;
    for (let edit = edits[at]; edit !== undefined && edit.from < end; edit = edits[at]) {
      const from = columnOf(slice, edit.from - offset);
      const to = writtenEnd(slice, lines[slice.line] ?? '', Math.min(edit.to, end) - 1 - offset);
      add(slice.line, { from, to, text: edit.text });
      at++;
    }
    offset = end;
  }
}

function edited(line: string, edits: readonly Edit[] | undefined): string {
  if (edits === undefined) return line;
  let text = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.from - b.from)) {
    if (edit.from < at) continue;
    text += line.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return text + line.slice(at);
}
