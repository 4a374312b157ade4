import { describe, expect, it } from 'vitest';
import { standInSequence } from '../../server/languages/trace/writing/redact/standInSequence.ts';
import { isVocabulary } from '../../server/languages/trace/writing/redact/vocabulary.ts';
import { eachWord } from '../../server/languages/trace/writing/redact/words.ts';

/** Kinds of words with the form of their stand-ins, and how many different ones a text may need at least. */
const kinds: readonly (readonly [string, RegExp, number])[] = [
  ['digits-1', /^\d$/, 10],
  ['digits-2', /^\d\d$/, 100],
  ['digits-3', /^\d{3}$/, 990],
  ['digits-11', /^[1-9]\d{10}$/, 500],
  ['letters-1', /^[a-z]$/, 8],
  ['letters-2', /^[a-z]{2}$/, 500],
  ['letters-5', /^[a-z]{5}$/, 500],
  ['letters-24', /^[a-z]{24}$/, 500],
  ['hex-3', /^(?=.*\d)(?=.*[a-f])[0-9a-f]{3}$/, 900],
  ['hex-8', /^[a-f]\d[0-9a-f]{6}$/, 500],
  ['hex-32', /^[a-f]\d[0-9a-f]{30}$/, 500],
  ['mixed-2', /^(?=.*\d)(?=.*[a-z])[0-9a-z]{2}$/, 500],
  ['mixed-7', /^[g-z]\d[0-9a-z]{5}$/, 500],
  ['exact-3', /^[a-z][A-Z]\d$/, 500],
  ['exact-40', /^[a-z][A-Z]\d[0-9a-z]{37}$/, 500],
  ['pairs-:-6', /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/, 500],
  ['pairs---6', /^(?:[0-9a-f]{2}-){5}[0-9a-f]{2}$/, 500],
  ['pairs-:-20', /^(?:[0-9a-f]{2}:){19}[0-9a-f]{2}$/, 500],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/, 500],
  ['domain-4', /^[a-z]{4}\.example$/, 3100],
  ['domain-12', /^[a-z]{12}\.example$/, 500],
  ['domain-local-6', /^[a-z]{6}\.local$/, 500],
  ['domain-invalid-6', /^[a-z]{6}\.invalid$/, 500],
  ['address', /^(?:198\.1[89]\.\d+|192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/, 500],
  ['address-private', /^10(?:\.\d+){3}$/, 500],
  ['address-group', /^233\.252\.0\.\d+$/, 254],
  ['address6', /^2001:db8::/, 500],
  ['address6-private', /^fd00::/, 500],
  ['address6-local', /^fe80::/, 500],
];

describe.each(kinds)('stand-ins of %s', (kind, form, room) => {
  it.each([2, 200, room].filter(count => count <= room))('differ and keep their kind: %s of them', count => {
    for (const family of [0, 1, 5, 11]) {
      const sequence = standInSequence(kind, family, count);
      const made = Array.from({ length: count }, () => sequence.next());
      expect(new Set(made.map(text => text.toLowerCase())).size).toBe(count);
      expect(made.filter(text => !form.test(text))).toEqual([]);
      expect(made.filter(isVocabulary)).toEqual([]);
      expect(new Set(made.flatMap(kindsIn))).toEqual(new Set([kind]));
    }
  });

  it('come in another order for a text that has some of them', () => {
    if (room < 300) return;
    const first = (family: number) => {
      const sequence = standInSequence(kind, family, 2);
      return [sequence.next(), sequence.next()].join();
    };
    expect(new Set([first(0), first(1), first(2)]).size).toBe(3);
  });
});

it('hardware addresses and hosts of small texts come from the blocks for documentation', () => {
  for (const [kind, form] of [
    ['pairs-:-6', /^00:00:5e:00:53:/],
    ['address', /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/],
  ] as const)
    expect(standInSequence(kind, 0, 200).next()).toMatch(form);
  // Never a multicast address, which has an odd first byte.
  expect(standInSequence('pairs-:-6', 0, 201).next()).toMatch(/^02:/);
  const reserved = standInSequence('address', 3, 100_001);
  const made = Array.from({ length: 300 }, () => reserved.next());
  expect(made.filter(text => !/^24\d\./.test(text))).toEqual([]);
  expect(new Set(made).size).toBe(300);
});

it('a text with nearly all short words gets words of another form, still different ones', () => {
  const sequence = standInSequence('digits-1', 0, 14);
  const made = Array.from({ length: 14 }, () => sequence.next());
  expect(new Set(made).size).toBe(14);
  expect(made.slice(10).every(text => /^q\w+q$/.test(text))).toBe(true);
});

function kindsIn(text: string): readonly string[] {
  const found: string[] = [];
  eachWord(text, word => found.push(word.kind));
  return found;
}
