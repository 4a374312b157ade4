import { expect, it } from 'vitest';
import { matchesShellPattern, nameMatcher, pathMatcher } from '../../server/text/shellPattern.ts';
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
  ['a$b^', 'a$b^', true],
  ['\\w', 'w', true],
  ['\\w', 'a', false],
  ['[', '[', true],
  ['a[b', 'a[b', true],
  ['[]a]', ']', true],
  ['[[:digit:]]', '7', true],
  ['[[:digit:]]', 'x', false],
  ['a\\', 'a\\', true],
  ['*/b', 'a/a/b', true],
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

it.each([
  ['*.conf', 'a.conf', true],
  ['*.conf', '.a.conf', false],
  ['?a.conf', '.a.conf', false],
  ['.*', '.a.conf', true],
  ['\\.a*', '.a.conf', true],
])('the name pattern %j and the name %j: %s', (pattern, name, expected) => {
  expect(nameMatcher(pattern)(name)).toBe(expected);
});

it.each([
  ['old/**', 'old/sip.conf', true],
  ['old/**', 'old/east/sip.conf', true],
  ['old/**', 'older/sip.conf', false],
  ['**/*.conf', 'sip.conf', true],
  ['**/*.conf', 'a/b/sip.conf', true],
  ['**/*.conf', 'a/b/sip.conf.d/x', false],
  ['**', 'a/b', true],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**/b', 'axb', false],
  ['*/b', 'a/b', true],
  ['*/b', 'a/a/b', false],
  ['a?b', 'a/b', false],
  ['a**', 'a/b', false],
  ['**', '.hidden/x', true],
])('the path pattern %j and the path %j: %s', (pattern, path, expected) => {
  expect(pathMatcher(pattern)(path)).toBe(expected);
});
