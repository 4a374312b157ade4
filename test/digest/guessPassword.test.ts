import { hexToBytes } from '@noble/hashes/utils.js';
import { expect, it } from 'vitest';
import { computeHa1, hashHex } from '../../server/sip/digest/digest.ts';
import { firstWordOfMd5, MOST_IN_BLOCK } from '../../server/sip/digest/firstWordOfMd5.ts';
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

it('computes the first word of the hash of any two texts that fit into one block', () => {
  for (let length = 0; length <= MOST_IN_BLOCK; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (length * 37 + index * 101) % 256);
    const hash = new DataView(hexToBytes(hashHex('MD5', bytes)).buffer);
    const word = firstWordOfMd5(bytes.subarray(0, length >> 1), bytes.subarray(length >> 1));
    expect(word).toBe(hash.getInt32(0, true));
  }
});
