import { contentLength, declaredBody, utf8Length } from '../../../../sip/body.ts';
import { firstHeader } from '../../../../sip/message.ts';
import { lengthWithoutEol } from '../../../../text/lines.ts';
import { sipMessage, type Trace } from '../../model/model.ts';
import { messageText } from '../../reading/compact.ts';
import type { Block, LineSlice, TraceMessage } from '../../reading/traceMessage.ts';
import { type Kept, keptParts } from './kept.ts';
import { keepInMessage } from './keptInMessage.ts';
import { keptOutside } from './keptOutside.ts';
import { foundWords, type StandIns } from './standIns.ts';
import { eachWord, type Word } from './words.ts';

/** The lines of a trace with stand-ins, each message in its place. */
export function redactedLines(trace: Trace): string {
  const found = foundWords();
  for (const block of trace.tree.blocks) eachPart(block, part => eachReplaced(part, word => found.add(word)));
  const standIns = found.standIns();
  return trace.tree.blocks.map(block => redactedBlock(block, standIns)).join('');
}

/** A message of a block, or a part of a line outside messages. */
interface Part {
  readonly text: string;
  readonly kept: Kept;
  readonly message: TraceMessage | undefined;
  /** Place of a text that is not a message. */
  readonly line: number;
  readonly column: number;
}

function eachPart(block: Block, visit: (part: Part) => void): void {
  const covered = new Map<number, { from: number; to: number }[]>();
  for (const message of block.messages) {
    for (const slice of message.slices) {
      const list = covered.get(slice.line);
      const span = spanOf(slice);
      if (list === undefined) covered.set(slice.line, [span]);
      else list.push(span);
    }
    const kept = keptParts();
    keepInMessage(sipMessage(message), kept);
    visit({ text: messageText(message), kept, message, line: 0, column: 0 });
  }
  block.lines.forEach((line, number) => {
    let column = 0;
    const end = lengthWithoutEol(line);
    const outside = (to: number): void => {
      const text = line.slice(column, to);
      if (text !== '') visit({ text, kept: keptOutside(text), message: undefined, line: number, column });
    };
    for (const span of (covered.get(number) ?? []).sort((a, b) => a.from - b.from)) {
      outside(Math.min(span.from, end));
      column = Math.max(column, span.to);
    }
    outside(end);
  });
}

/** The columns of its line that a slice covers. */
function spanOf(slice: LineSlice): { from: number; to: number } {
  const { map, column, text } = slice;
  if (map === undefined) return { from: column, to: column + lengthWithoutEol(text) };
  return { from: map[0] ?? column, to: map.at(-1) ?? column };
}

/** The words of a part that are replaced, with their places in its text. */
function eachReplaced(part: Part, visit: (word: Word, written: string) => void): void {
  let at = 0;
  const gap = (to: number): void => {
    const from = at;
    if (to <= from) return;
    const text = part.text.slice(from, to);
    eachWord(text, word =>
      visit({ ...word, start: word.start + from, end: word.end + from }, text.slice(word.start, word.end)),
    );
  };
  for (const span of part.kept.spans()) {
    gap(span.start);
    at = Math.max(at, span.end);
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
    const replaced: Edit[] = [];
    eachReplaced(part, (word, written) =>
      replaced.push({ from: word.start, to: word.end, text: standIns.of(word, written) }),
    );
    if (part.message === undefined)
      for (const { from, to, text } of replaced)
        add(part.line, { from: from + part.column, to: to + part.column, text });
    else placeEdits(part.message, withLength(part.message, replaced), add);
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
  let grown = 0;
  for (const edit of edits)
    if (edit.from >= body.start && edit.to <= body.end)
      grown += utf8Length(edit.text) - utf8Length(sip.source.text.slice(edit.from, edit.to));
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
  edits: readonly Edit[],
  add: (line: number, edit: Edit) => void,
): void {
  let at = 0;
  let offset = 0;
  for (const slice of message.slices) {
    const end = offset + slice.text.length;
    for (let edit = edits[at]; edit !== undefined && edit.from < end; edit = edits[at]) {
      const column = (place: number): number =>
        slice.map === undefined
          ? slice.column + place - offset
          : (slice.map[Math.min(place - offset, slice.map.length - 1)] ?? slice.column);
      add(slice.line, { from: column(edit.from), to: column(Math.min(edit.to, end)), text: edit.text });
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
