import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  appendAll,
  greatest,
  least,
  replaceItems,
  spliced,
  textOfCodes,
} from '../../server/text/longLists.ts';

const many = Array.from({ length: 300_000 }, (_, number) => number % 200);

it('takes lists that no call could take as arguments', () => {
  const list: number[] = [];
  appendAll(list, many);
  replaceItems(list, 1, 1, many);
  expect(list).toHaveLength(599_999);
  expect(spliced([1, 2], 1, 1, many)).toHaveLength(300_001);
  expect([least(many), greatest(many)]).toEqual([0, 199]);
  expect(textOfCodes(many)).toHaveLength(300_000);
  expect(textOfCodes(Uint8Array.from([72, 255]))).toBe('H\u00ff');
});

it('replaces items as splice does', () => {
  const numbers = fc.array(fc.nat(9), { maxLength: 8 });
  fc.assert(
    fc.property(numbers, fc.nat(8), fc.nat(8), numbers, (list, at, removed, items) => {
      const from = Math.min(at, list.length);
      const count = Math.min(removed, list.length - from);
      const expected = list.toSpliced(from, count, ...items);
      expect(spliced(list, from, count, items)).toEqual(expected);
      replaceItems(list, from, count, items);
      expect(list).toEqual(expected);
    }),
  );
});
