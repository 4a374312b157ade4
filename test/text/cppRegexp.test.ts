import { describe, expect, it } from 'vitest';
import { compileRegexp } from '../../server/text/cppRegexp.ts';
import { expectGrowthWithLength } from '../growth.ts';

function compiled(pattern: string) {
  const regexp = compileRegexp(pattern);
  if (typeof regexp === 'string') throw new Error(regexp);
  return regexp;
}

describe('regular expressions of the C++ library', () => {
  it.each([
    ['a+b', 'aab', true],
    ['a+b', 'aabc', false],
    ['(sip|sips):.*', 'sips:a', true],
    ['[[:digit:]]{2,3}', '1234', false],
    ['^\\w+@a\\.org$', 'bob@a.org', true],
  ])('%s on the whole of %s', (pattern, text, fits) => {
    expect(compiled(pattern).matchesWhole(text)).toBe(fits);
  });

  it('give the first group of the leftmost match, or the match', () => {
    expect(compiled('sip:.*@(.*)').search('sip:bob@a.org')).toBe('a.org');
    expect(compiled('b.b').search('abab')).toBe('bab');
    expect(compiled('z').search('abab')).toBeUndefined();
  });

  it.each([
    ['<(.+?)>', '<a><b>', 'a'],
    ['<(.+)>', '<a><b>', 'a><b'],
    ['a(b*?)', 'abbb', ''],
    ['a(b??)b', 'abb', ''],
    ['a(b{1,3}?)', 'abbb', 'b'],
    ['a(b{1,3})', 'abbb', 'bbb'],
  ])('repeat %s in %s as little or as often as they say', (pattern, text, found) => {
    expect(compiled(pattern).search(text)).toBe(found);
  });

  it('say what is wrong with a pattern', () => {
    expect(compileRegexp('(a')).toEqual(expect.any(String));
    expect(compileRegexp('[a')).toEqual(expect.any(String));
  });

  it('take time in proportion to the text, whatever the pattern', () => {
    const pattern = compiled('(a*)*(a|a)*b');
    expectGrowthWithLength(length => {
      const text = 'a'.repeat(length);
      return () => expect(pattern.matchesWhole(text)).toBe(false);
    }, 1250);
  });
});
