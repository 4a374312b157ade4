import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, it } from 'vitest';
import { LONGEST, md5OfShort } from '../../server/sip/digest/md5Block.ts';

it.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
])('hashes "%s" as RFC 1321 does', (text, hash) => {
  expect(md5OfShort(text)).toBe(hash);
});

it('hashes texts of every length as the library does', () => {
  for (let length = 0; length <= LONGEST; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length * 11) & 0x7f);
    expect(md5OfShort(String.fromCharCode(...bytes))).toBe(bytesToHex(md5(bytes)));
  }
});

it.each(['x'.repeat(LONGEST + 1), 'pässwörd', '\u0080'])('leaves "%s" to the library', text => {
  expect(md5OfShort(text)).toBeUndefined();
});
