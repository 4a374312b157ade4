import { describe, expect, it } from 'vitest';
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Language } from '../../server/languages/language.ts';
import { endOfLineLike, lengthWithoutEol, lineEndings, splitLines } from '../../server/text/lines.ts';
import { lineEditOf, OpenDocument } from '../../server/workspace/documents.ts';
import { type WordCounts, type WordModel, type WordTree, wordList } from '../protocol/wordList.ts';

type Words = Language<WordTree, WordModel>;

function change(from: string, to: string, text: string): TextDocumentContentChangeEvent {
  const [start, end] = [from, to].map(place => {
    const [line = 0, character = 0] = place.split(':').map(Number);
    return { line, character };
  });
  if (start === undefined || end === undefined) throw new Error('no place');
  return { range: { start, end }, text };
}

function editOf(before: string, wanted: TextDocumentContentChangeEvent) {
  const { line, removed, lines } = lineEditOf(TextDocument.create('file:///x', 'x', 1, before), wanted);
  return [line, removed, ...lines];
}

/** A document in a language, with what failed, and what the language was asked to do. */
function opened(text: string, changed: Partial<Words> = {}) {
  const counts: WordCounts = { parsed: 0, edited: 0, modelled: 0 };
  const failures: string[] = [];
  const language: Words = { ...wordList(counts), ...changed };
  const document = new OpenDocument('file:///x.words', '', 1, text, [language], feature =>
    failures.push(feature),
  );
  return { document, language, failures, counts };
}

describe('a change as one of whole lines', () => {
  it.each([
    ['a\nb\nc\n', change('1:0', '1:1', 'x'), [1, 1, 'x\n']],
    ['a\nb\nc\n', change('0:1', '1:0', ''), [0, 2, 'ab\n']],
    ['a\nb\nc\n', change('1:1', '1:1', '\n'), [1, 1, 'b\n', '\n']],
    ['a\nb', change('1:1', '1:1', 'c'), [1, 1, 'bc']],
    ['a\n', change('1:0', '1:0', 'b'), [1, 0, 'b']],
    ['', change('0:0', '0:0', 'a\n'), [0, 0, 'a\n']],
    ['a\nb\n', change('0:0', '2:0', ''), [0, 2]],
    ['abc\n', change('0:2', '0:1', 'x'), [0, 1, 'axc\n']],
    ['a\nb\n', change('7:0', '9:0', 'c'), [2, 0, 'c']],
    ['a\nb\n', change('0:9', '0:9', 'c'), [0, 1, 'ac\n']],
    ['a\r\nb\r\n', change('0:1', '1:0', ''), [0, 2, 'ab\r\n']],
    ['a\rb\n', change('1:0', '1:0', '\n'), [0, 2, 'a\r\n', 'b\n']],
    ['a\rb\n', change('1:0', '1:0', 'x'), [1, 1, 'xb\n']],
    ['a\nb\n', change('1:0', '1:1', ''), [1, 1, '\n']],
  ])('%j and %j', (before, wanted, edit) => {
    expect(editOf(before, wanted)).toEqual(edit);
  });

  it.each([
    ['a\nb\nc\n', 'a\nx\nc\n', [1, 1, 'x\n']],
    ['a\nb\nc\n', 'a\nc\n', [1, 2, 'c\n']],
    ['a\nc\n', 'a\nb\nc\n', [1, 1, 'b\n', 'c\n']],
    ['a\n', 'a\nb\n', [1, 0, 'b\n']],
    ['a\nb\n', 'a\n', [1, 1]],
    ['abc\n', 'axc\n', [0, 1, 'axc\n']],
    ['', 'a', [0, 0, 'a']],
    ['a', '', [0, 1]],
    ['a\r\nb\r\n', 'a\nb\r\n', [0, 2, 'a\n', 'b\r\n']],
    ['a\nb\r\n', 'a\r\nb\r\n', [0, 2, 'a\r\n', 'b\r\n']],
    ['x\r\n', 'y\n', [0, 1, 'y\n']],
    ['aa\n', 'a\n', [0, 1, 'a\n']],
  ])('the whole text %j becomes %j', (before, text, edit) => {
    expect(editOf(before, { text })).toEqual(edit);
  });
});

