import { lineEndings } from '../../../text/lines.ts';
import { spliced } from '../../../text/longLists.ts';
import type { LineEdit } from '../../project.ts';
import { readBlock } from './block.ts';
import { blockText, keptBlock, PlainlyReadBlock } from './compact.ts';
import { PlainReader } from './plainBlock.ts';
import type { Block, ReadLines } from './traceMessage.ts';
import { MOST_BETWEEN } from './untangle.ts';

/** A trace or a log that contains SIP messages. Immutable; an edit keeps the blocks that it does not touch. */
export interface TraceTree {
  readonly blocks: readonly Block[];
  /** Line number of the first line of each block, and, last, the number of lines. */
  readonly starts: Int32Array;
}

/** Reads a whole file. */
export function parseTrace(text: string): TraceTree {
  return parsePieces([text]);
}

/** Reads a file whose text comes in arbitrary pieces. */
export function parsePieces(pieces: Iterable<string>): TraceTree {
  const parsing = parseInSteps(pieces);
  for (;;) {
    const step = parsing.next();
    if (step.done === true) return step.value;
  }
}

/** Reads a whole file in steps; after each, how much of the text is read, in UTF-16 units. */
export function* parseInSteps(pieces: Iterable<string>): Generator<number, TraceTree> {
  const window = new TextWindow(pieces);
  const blocks: Block[] = [];
  let told = 0;
  while (window.hasMore()) {
    blocks.push(window.take());
    if (window.taken - told < LINES_OF_STEP) continue;
    told = window.taken;
    yield window.before + window.start;
  }
  return { blocks, starts: startsOf(blocks) };
}

/**
 * A part of a text, and some of its lines, from the first unread one on: all lines at once would take more memory than
 * the text, and a text that comes in pieces is never in memory as a whole.
 */
class TextWindow {
  /** How many units of the text are before this part. */
  before = 0;
  /** Where the remaining lines start in the part. */
  start = 0;
  /** How many lines were taken. */
  taken = 0;
  private readonly pieces: Iterator<string>;
  private isWhole = false;
  private text = '';
  private plain = new PlainReader('');
  private lines: string[] = [];
  private at = 0;
  private end = 0;
  private endOfLine = lineEndings('');

  constructor(pieces: Iterable<string>) {
    this.pieces = pieces[Symbol.iterator]();
  }

  hasMore(): boolean {
    while (this.text.length - this.start < UNITS_AT_HAND && !this.isWhole) this.more();
    return this.start < this.text.length;
  }

  /** Reads the next block. */
  take(): Block {
    const found = this.plain.blockAt(this.start);
    if (found === undefined || (found.end + UNITS_AT_HAND / 2 > this.text.length && !this.isWhole))
      return this.takeLines();
    const { block, end } = found;
    this.start = end;
    this.taken += block.lineCount;
    this.at += block.lineCount;
    if (this.at >= this.lines.length) {
      this.lines = [];
      this.at = 0;
      this.end = end;
    }
    return block;
  }

  /** Reads a block line by line, with more and more lines available until it no longer reaches their end. */
  private takeLines(): Block {
    if (this.lines.length - this.at < LINES_AT_HAND / 2) this.fill(LINES_AT_HAND);
    for (;;) {
      const { block, next } = readBlock(this.lines, this.at);
      if (next < this.lines.length - LOOK_AHEAD || (this.end >= this.text.length && this.isWhole))
        return this.taking(block, next);
      this.fill(2 * (this.lines.length - this.at) + LOOK_AHEAD);
    }
  }

  private taking(block: ReadLines, next: number): Block {
    let end = this.start;
    for (let line = this.at; line < next; line++) end += this.lines[line]?.length ?? 0;
    const kept = keptBlock(block, this.text.slice(this.start, end));
    this.start = end;
    this.taken += next - this.at;
    this.at = next;
    return kept;
  }

  private fill(wanted: number): void {
    this.lines = this.lines.slice(this.at);
    this.at = 0;
    while (this.lines.length < wanted) {
      if (this.end >= this.text.length && this.isWhole) return;
      const next = this.endOfLine(this.text, this.end);
      // The line may continue in the next piece, or its CR may have an LF there.
      if (next >= this.text.length && !this.isWhole) {
        this.more();
        continue;
      }
      this.lines.push(this.text.slice(this.end, next));
      this.end = next;
    }
  }

  /** Appends more pieces to the remaining text. */
  private more(): void {
    const parts: string[] = [];
    for (let length = 0; length < UNITS_AT_ONCE; ) {
      const piece = this.pieces.next();
      if (piece.done === true) {
        this.isWhole = true;
        break;
      }
      parts.push(piece.value);
      length += piece.value.length;
    }
    if (this.start < this.text.length) parts.unshift(this.text.slice(this.start));
    this.before += this.start;
    this.end -= this.start;
    this.start = 0;
    this.text = parts.join('');
    this.plain = new PlainReader(this.text);
    this.endOfLine = lineEndings(this.text);
  }
}

const UNITS_AT_ONCE = 1_048_576;
/** How much of a text is loaded before a block is read, if available: more than nearly all blocks need. */
const UNITS_AT_HAND = 262_144;
/** How many lines are split off a text at a time; more than a block of many lines needs. */
const LINES_AT_HAND = 16_384;
const LINES_OF_STEP = 2000;

