import { expect, it } from 'vitest';
import { visibleText } from '../../server/text/visible.ts';

it('shows every control character and every mark of the writing direction on one line', () => {
  const ranges: readonly (readonly [first: number, last: number])[] = [
    [0, 0x1f],
    [0x7f, 0x9f],
    [0x200e, 0x200f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
  ];
  for (const [first, last] of ranges)
    for (let code = first; code <= last; code++) {
      const shown = visibleText(`a${String.fromCharCode(code)}b`);
      const isSpace = code === 9 || code === 10;
      expect(shown).toBe(isSpace ? 'a b' : `a\\u${code.toString(16).padStart(4, '0')}b`);
    }
  expect(visibleText('Zoë \u{1f600}')).toBe('Zoë \u{1f600}');
});