describe('an open document', () => {
  it('has the language of its name, of its first lines, or the one that the editor names', () => {
    const words = wordList();
    const of = (uri: string, id: string, text: string, languages: readonly Language[]) =>
      new OpenDocument(uri, id, 1, text, languages, () => {}).language?.title;
    expect(of('file:///a/x.words', 'other', '', [words])).toBe('Word list');
    expect(of('file:///a/x.txt', 'sip-conf', '', [words])).toBe('Word list');
    expect(of('file:///a/x.txt', 'other', '', [words])).toBeUndefined();
    const byText: Words = { ...words, recognizes: (_name, head) => head.includes('here') };
    expect(of('file:///a', '', `here${' '.repeat(9000)}`, [byText])).toBe('Word list');
    expect(of('file:///a', '', `${' '.repeat(9000)}here`, [byText])).toBeUndefined();
  });

  it('is read when it is first asked for, and once', () => {
    const { document, language, counts } = opened('a\n');
    expect(document.isRead).toBe(false);
    const tree = document.tree(language);
    expect(document.tree(language)).toBe(tree);
    expect(document.isRead).toBe(true);
    expect(counts).toMatchObject({ parsed: 1, edited: 0 });
    const plain = new OpenDocument('file:///x', 'other', 1, '', [], () => {});
    expect(plain.isRead).toBe(false);
    expect(plain.readInSteps()).toBeUndefined();
  });

  it('gives each change to its tree as an edit, and has the version of the last', () => {
    const { document, language, counts } = opened('a\nb\n');
    document.tree(language);
    const edits = document.change([change('0:1', '0:1', 'x'), change('1:0', '1:1', 'y\nz')], 7);
    expect(edits).toEqual([
      { line: 0, removed: 1, lines: ['ax\n'] },
      { line: 1, removed: 1, lines: ['y\n', 'z\n'] },
    ]);
    expect(document.version).toBe(7);
    expect(document.text.version).toBe(7);
    expect(document.text.getText()).toBe('ax\ny\nz\n');
    expect(counts).toMatchObject({ parsed: 1, edited: 2 });
    document.change([], 8);
    expect(document.text.version).toBe(8);
    expect(document.text.languageId).toBe('');
  });

  it('puts a few edits into its text one by one, and has many printed', () => {
    const lineOf = (tree: WordTree, line: number) => tree.lines[line];
    const typed = (count: number) => {
      const printed: string[] = [];
      const words = wordList();
      const { document, language } = opened('a\n', {
        lineOf,
        print: tree => {
          const text = words.print(tree);
          printed.push(text);
          return text;
        },
      });
      document.tree(language);
      for (let version = 2; version < count + 2; version++)
        document.change([change('0:0', '0:0', 'x')], version);
      expect(document.text.getText()).toBe(`${'x'.repeat(count)}a\n`);
      expect(document.text.version).toBe(count + 1);
      return printed.length;
    };
    expect(typed(3)).toBe(0);
    expect(typed(4)).toBe(1);
    // Edits are not kept without end where nothing asks for the text.
    expect(typed(1000)).toBe(1);
    expect(typed(2100)).toBe(3);
  });

  it('keeps its text when its language cannot print', () => {
    const { document, language, failures, counts } = opened('a\n', {
      lineOf: (tree, line) => tree.lines[line],
      print: () => {
        throw new RangeError('too long');
      },
    });
    document.tree(language);
    for (let version = 2; version < 9; version++) document.change([change('0:0', '0:0', 'x')], version);
    expect(document.text.getText()).toBe('xxxxxxxa\n');
    expect(failures).toEqual(['sip-conf print']);
    expect(document.isRead).toBe(false);
    document.tree(language);
    expect(counts.parsed).toBe(2);
  });

  it('is large from 300,000 characters on, however it grew', () => {
    const { document } = opened('a'.repeat(299_999));
    document.change([change('0:0', '0:0', 'b')], 2);
    expect(document.isLarge).toBe(false);
    document.change([change('0:0', '0:0', 'b')], 3);
    expect(document.isLarge).toBe(true);
    document.change([{ text: 'short' }], 4);
    expect(document.isLarge).toBe(false);
    expect(opened('a'.repeat(300_001)).document.isLarge).toBe(true);
  });

  it('says why it is not read, until it is a text again', () => {
    const { document } = opened('a\0b');
    expect(document.refusal).toContain('binary');
    document.change([change('0:1', '0:2', '')], 2);
    expect(document.refusal).toBeUndefined();
    document.change([change('0:0', '0:0', 'x')], 3);
    expect(document.refusal).toBeUndefined();
    document.change([change('0:0', '0:0', '\0')], 4);
    expect(document.refusal).toContain('binary');
  });
});

it('a document is not read while it has too many lines', () => {
  const { document } = opened('x\n'.repeat(400_000));
  expect(document.refusal).toBeUndefined();
  document.change([change('0:0', '0:0', '\n'.repeat(100_001))], 2);
  expect(document.refusal).toContain('more than 500,000 lines');
  document.change([change('0:0', '1:0', '')], 3);
  expect(document.refusal).toBeUndefined();
});

