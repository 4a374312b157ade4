import { announcementOf } from './formats/formats.ts';
import { isDisguised, shownLine } from './shownLine.ts';
import { startLineIn } from './startLine.ts';
import type { ReadLines, TraceMessage } from './traceMessage.ts';
import { writerOf } from './writer.ts';

/** How many lines of other writers may be between two lines of one writer. */
export const MOST_BETWEEN = 32;
const MOST_LINES = 4096;

type Read = (lines: readonly string[], from: number) => { block: ReadLines; next: number };

/**
 * Reads a block of a log in which several processes or threads wrote at once, each line with its writer at the start:
 * the lines of every writer are read by themselves, with `read`. `end` is where the block would end if one writer had
 * written all of it. Undefined when nothing is mixed.
 */
export function untangled(
  lines: readonly string[],
  from: number,
  end: number,
  read: Read,
): { block: ReadLines; next: number } | undefined {
  const first = writerAt(lines, from);
  if (first === undefined || !hasOthers(lines, from, Math.min(end + 1, lines.length), first))
    return undefined;
  for (const size of SIZES) {
    const streams = new Streams(lines, from, first, size);
    const found = untangledIn(streams, lines, from, end, first, read);
    if (found !== 'short') return found;
  }
  return undefined;
}

/** How many lines are separated at first, and how many if a message reaches their end. */
const SIZES = [128, 1024, MOST_LINES];
/** Reading a block looks at no more than this many lines after it. */
const LOOK_AHEAD = 12;

/** The same with the separated lines; `short` if they are too few to know where a message ends. */
function untangledIn(
  streams: Streams,
  lines: readonly string[],
  from: number,
  end: number,
  first: string,
  read: Read,
): { block: ReadLines; next: number } | 'short' | undefined {
  const own = streams.of(first);
  const begun = readFrom(own, 0, read);
  if (streams.isShort(own, begun.next)) return 'short';
  if (begun.messages.length === 0) return undefined;
  let next = begun.end;
  if (next === end && !hasOthers(lines, from, end, first)) return undefined;
  const found = new Found(from);
  found.add(own, 0, begun);
  const reached = new Map([[first, begun.next]]);
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const writer of streams.writersIn(from, next)) {
      const stream = streams.of(writer);
      let at = reached.get(writer) ?? 0;
      for (let line = stream.numbers[at]; line !== undefined && line < next; line = stream.numbers[at]) {
        const piece = readFrom(stream, at, read);
        if (piece.messages.length === 0) {
          // Other lines of this writer belong here only if they are among the messages.
          at++;
          while (at < piece.next && (stream.numbers[at] ?? next) < next) at++;
          if (streams.isShort(stream, at)) return 'short';
          continue;
        }
        if (streams.isShort(stream, piece.next)) return 'short';
        found.add(stream, at, piece);
        at = piece.next;
        if (piece.end > next) {
          next = piece.end;
          isGrowing = true;
        }
      }
      reached.set(writer, at);
    }
  }
  return { block: { lines: lines.slice(from, next), messages: found.inOrder() }, next };
}

/** The next line with the same writer, or without a writer; simply the next line if the line has no writer. */
export function lineBelow(lines: readonly string[], at: number): number {
  const writer = writerAt(lines, at);
  if (writer === undefined) return at + 1;
  for (let below = at + 1; below <= at + MOST_BETWEEN && below < lines.length; below++) {
    const other = writerAt(lines, below);
    if (other === undefined || other === writer) return below;
  }
  return at + 1;
}

/** True for a line that announces a message, or contains what may be a start line. */
export function beginsMessage(line: string): boolean {
  const { text } = shownLine(line);
  return announcementOf(text) !== undefined || startLineIn(text, false) !== undefined;
}

/** The lines of one writer, with their numbers in the log. */
interface Stream {
  readonly lines: readonly string[];
  readonly numbers: readonly number[];
}

interface Piece {
  readonly messages: readonly TraceMessage[];
  /** Where reading of the stream continues. */
  readonly next: number;
  /** Number of the line of the log after its last one. */
  readonly end: number;
}

function readFrom(stream: Stream, at: number, read: Read): Piece {
  const { block, next } = read(stream.lines, at);
  return { messages: block.messages, next, end: (stream.numbers[next - 1] ?? 0) + 1 };
}

class Found {
  private readonly messages: TraceMessage[] = [];

  constructor(private readonly from: number) {}

  add(stream: Stream, at: number, piece: Piece): void {
    for (const message of piece.messages) {
      const slices = message.slices.map(slice => ({
        ...slice,
        line: (stream.numbers[at + slice.line] ?? this.from) - this.from,
      }));
      const lines = (slices.at(-1)?.line ?? 0) - (slices[0]?.line ?? 0);
      const isApart = lines >= slices.length || message.isApart === true;
      this.messages.push({ ...message, slices, ...(isApart ? { isApart: true as const } : {}) });
    }
  }

  inOrder(): TraceMessage[] {
    return this.messages.sort((a, b) => (a.slices[0]?.line ?? 0) - (b.slices[0]?.line ?? 0));
  }
}

/** The lines of a log from one line on, separated by writer. */
class Streams {
  private readonly known = new Map<string, Stream>();
  private readonly owners: string[] = [];
  private readonly isCut: boolean;

  constructor(
    private readonly lines: readonly string[],
    private readonly from: number,
    first: string,
    size: number,
  ) {
    let owner = first;
    const until = Math.min(lines.length, from + size);
    let last = from;
    let number = from;
    for (; number < until && number <= last + MOST_BETWEEN; number++) {
      const writer = writerAt(lines, number);
      // A line without a writer belongs to the last writer of a message line; a mere log line does not change that.
      const line = writer ?? owner;
      if (writer !== undefined && writer !== owner && beginsMessage(lines[number] ?? '')) owner = writer;
      if (line === first) last = number;
      this.owners.push(line);
    }
    this.isCut = number === from + size && number < lines.length && size < MOST_LINES;
  }

  /** True when a stream may continue after the separated lines, and reading came close to its end. */
  isShort(stream: Stream, next: number): boolean {
    return this.isCut && next + LOOK_AHEAD > stream.numbers.length;
  }

  of(writer: string): Stream {
    let stream = this.known.get(writer);
    if (stream === undefined) {
      const numbers: number[] = [];
      this.owners.forEach((owner, index) => {
        if (owner === writer) numbers.push(this.from + index);
      });
      stream = { numbers, lines: numbers.map(number => this.lines[number] ?? '') };
      this.known.set(writer, stream);
    }
    return stream;
  }

  writersIn(from: number, to: number): Set<string> {
    return new Set(this.owners.slice(from - this.from, to - this.from));
  }
}

function hasOthers(lines: readonly string[], from: number, to: number, writer: string): boolean {
  for (let number = from + 1; number < to; number++) {
    const other = writerAt(lines, number);
    if (other !== undefined && other !== writer) return true;
  }
  return false;
}

function writerAt(lines: readonly string[], number: number): string | undefined {
  const line = lines[number];
  return line === undefined ? undefined : writerOf(isDisguised(line) ? shownLine(line).text : line);
}
