import { expect, it } from 'vitest';
import { matchesShellPattern } from '../../server/text/shellPattern.ts';
import { expectGrowthWithLength } from '../growth.ts';

it.each([
  ['gw*', 'gw1', true],
  ['gw*', 'a gw1', false],
  ['*', '', true],
  ['*b*', 'abc', true],
  ['g?', 'gw', true],
  ['g?', 'g', false],
  ['gw[12]', 'gw2', true],
  ['gw[!12]', 'gw2', false],
  ['gw[!12]', 'gw3', true],
  ['a.b', 'axb', false],
  ['a+(b)|{c}', 'a+(b)|{c}', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['*', 'a\nb', true],
])('the pattern %j and the text %j: %s', (pattern, text, expected) => {
  expect(matchesShellPattern(pattern, text)).toBe(expected);
});

it('takes time that follows the text, whatever the pattern', () => {
  const pattern = `${'*a'.repeat(20)}*b`;
  expectGrowthWithLength(length => {
    const text = 'a'.repeat(length);
    return () => void matchesShellPattern(pattern, text);
  }, 500);
});
