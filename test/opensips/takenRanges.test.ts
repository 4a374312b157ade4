import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Range } from 'vscode-languageserver-types';
import { takenRanges } from '../../server/languages/opensips/upgrade/takenRanges.ts';
import { expectGrowthWithLength } from '../growth.ts';

const rangeOf = (start: number, length: number): Range => ({
  start: { line: start >> 3, character: start & 7 },
  end: { line: (start + length) >> 3, character: (start + length) & 7 },
});

it('finds what overlaps any of them; insertions at one place do not', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat(6)), { maxLength: 30 }), asked => {
      const ranges = takenRanges();
      const taken: (readonly [number, number])[] = [];
      for (const [start, length] of asked) {
        const end = start + length;
        const isFree = taken.every(([from, to]) => {
          const areBothEmpty = from === to && start === end;
          return areBothEmpty || !(from < end && start < to);
        });
        expect(ranges.isFree(rangeOf(start, length))).toBe(isFree);
        if (!isFree) continue;
        ranges.take(rangeOf(start, length));
        taken.push([start, end]);
      }
    }),
  );
});

it('takes time in proportion to their number', () => {
  expectGrowthWithLength(
    count => () => {
      const ranges = takenRanges();
      for (let number = 0; number < count; number++) {
        const range = rangeOf(4 * ((number * 7919) % count), 2);
        if (ranges.isFree(range)) ranges.take(range);
      }
    },
    2000,
  );
});
