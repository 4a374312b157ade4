import { describe, expect, it } from 'vitest';
import {
  editFlexisip,
  LINE_BUFFER_BYTES,
  lineAt,
  parseFlexisip,
  parseLine,
  printFlexisip,
  type Statement,
  sectionStarts,
} from '../../server/languages/flexisip/reading/parser.ts';
import { splitLines } from '../../server/text/lines.ts';

/** What the server makes of a line, with the columns of its parts. */
function shown(statement: Statement): string {
  switch (statement.kind) {
    case 'section':
      return `[${statement.name}]@${statement.nameStart}-${statement.nameEnd} ]@${statement.close}`;
    case 'entry': {
      const ignored = statement.ignored ? ' ignored' : '';
      const value = JSON.stringify(statement.value);
      return `${statement.key}@${statement.keyStart}-${statement.keyEnd} =@${statement.equals} ${value}@${statement.valueStart}-${statement.valueEnd}${ignored}`;
    }
    case 'dropped':
      return `${statement.reason}@${statement.start}-${statement.end}`;
    case 'comment':
      return `comment@${statement.start}`;
    default:
      return statement.kind;
  }
}

describe('a line', () => {
  it.each([
    ['', 'blank'],
    ['\n', 'blank'],
    [' \t\v\f \r\n', 'blank'],
    ['# x = y\n', 'comment@0'],
    ['  #x\n', 'comment@2'],
    ['\t#x\n', 'no-equals@1-3'],
    ['#', 'comment@0'],
    ['[global]\n', '[global]@1-7 ]@7'],
    ['  [ a\tb ] x=y\n', '[a]@4-5 ]@8'],
    ['[a', 'unclosed-bracket@0-2'],
    [' [a=b \t\r\n', 'unclosed-bracket@1-5'],
    ['[]\n', 'empty-brackets@0-2'],
    [' [ \t]x\n', 'empty-brackets@1-5'],
    ['key=value\n', 'key@0-3 =@3 "value"@4-9'],
    ['  key  =  a b  \n', 'key@2-5 =@7 "a b"@10-13'],
    ['\tkey\t=\ta\t\n', 'key@1-4 =@5 "\\ta\\t"@6-9'],
    ['two words=x\n', 'two@0-3 =@9 "x"@10-11'],
    ['key=a=b\n', 'key@0-3 =@3 "a=b"@4-7'],
    ['key=[x]#\n', 'key@0-3 =@3 "[x]#"@4-8'],
    ['key=\n', 'key@0-3 =@3 ""@4-4 ignored'],
    ['key= \n', 'key@0-3 =@3 ""@4-4'],
    ['key=   \n', 'key@0-3 =@3 ""@4-4'],
    ['key=', 'key@0-3 =@3 ""@4-4'],
    ['key= a ', 'key@0-3 =@3 "a "@5-7'],
    ['key=a\r\n', 'key@0-3 =@3 "a\\r"@4-5'],
    ['key=a \r\n', 'key@0-3 =@3 "a \\r"@4-6'],
    ['key=\r\n', 'key@0-3 =@3 "\\r"@4-4'],
    ['key=a\r', 'key@0-3 =@3 "a\\r"@4-6'],
    ['=value \n', 'no-key@0-6'],
    [' \t= a \n', 'no-key@2-5'],
    ['=', 'no-key@0-1'],
    ['word\n', 'no-equals@0-4'],
    [' two words \r\n', 'no-equals@1-10'],
    ['key=a\0b\n', 'key@0-3 =@3 "a"@4-5'],
    ['key\0=b\n', 'no-equals@0-3'],
    ['\0key=b\n', 'blank'],
    ['key=a \0\n', 'key@0-3 =@3 "a "@4-6'],
  ])('%j is %s', (text, expected) => {
    const line = parseLine(text);
    expect(shown(line.statement)).toBe(expected);
    expect(line).toMatchObject({ text, overflow: [] });
  });
});

