import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixActionsAt, fixAll } from '../../server/languages/fixes.ts';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import type { FindingWords } from '../../server/rules/finding.ts';
import { takenPlaces } from '../../server/text/takenPlaces.ts';
import { expectGrowthWithLength } from '../growth.ts';

const range = (start: number, end: number) => ({
  start: { line: start >> 3, character: start & 7 },
  end: { line: end >> 3, character: end & 7 },
});

describe('the places of changes that are made together', () => {
  it.each<readonly [string, readonly [number, number], boolean]>([
    ['the same', [10, 20], true],
    ['an insertion where one begins', [10, 10], true],
    ['an insertion inside', [15, 15], true],
    ['one that ends inside', [5, 11], true],
    ['one that begins inside', [19, 25], true],
    ['one around it', [5, 25], true],
    ['one that touches its beginning', [5, 10], false],
    ['one that touches its end', [20, 25], false],
    ['one before', [0, 5], false],
  ])('overlap %s: %j', (_name, [start, end], expected) => {
    const places = takenPlaces();
    for (const [from, to] of [
      [40, 50],
      [10, 20],
      [30, 31],
    ] as const)
      places.add(range(from, to));
    expect(places.overlaps(range(start, end))).toBe(expected);
  });

  it('overlap what one of them overlaps', () => {
    const one = fc.tuple(fc.nat(200), fc.nat(12)).map(([start, length]) => [start, start + length] as const);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), asked => {
        const places = takenPlaces();
        const taken: (readonly [number, number])[] = [];
        for (const [start, end] of asked) {
          const expected = taken.some(([from, to]) => start === from || (start < to && from < end));
          expect(places.overlaps(range(start, end))).toBe(expected);
          if (expected) continue;
          places.add(range(start, end));
          taken.push([start, end]);
        }
      }),
    );
  });
});

it('the action that fixes all of them is found in time that grows with their number', () => {
  const [rule] = flexisipConf.rules();
  if (rule === undefined) throw new Error('no rule');
  expectGrowthWithLength(count => {
    const judged = Array.from({ length: count }, (_none, line) => ({
      rule,
      finding: { message: '', fixes: [{ title: '', isPreferred: true, edits: [line] }] },
    }));
    const rangeOf = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 5 } });
    const file = {
      uri: 'file:///a',
      judged,
      rangeOf: ({ fixes }: FindingWords<object, number>) => rangeOf(fixes?.[0]?.edits[0] ?? 0),
      changeOf: (line: number) => ({ range: rangeOf(line), newText: '' }),
    };
    const diagnostics = judged.map((_one, line) => ({
      range: rangeOf(line),
      message: '',
      code: rule.code,
    }));
    const whole = { start: rangeOf(0).start, end: rangeOf(count).end };
    return () => {
      expect(fixAll(file)[0]?.edit?.changes?.['file:///a']).toHaveLength(count);
      expect(fixActionsAt(file, whole, diagnostics, undefined)).toHaveLength(count + 1);
    };
  }, 800);
});