/**
 * Reads again what the edit may affect, from a block that is too far above it on, up to a place where a block of the old tree
 * begins as well. A block does not depend on anything before it, so everything after that place is unchanged.
 */
export function editTrace(old: TraceTree, edit: LineEdit): TraceTree {
  const total = old.starts[old.starts.length - 1] ?? 0;
  const from = Math.min(edit.line, total);
  const until = Math.min(edit.line + edit.removed, total);
  const first = blockAt(old, Math.max(0, from - LOOK_AHEAD));
  const begin = old.starts[first] ?? 0;
  const added = edit.lines.map(detach);
  const shift = added.length - (until - from);

  const window = new LineWindow(old, first, from - begin, added, until);
  const fresh: Block[] = [];
  let at = 0;
  let rest = old.blocks.length;
  while (window.has(at)) {
    const line = begin + at;
    const match =
      line - shift >= until && at >= from - begin + added.length ? startingAt(old, line - shift) : undefined;
    if (match !== undefined) {
      rest = match;
      break;
    }
    const above = line < from ? old.blocks[startingAt(old, line) ?? -1] : undefined;
    const isAbove = above !== undefined && line + above.lineCount < from;
    if (isAbove && above instanceof PlainlyReadBlock) {
      fresh.push(above);
      at += above.lineCount;
      continue;
    }
    const { block, next } = window.read(at);
    const isSame = isAbove && next - at === above.lineCount && hasNoMessage(block) && hasNoMessage(above);
    fresh.push(isSame ? above : keptBlock(block, block.lines.join('')));
    at = next;
  }
  const blocks = spliced(old.blocks, first, rest - first, fresh);
  const starts = new Int32Array(blocks.length + 1);
  starts.set(old.starts.subarray(0, first));
  const end = first + fresh.length;
  starts.set(old.starts.subarray(rest), end);
  const startsOfFresh = startsOf(fresh, begin);
  const delta = (startsOfFresh[fresh.length] ?? 0) - (old.starts[rest] ?? 0);
  starts.set(startsOfFresh, first);
  if (delta !== 0)
    for (let index = end + 1; index < starts.length; index++) starts[index] = (starts[index] ?? 0) + delta;
  return { blocks, starts };
}

function hasNoMessage({ messages }: ReadLines): boolean {
  return messages.length === 0;
}

/** The text of a file, byte for byte. */
export function printTrace(file: TraceTree): string {
  return file.blocks.map(blockText).join('');
}

/** Index of the block that holds a line; the last one for lines beyond the end. */
export function blockAt(file: TraceTree, line: number): number {
  let low = 0;
  let high = Math.max(0, file.blocks.length - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.starts[middle] ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A line by its number, including its line ending. */
export function lineAt(file: TraceTree, line: number): string | undefined {
  const index = blockAt(file, line);
  return file.blocks[index]?.lines[line - (file.starts[index] ?? 0)];
}

function startingAt(file: TraceTree, line: number): number | undefined {
  const index = blockAt(file, line);
  return file.starts[index] === line ? index : undefined;
}

/** The lines from the first block that is read again on: some old, the edited ones, and old ones as needed. */
class LineWindow {
  private readonly lines: string[] = [];
  private nextBlock: number;
  private readonly old: TraceTree;

  constructor(old: TraceTree, first: number, kept: number, added: readonly string[], until: number) {
    this.old = old;
    const head: string[] = [];
    let index = first;
    while (head.length < kept && index < old.blocks.length) {
      for (const line of old.blocks[index]?.lines ?? []) head.push(line);
      index++;
    }
    head.length = Math.min(head.length, kept);
    for (const line of head) this.lines.push(line);
    for (const line of added) this.lines.push(line);
    const block = blockAt(old, until);
    const within = until - (old.starts[block] ?? 0);
    const tail = old.blocks[block]?.lines.slice(within) ?? [];
    for (const line of tail) this.lines.push(line);
    this.nextBlock = block + 1;
  }

  has(at: number): boolean {
    while (at >= this.lines.length && this.nextBlock < this.old.blocks.length) this.take();
    return at < this.lines.length;
  }

  /** Reads a block, with more and more of the old lines available until the block no longer reaches their end. */
  read(at: number): { block: ReadLines; next: number } {
    for (;;) {
      const read = readBlock(this.lines, at);
      if (read.next < this.lines.length - LOOK_AHEAD || this.nextBlock >= this.old.blocks.length) return read;
      const size = this.lines.length - at;
      const wanted = this.lines.length + Math.max(size, 64);
      while (this.lines.length < wanted && this.nextBlock < this.old.blocks.length) this.take();
    }
  }

  private take(): void {
    for (const line of this.old.blocks[this.nextBlock]?.lines ?? []) this.lines.push(line);
    this.nextBlock++;
  }
}

/**
 * How many lines after its end a block may look at: up to ten lines of the same writer, each of which may have lines of
 * others before it.
 */
const LOOK_AHEAD = 10 * (MOST_BETWEEN + 1);

function startsOf(blocks: readonly Block[], from = 0): Int32Array {
  const starts = new Int32Array(blocks.length + 1);
  let line = from;
  blocks.forEach((block, number) => {
    starts[number] = line;
    line += block.lineCount;
  });
  starts[blocks.length] = line;
  return starts;
}

/** A copy of a string that shares no memory with the text it was cut from, so that old versions of a document can go. */
function detach(text: string): string {
  return Array.from(text).join('');
}
