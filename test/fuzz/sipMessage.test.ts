import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../server/sip/message.ts';
import { messageProblems } from '../../server/sip/problems.ts';
import { expectGrowthWithLength } from '../growth.ts';

const PIECES = [
  'INVITE sip:a@b SIP/2.0',
  'SIP/2.0 401 No',
  'Via: SIP/2.0/UDP h;branch=z9hG4bK',
  'v : SIP / 2.0 / TCP [::1]:5',
  'From: "x\\"" <sip:a@b>;tag=1',
  'm: *',
  'Contact: <sip:a',
  'Authorization: Digest a="b',
  'l: 3',
  'CSeq: 1 INVITE',
  ' folded',
  '\r\n',
  '\n',
  '\r',
  ' ',
  '\t',
  ':',
  '"',
  '<',
  '>',
  ';',
  ',',
  '\\',
  'ä',
  '😀',
  '\ud800',
  '%41',
];

const texts = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map(parts => parts.join('')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map(parts => parts.join('\r\n')),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

describe('the message parser', () => {
  it('never throws, and every piece is the text at its offsets', () => {
    fc.assert(
      fc.property(texts, text => {
        const message = parseMessage(text);
        for (const header of message.headers) {
          for (const part of [header.name, header.value])
            expect(text.slice(part.start, part.end)).toBe(part.text);
        }
        for (const problem of messageProblems(message)) {
          expect(problem.start).toBeGreaterThanOrEqual(0);
          expect(problem.end).toBeGreaterThanOrEqual(problem.start);
          expect(problem.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('accounts for every line', () => {
    fc.assert(
      fc.property(texts, text => {
        const message = parseMessage(text);
        const covered =
          message.startLine.source.text +
          message.headers.map(header => text.slice(header.start, header.end)).join('') +
          message.brokenLines.map(line => line.text).join('') +
          message.body.text;
        const letters = (value: string) => [...value.replace(/\s/g, '')].sort().join('');
        expect(letters(covered)).toBe(letters(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes time that grows with the length, not with its square', () => {
    for (const part of ['"', '<', ',', ';', ' \r\n', 'a: b\r\n', ' x\r\n', '\\', '%41', ' ', '\r']) {
      expectGrowthWithLength(length => {
        const text = `OPTIONS sip:a SIP/2.0\r\nTo: ${part.repeat(length)}`;
        return () => void messageProblems(parseMessage(text));
      }, 20_000);
    }
  });
});
