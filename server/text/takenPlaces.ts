import type { Range } from 'vscode-languageserver-types';

/** The places of changes that are made together, which do not overlap. */
export interface TakenPlaces {
  /** True for a change at the same place as one of them, or with common text. Changes that only touch can be made together. */
  overlaps(range: Range): boolean;
  add(range: Range): void;
}

/** Kept in text order: of many places, only the neighbors of a change can overlap it. */
export function takenPlaces(): TakenPlaces {
  const sorted: Range[] = [];
  const placeOf = (range: Range): number => {
    let from = 0;
    let to = sorted.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const other = sorted[middle];
      if (other !== undefined && compare(other.start, range.start) <= 0) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  return {
    overlaps(range) {
      const place = placeOf(range);
      return [sorted[place - 1], sorted[place]].some(
        other => other !== undefined && haveCommonText(range, other),
      );
    },
    add: range => {
      sorted.splice(placeOf(range), 0, range);
    },
  };
}

function haveCommonText(a: Range, b: Range): boolean {
  const isSamePlace = compare(a.start, b.start) === 0;
  return isSamePlace || (compare(a.start, b.end) < 0 && compare(b.start, a.end) < 0);
}

function compare(a: Range['start'], b: Range['start']): number {
  return a.line - b.line || a.character - b.character;
}
