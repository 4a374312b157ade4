import { expect, it } from 'vitest';
import { computeHa1 } from '../../server/sip/digest/digest.ts';
import { guessPassword } from '../../server/sip/digest/guessPassword.ts';

const candidates = ['secret', '', 'pässwörd', 'x'.repeat(200), '1234', 'y'.repeat(37), 'z'.repeat(38)];

it.each([
  ['secret', 0],
  ['', 1],
  ['pässwörd', 2],
  ['x'.repeat(200), 3],
  ['1234', 4],
  ['y'.repeat(37), 5],
  ['z'.repeat(38), 6],
  ['4321', -1],
])('finds "%s" among candidates at %d', (password, index) => {
  // With a name of ASCII, the first 37 characters are in one block of MD5.
  for (const name of ['alice', 'älice', 'alice'.repeat(20)]) {
    const ha1 = computeHa1('MD5', name, 'example.org', password);
    expect(guessPassword(ha1, name, 'example.org', candidates)).toBe(index);
  }
});
