import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Language } from '../../server/languages/language.ts';
import { splitLines } from '../../server/text/lines.ts';
import { lineEditOf, OpenDocument } from '../../server/workspace/documents.ts';
import { wordList } from '../protocol/wordList.ts';

const text = fc
  .array(fc.constantFrom('a', 'bc', '\n', '\r', '\r\n', '', 'é', '😀'), {
    maxLength: 12,
  })
  .map(pieces => pieces.join(''));
const position = fc.record({
  line: fc.integer({ min: 0, max: 9 }),
  character: fc.integer({ min: 0, max: 6 }),
});
const change = fc.oneof(
  fc.record({ range: fc.record({ start: position, end: position }), text }),
  fc.record({ text }),
);

test('a change of a document is the same change of its lines, whatever the range', () => {
  fc.assert(
    fc.property(text, change, (before, change) => {
      const document = TextDocument.create('file:///x', 'x', 1, before);
      const { line, removed, lines } = lineEditOf(document, change);
      const old = splitLines(before);
      const edited = [...old.slice(0, line), ...lines, ...old.slice(line + removed)];
      const next = TextDocument.update(document, [change], 2).getText();
      expect(edited).toEqual(splitLines(next));
      expect(line + removed).toBeLessThanOrEqual(old.length);
      expect(removed).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  ['a\rb\n', { line: 1, character: 0 }, { line: 1, character: 0 }, '\n'],
  ['a\rb\n', { line: 1, character: 0 }, { line: 1, character: 1 }, ''],
  ['a\r\rb', { line: 2, character: 0 }, { line: 2, character: 1 }, '\nc'],
])(
  'a line feed that comes right behind a carriage return ends the line above: %j',
  (before, start, end, text) => {
    const document = TextDocument.create('file:///x', 'x', 1, before);
    const { line, removed, lines } = lineEditOf(document, {
      range: { start, end },
      text,
    });
    const old = splitLines(before);
    const edited = [...old.slice(0, line), ...lines, ...old.slice(line + removed)];
    expect(edited).toEqual(splitLines(edited.join('')));
    expect(line).toBe(start.line - 1);
  },
);

const words = wordList();
const languages: readonly (readonly [string, Language])[] = [
  ['that keeps no lines', words],
  [
    'that keeps lines',
    {
      ...words,
      lineOf: (tree, line) => splitLines(words.print({ lines: [], ...tree }))[line],
    },
  ],
];

test.each(languages)(
  'a document and its tree, in a language %s, hold the same text after any changes',
  (_, language) => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 6 }),
        fc.array(fc.boolean()),
        (before, rounds, asksForText) => {
          let expected = before;
          const document = new OpenDocument('file:///x.words', '', 1, before, [language], () => {});
          document.tree(language);
          rounds.forEach((changes, round) => {
            document.change(changes, round + 2);
            for (const change of changes) {
              expected = TextDocument.update(
                TextDocument.create('file:///x', '', 1, expected),
                [change],
                2,
              ).getText();
            }
            expect(document.version).toBe(round + 2);
            expect(language.print(document.tree(language))).toBe(expected);
            if (!asksForText[round]) return;
            expect(document.text.getText()).toBe(expected);
            expect(document.text.version).toBe(round + 2);
          });
        },
      ),
      { numRuns: 3000 },
    );
  },
);

test('a replacement of the whole text touches only the lines that differ', () => {
  const document = TextDocument.create('file:///x', 'x', 1, 'one\ntwo\nthree\nfour\n');
  expect(lineEditOf(document, { text: 'one\ntwo\n3\nfour\n' })).toEqual({
    line: 2,
    removed: 1,
    lines: ['3\n'],
  });
  expect(lineEditOf(document, { text: 'one\ntwo\nthree\nfour\n' }).lines.length).toBeLessThanOrEqual(1);
});

test('when a language fails to edit, the text is parsed and nothing typed is lost', () => {
  const failures: string[] = [];
  const language: Language = {
    ...wordList(),
    edit: () => {
      throw new RangeError('no such line');
    },
  };
  const document = new OpenDocument('file:///x.words', '', 1, 'a\n', [language], feature =>
    failures.push(feature),
  );
  document.tree(language);
  const start = { line: 0, character: 0 };
  document.change([{ range: { start, end: start }, text: 'b' }], 2);
  expect(language.print(document.tree(language))).toBe('ba\n');
  expect(failures).toEqual(['sip-conf edit']);
});
