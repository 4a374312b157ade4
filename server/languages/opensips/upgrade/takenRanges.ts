import type { Position, Range } from 'vscode-languageserver-types';

/** Ranges of one text that do not overlap. */
export interface TakenRanges {
  /** True when a range overlaps none of them. Places without an extent overlap what they are inside of. */
  isFree(range: Range): boolean;
  /** Adds a free range. */
  take(range: Range): void;
}

export function takenRanges(): TakenRanges {
  // Both in order, so that only the nearest one matters.
  const starts: number[] = [];
  const ends: number[] = [];
  const points: number[] = [];
  return {
    isFree(range) {
      const start = placeOf(range.start);
      const end = placeOf(range.end);
      const next = countBefore(starts, end);
      if (next > 0 && (ends[next - 1] ?? 0) > start) return false;
      return start === end || (points[countBefore(points, start + 1)] ?? end) >= end;
    },
    take(range) {
      const start = placeOf(range.start);
      const end = placeOf(range.end);
      if (start === end) {
        points.splice(countBefore(points, start), 0, start);
        return;
      }
      const at = countBefore(starts, start);
      starts.splice(at, 0, start);
      ends.splice(at, 0, end);
    },
  };
}

const LONGEST_LINE = 2 ** 28;

function placeOf({ line, character }: Position): number {
  return line * LONGEST_LINE + character;
}

/** How many numbers of an ordered list are smaller. */
function countBefore(list: readonly number[], number: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