describe('a line that is longer than the buffer', () => {
  it('is read in pieces, each as a line of its own', () => {
    const long = `key=${'x'.repeat(LINE_BUFFER_BYTES - 4)}other=1\n`;
    const { statement, overflow } = parseLine(long);
    expect(statement).toMatchObject({ kind: 'entry', key: 'key', valueEnd: LINE_BUFFER_BYTES });
    expect(overflow.map(shown)).toEqual([`other@20479-20484 =@20484 "1"@20485-20486`]);
    expect(parseLine(`key=${'x'.repeat(LINE_BUFFER_BYTES - 4)}`).overflow).toEqual([]);
    expect(parseLine(`key=${'x'.repeat(LINE_BUFFER_BYTES - 5)}\n`).overflow).toEqual([]);
    expect(parseLine(`key=${'x'.repeat(LINE_BUFFER_BYTES - 4)}\n`).overflow.map(shown)).toEqual(['blank']);
  });

  it.each([
    ['é', 2],
    ['\u0080', 2],
    ['\u07ff', 2],
    ['\u0800', 3],
    ['€', 3],
    ['\uffff', 3],
    ['😀', 4],
    ['\u007f', 1],
  ])('counts %j as %i bytes', (character, size) => {
    const count = Math.floor((LINE_BUFFER_BYTES - 4) / size);
    const fits = `key=${character.repeat(count)}`;
    expect(parseLine(fits).overflow).toEqual([]);
    const { statement, overflow } = parseLine(`${fits}${character}#`);
    expect(statement).toMatchObject({ valueEnd: fits.length });
    expect(overflow.map(shown)).toEqual([`no-equals@${fits.length}-${fits.length + character.length + 1}`]);
  });

  it('has its pieces in their columns, the third as well', () => {
    const piece = (start: string): string => start.padEnd(LINE_BUFFER_BYTES, 'x');
    const { overflow } = parseLine(`${piece('a=')}${piece('[b]')}# c\n`);
    expect(overflow.map(shown)).toEqual(['[b]@20480-20481 ]@20481', 'comment@40958']);
    const dropped = parseLine(`${piece('a=')}${piece('=')}[ \n`);
    expect(dropped.overflow.map(shown)).toEqual(['no-key@20479-40958', 'unclosed-bracket@40958-40959']);
    expect(parseLine(`${piece('a=')} [ ] `).overflow.map(shown)).toEqual(['empty-brackets@20480-20483']);
  });
});

describe('sections', () => {
  const text = '# top\n[a]\nx=1\n[b]\n\ny=2\n';
  const tree = parseFlexisip(text);

  it('hold the lines from one header to the next, and print the text', () => {
    expect(tree.sections.map(({ header, lines }) => [header?.name, lines.length])).toEqual([
      [undefined, 1],
      ['a', 2],
      ['b', 3],
    ]);
    expect(printFlexisip(tree)).toBe(text);
    expect(sectionStarts(tree)).toEqual([0, 1, 3]);
    expect(parseFlexisip('').sections).toEqual([{ header: undefined, lines: [] }]);
    expect(sectionStarts(parseFlexisip('[a]\n'))).toEqual([0, 0]);
  });

  it('find a line by its number', () => {
    const found = (line: number) => {
      const place = lineAt(tree, line);
      return place && [place.section.header?.name, place.start, place.line.text];
    };
    expect([0, 1, 2, 5, 6].map(found)).toEqual([
      [undefined, 0, '# top\n'],
      ['a', 1, '[a]\n'],
      ['a', 1, 'x=1\n'],
      ['b', 3, 'y=2\n'],
      undefined,
    ]);
  });

  it('what follows a carriage return alone belongs to the line before', () => {
    const odd = parseFlexisip('a=1\r b=2 \r[c]\nd=3\n');
    expect(odd.sections.flatMap(({ lines }) => lines.map(({ statement }) => shown(statement)))).toEqual([
      'a@0-1 =@1 "1\\r"@2-4',
      'after-carriage-return@1-4',
      'after-carriage-return@0-3',
      'd@0-1 =@1 "3"@2-3',
    ]);
    expect(odd.sections).toHaveLength(1);
  });
});

describe('an edit', () => {
  const lines = ['# top\n', '[a]\n', 'x=1\n', '[b]\n', 'y=2\n', '[c]\n', 'z=3\n'];
  const tree = parseFlexisip(lines.join(''));

  it.each([
    [0, 0, '[new]\n'],
    [0, 1, ''],
    [1, 1, 'w=0\n'],
    [1, 2, ''],
    [2, 0, '[in]\n'],
    [2, 1, 'x=9\r'],
    [3, 0, 'x=5\n'],
    [3, 1, ''],
    [2, 3, 'q\n'],
    [4, 3, ''],
    [6, 1, 'z=4'],
    [7, 0, '[d]\n'],
    [0, 7, ''],
    [0, 0, 'a\r'],
    [4, 1, 'y\r'],
  ])(
    'at line %i that takes %i lines away and puts %j there is read as the whole text is',
    (line, removed, put) => {
      const added = splitLines(put);
      const text = [...lines.slice(0, line), ...added, ...lines.slice(line + removed)].join('');
      const edited = editFlexisip(tree, { line, removed, lines: added });
      expect(edited).toEqual(parseFlexisip(text));
      // And back again.
      const old = lines.slice(line, line + removed);
      expect(editFlexisip(edited, { line, removed: added.length, lines: old })).toEqual(tree);
    },
  );

  it('keeps the sections that it does not touch', () => {
    const edited = editFlexisip(tree, { line: 4, removed: 1, lines: ['y=5\n'] });
    expect(edited.sections.map((section, index) => section === tree.sections[index])).toEqual([
      true,
      true,
      false,
      true,
    ]);
    const first = editFlexisip(tree, { line: 0, removed: 1, lines: ['#\n'] });
    expect(first.sections.slice(1).every((section, index) => section === tree.sections[index + 1])).toBe(
      true,
    );
  });
});
