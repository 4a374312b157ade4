import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../server/text/spelling.ts';

/** Few letters, so that words are often near each other. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'ä'), maxLength: 9 });

describe('the distance of two words', () => {
  it('counts insertions, deletions, replacements and swaps of neighbors', () => {
    expect(editDistance('secret', 'secret', 3)).toBe(0);
    expect(editDistance('secrt', 'secret', 3)).toBe(1);
    expect(editDistance('secreet', 'secret', 3)).toBe(1);
    expect(editDistance('sekret', 'secret', 3)).toBe(1);
    expect(editDistance('scerte', 'secret', 3)).toBe(2);
    // A swapped pair is not changed again.
    expect(editDistance('ca', 'abc', 3)).toBe(3);
  });

  it('is that of the definition, up to the limit', () => {
    fc.assert(
      fc.property(word, word, fc.nat(4), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(distanceByTable(a, b), limit + 1));
      }),
      { numRuns: 2000 },
    );
  });
});

it('the nearest of several words is the first of those that the definition finds nearest', () => {
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 12 }), (written, candidates) => {
      const bound = written.length <= 1 ? 0 : written.length <= 3 ? 1 : written.length <= 7 ? 2 : 3;
      const distances = candidates.map(candidate =>
        distanceByTable(written.toLowerCase(), candidate.toLowerCase()),
      );
      const least = Math.min(...distances);
      const expected = least <= bound ? candidates[distances.indexOf(least)] : undefined;
      expect(nearest(written, candidates)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

/** The definition: the distance of every beginning of one word from every beginning of the other. */
function distanceByTable(a: string, b: string): number {
  const table: number[][] = [];
  const at = (row: number, column: number): number => table[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 0; row <= a.length; row++) {
    table[row] = [];
    for (let column = 0; column <= b.length; column++) {
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const steps = [
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1),
        isSwap ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      ];
      table[row]?.push(row + column === 0 ? 0 : Math.min(...steps));
    }
  }
  return at(a.length, b.length);
}
