import { expect, it } from 'vitest';
import { computeHa1 } from '../../server/sip/digest/digest.ts';
import { guessPassword } from '../../server/sip/digest/guessPassword.ts';

// With the 19 bytes of name and realm, 36 bytes are the most that MD5 hashes at once.
const words = ['secret', '', 'pässwörd', 'x'.repeat(200), '1234', 'y'.repeat(36), 'z'.repeat(37)];
const candidates = words.map(password => new TextEncoder().encode(password));

it.each([...words.entries(), [-1, '4321'] as const])('finds candidate %d, "%s"', (index, password) => {
  const ha1 = computeHa1('MD5', 'älice', 'example.org', password);
  expect(guessPassword(ha1, 'älice', 'example.org', candidates)).toBe(index);
});

it.each([54, 55, 56, 64, 200])('finds the candidates behind %d bytes of name and realm', length => {
  const name = 'n'.repeat(length - ':asterisk:'.length);
  for (const [index, password] of words.entries())
    expect(guessPassword(computeHa1('MD5', name, 'asterisk', password), name, 'asterisk', candidates)).toBe(
      index,
    );
});
