import { expect, it } from 'vitest';
import { computeHa1 } from '../../server/sip/digest/digest.ts';
import { guessPassword } from '../../server/sip/digest/guessPassword.ts';

const candidates = ['secret', '', 'pässwörd', 'x'.repeat(200), '1234'].map(password =>
  new TextEncoder().encode(password),
);

it.each([
  ['secret', 0],
  ['', 1],
  ['pässwörd', 2],
  ['x'.repeat(200), 3],
  ['1234', 4],
  ['4321', -1],
])('finds "%s" among candidates at %d', (password, index) => {
  const ha1 = computeHa1('MD5', 'älice', 'example.org', password);
  expect(guessPassword(ha1, 'älice', 'example.org', candidates)).toBe(index);
});
