import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { countLines, splitLines } from '../../server/text/lines.ts';

test('lines are those of the protocol, and joined they are the text', () => {
  const text = fc
    .array(fc.constantFrom('a', 'bc', '\n', '\r', '\r\n', '', '\u2028'), { maxLength: 30 })
    .map(pieces => pieces.join(''));
  fc.assert(
    fc.property(text, text => {
      const lines = splitLines(text);
      expect(lines.join('')).toBe(text);
      expect(countLines(text, 5)).toBe(Math.min(lines.length, 5));
      const document = TextDocument.create('file:///x', 'x', 1, text);
      const open = text === '' || /[\r\n]$/.test(text) ? 1 : 0;
      expect(lines.length + open).toBe(document.lineCount);
      expect(lines.every(line => /^[^\r\n]*(\r\n|\r|\n)?$/.test(line))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
