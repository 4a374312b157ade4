import { expect, it } from 'vitest';
import { assumptionsAfter } from '../../client/views/matching/assumptions.ts';

const change = (start: number, end: number, character: number, text: string) => ({
  range: { start: { line: start }, end: { line: end, character } },
  text,
});
const after = (...changes: readonly ReturnType<typeof change>[]) =>
  assumptionsAfter('file:///a.cfg', changes, [{ file: 'file:///a.cfg', line: 10, value: 'no' }]).map(
    ({ line }) => line,
  );

it('an assumption moves with its line', () => {
  expect(after(change(3, 3, 5, '\n\n'))).toEqual([12]);
  expect(after(change(9, 9, 0, 'new line\n'))).toEqual([11]);
  expect(after(change(2, 5, 0, ''))).toEqual([7]);
  expect(after(change(8, 9, 4, ''))).toEqual([9]);
});

it('an assumption stays where its line is edited, or one below', () => {
  expect(after(change(9, 9, 4, 'x'))).toEqual([10]);
  expect(after(change(9, 9, 4, '\n'))).toEqual([10]);
  expect(after(change(12, 14, 0, ''))).toEqual([10]);
});

it('an assumption goes with its line', () => {
  expect(after(change(8, 10, 0, ''))).toEqual([]);
});

it('an assumption stays when another file is edited', () => {
  const assumptions = [{ file: 'file:///b.cfg', line: 10, value: 'no' }];
  expect(assumptionsAfter('file:///a.cfg', [change(3, 3, 5, '\n')], assumptions)).toEqual(assumptions);
});

it('changes of one edit apply one after the other', () => {
  expect(after(change(7, 8, 0, ''), change(3, 3, 0, '\n\n'))).toEqual([11]);
});