describe('lines that the tree knows', () => {
  const lineOf = (tree: WordTree, line: number) => tree.lines[line];

  /** What a change means, and whether the text in one piece was needed for that. */
  function told(before: string, wanted: TextDocumentContentChangeEvent) {
    const { document, language } = opened(before, { lineOf });
    document.tree(language);
    const first = change('0:0', '0:0', '');
    document.change([first], 2);
    const [edit] = document.change([wanted], 3);
    expect(edit && [edit.line, edit.removed, ...edit.lines]).toEqual(editOf(before, wanted));
    expect(language.print(document.tree(language) as WordTree)).toBe(document.text.getText());
    return edit;
  }

  it.each([
    ['a\nb\nc\n', change('1:0', '1:1', 'x')],
    ['a\nb\nc\n', change('0:1', '2:0', 'x')],
    ['a\nb\nc\n', change('0:1', '2:1', '')],
    ['a\nb\nc\n', change('1:1', '1:0', 'x')],
    ['a\nb\nc\n', change('2:0', '1:0', 'x')],
    ['a\nb\nc\n', change('1:2', '1:3', 'x')],
    ['a\nb\nc\n', change('1:1', '1:1', '\n')],
    ['a\nb\nc\n', change('1:0', '1:1', '')],
    ['a\nb\nc\n', change('1:0', '1:0', '\r')],
    ['a\nb\nc', change('2:1', '2:1', 'x')],
    ['a\rb\nc\n', change('1:0', '1:1', '')],
    ['a\rb\nc\n', change('0:1', '0:1', 'x')],
    ['a\r\nb\n', change('0:1', '0:1', 'x')],
    ['a\r\nb\n', change('0:2', '1:0', 'x')],
    ['a\nb\n', change('2:0', '2:0', 'x')],
    ['a\nb\n', change('0:0', '5:0', 'x')],
    ['a\nb\n', { text: 'a\nc\n' }],
  ])('%j and %j give the edit that the text gives', (before, wanted) => {
    told(before, wanted);
  });

  it('are asked for nothing more than the two lines of the range', () => {
    const asked: number[] = [];
    const { document, language } = opened('a\nb\nc\nd\n', {
      lineOf: (tree, line) => {
        asked.push(line);
        return tree.lines[line];
      },
    });
    document.tree(language);
    expect(document.change([change('1:0', '2:1', 'x')], 2)).toEqual([
      { line: 1, removed: 2, lines: ['x\n'] },
    ]);
    expect(asked).toEqual([1, 2]);
  });

  it('that cannot be told are looked up in the text', () => {
    const { document, language, failures } = opened('a\nb\n', {
      lineOf: () => {
        throw new RangeError('no such line');
      },
    });
    document.tree(language);
    expect(document.change([change('1:0', '1:1', 'x')], 2)).toEqual([
      { line: 1, removed: 1, lines: ['x\n'] },
    ]);
    expect(failures).toEqual(['sip-conf line']);
  });
});

describe('a text that is read in steps', () => {
  const readInSteps = function* (text: string): Generator<number, WordTree> {
    yield 1;
    yield 2;
    return { lines: splitLines(text) };
  };

  it('is read when the last step is done, with all that was typed meanwhile', () => {
    const { document, language, counts } = opened('a\nb\n', { readInSteps });
    const steps = document.readInSteps();
    expect(steps?.next()).toEqual({ done: false, value: 1 });
    document.change([change('0:0', '0:1', 'x')], 2);
    expect(document.isRead).toBe(false);
    expect(steps?.next()).toEqual({ done: false, value: 2 });
    document.change([change('1:0', '1:1', 'y')], 3);
    expect(steps?.next().done).toBe(true);
    expect(document.isRead).toBe(true);
    expect(language.print(document.tree(language) as WordTree)).toBe('x\ny\n');
    expect(counts).toMatchObject({ parsed: 0, edited: 2 });
    document.change([change('0:0', '0:0', 'z')], 4);
    expect(language.print(document.tree(language) as WordTree)).toBe('zx\ny\n');
    expect(counts.edited).toBe(3);
  });

  it('needs a language that can', () => {
    expect(opened('a\n').document.readInSteps()).toBeUndefined();
  });
});

describe('lines', () => {
  it('end in LF, CR LF or CR', () => {
    expect(splitLines('a\nb\r\nc\rd')).toEqual(['a\n', 'b\r\n', 'c\r', 'd']);
    expect(splitLines('a\nb\n')).toEqual(['a\n', 'b\n']);
    expect(splitLines('\n\n')).toEqual(['\n', '\n']);
    expect(splitLines('\r\r\n\n')).toEqual(['\r', '\r\n', '\n']);
    expect(splitLines('')).toEqual([]);
    expect(lineEndings('a\nb')('a\nb', 0)).toBe(2);
    expect(lineEndings('a\rb')('a\rb', 2)).toBe(3);
  });

  it('are measured without their end', () => {
    expect(
      ['', 'a', 'a\n', 'a\r\n', 'a\r', '\n', '\r\n', '\r', 'a\n\r', 'a\r\r', 'a\n\n'].map(lengthWithoutEol),
    ).toEqual([0, 1, 1, 1, 1, 0, 0, 0, 2, 2, 2]);
  });

  it('that are added end as their neighbor does', () => {
    expect(endOfLineLike('a\r\n')).toBe('\r\n');
    for (const line of ['a\n', 'a\r', 'a', '\r\na', undefined]) expect(endOfLineLike(line)).toBe('\n');
  });
});
