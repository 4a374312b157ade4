import { describe, expect, it } from 'vitest';
import { createLexer } from '../../server/languages/opensips/reading/lexer.ts';
import type { Span, Token } from '../../server/languages/opensips/syntax/token.ts';
import { splitLines } from '../../server/text/lines.ts';

function place({ line, start, endLine, end }: Span): string {
  return line === endLine ? `${line}:${start}-${end}` : `${line}:${start}-${endLine}:${end}`;
}

function shownToken(token: Token): string {
  const marks = `${token.spaced === true ? ' spaced' : ''}${token.unclosed === true ? ' unclosed' : ''}`;
  return `${token.kind} ${token.text}@${place(token)}${marks}`;
}

/** Everything that a text holds. */
function lex(text: string, first = 0, firstColumn = 0) {
  const lexer = createLexer(splitLines(text), first, firstColumn);
  while (lexer.next().kind !== 'end');
  const { tokens, comments, strays, hiddenIncludes } = lexer.lexed;
  return {
    tokens: tokens.map(shownToken),
    comments: comments.map(
      comment => `${comment.text}@${place(comment)}${comment.unclosed === true ? ' unclosed' : ''}`,
    ),
    strays: strays.map(place),
    hidden: hiddenIncludes.map(shownToken),
  };
}

/** Kinds and texts alone. */
function tokens(text: string): string[] {
  return lex(text)
    .tokens.slice(0, -1)
    .map(token => token.replace(/@[-\d:]+/, ''));
}

describe('words, numbers, addresses and signs', () => {
  it.each([
    ['if (a)', ['word if', 'sign (', 'word a', 'sign )']],
    ['a\tb\bc\rd', ['word a', 'word b spaced', 'word c spaced', 'word d']],
    ['0x1F 017 09 10', ['number 0x1F', 'number 017', 'number 0', 'number 9', 'number 10']],
    ['a:=1+=2', ['word a', 'sign :=', 'number 1', 'sign +=', 'number 2']],
    ['!=!', ['sign !=', 'sign !']],
    ['a/b', ['word a', 'sign /', 'word b']],
    ['10.0.0.1', ['ip 10.0.0.1']],
    ['10.0.0.0/8 10.0.0.0/255.0.0.0', ['net 10.0.0.0/8', 'net 10.0.0.0/255.0.0.0']],
    ['::', ['ip ::']],
    ['::1', ['ip ::1']],
    ['fe80::1/64', ['net fe80::1/64']],
    ['1:2:3:4:5:6:7:8', ['ip 1:2:3:4:5:6:7:8']],
    ['abcd:x', ['word abcd', 'sign :', 'word x']],
    ['ab::', ['ip ab::']],
    ['abc_d', ['word abc_d']],
    [
      'mem-group read-only mem-groups',
      ['word mem-group', 'word read-only spaced', 'word mem', 'sign -', 'word groups'],
    ],
    ['allow_proxy-protocol', ['word allow_proxy-protocol']],
    ['SEND-PROXY', ['word SEND-PROXY']],
  ])('%j', (text, expected) => {
    const found = tokens(text);
    expect(found.map(token => token.replace(/ spaced$/, ''))).toEqual(
      expected.map(token => token.replace(/ spaced$/, '')),
    );
  });

  it('know whether a space stands on both sides', () => {
    expect(tokens(' and or(not )')).toEqual(['word and spaced', 'word or', 'sign (', 'word not', 'sign )']);
    expect(tokens('a and b')).toEqual(['word a', 'word and spaced', 'word b']);
    expect(tokens('a\tand\tb\ra\bb\n')).toEqual([
      'word a',
      'word and spaced',
      'word b spaced',
      'word a',
      'word b',
    ]);
    expect(tokens('a\band\bb')).toEqual(['word a', 'word and spaced', 'word b']);
    expect(tokens('x and\r\ny')).toEqual(['word x', 'word and spaced', 'word y']);
  });

  it('a word that takes the space behind it leaves none for the next', () => {
    expect(tokens('x as on y ')).toEqual(['word x', 'word as spaced', 'word on', 'word y spaced']);
    expect(tokens('x as  on y ')).toEqual(['word x', 'word as spaced', 'word on spaced', 'word y']);
    expect(tokens('x is on y ')).toEqual(['word x', 'word is spaced', 'word on spaced', 'word y']);
    expect(tokens(' as\n on ')).toEqual(['word as', 'word on spaced']);
    expect(tokens(' as \n on ')).toEqual(['word as spaced', 'word on spaced']);
  });

  it('characters that begin nothing are strays, but for a backslash at the end of a line', () => {
    expect(lex('a @ \\ é\n').strays).toEqual(['0:2-3', '0:4-5', '0:6-7']);
    expect(lex('a \\\nb \\\r\nc \\').strays).toEqual([]);
    expect(lex('a \\b').strays).toEqual(['0:2-3']);
    expect(lex(' \t\b\r\n').strays).toEqual([]);
    expect(lex('a \\ \n').strays).toEqual(['0:2-3']);
  });
});

describe('comments', () => {
  it('to the end of the line', () => {
    expect(lex('a # b "c"\r\n# d\n#')).toEqual({
      tokens: ['word a@0:0-1', 'end @2:1-1'],
      comments: ['# b "c"@0:2-9', '# d@1:0-3', '#@2:0-1'],
      strays: [],
      hidden: [],
    });
  });

  it('in blocks, one in another, over lines', () => {
    expect(lex('a /* b */ c').comments).toEqual(['/* b */@0:2-9']);
    expect(lex('a /* b */ c').tokens).toEqual(['word a@0:0-1', 'word c@0:10-11', 'end @0:11-11']);
    expect(lex('/* a /* b */ c */ d').tokens).toEqual(['word d@0:18-19', 'end @0:19-19']);
    expect(lex('/* a\nb\n  c */ d\n')).toMatchObject({
      tokens: ['word d@2:7-8', 'end @2:8-8'],
      comments: ['/* a\nb\n  c */@0:0-2:6'],
    });
    expect(lex('/**/a/*/ b */').comments).toEqual(['/**/@0:0-4', '/*/ b */@0:5-13']);
    expect(lex('/* /* */ x */*').tokens).toEqual(['sign *@0:13-14', 'end @0:14-14']);
    expect(lex('/*\n/* a */ b\n*/ c').tokens).toEqual(['word c@2:3-4', 'end @2:4-4']);
    expect(lex('/* a /* b\n*/ c */ d').tokens).toEqual(['word d@1:8-9', 'end @1:9-9']);
    expect(lex('/*\n*/ /*/**/*/ x').tokens).toEqual(['word x@1:12-13', 'end @1:13-13']);
  });

  it('that never end reach to the end of the file', () => {
    expect(lex('a /* b\nc\n')).toMatchObject({
      tokens: ['word a@0:0-1', 'end @1:1-1'],
      comments: ['/* b\nc\n@0:2-2:0 unclosed'],
    });
  });
});

describe('strings', () => {
  it.each([
    ['"a b"c', ['string "a b"', 'word c']],
    ["'a b'c", ["string 'a b'", 'word c']],
    ['"a\\"b"', ['string "a\\"b"']],
    ['"a\\\\"b', ['string "a\\\\"', 'word b']],
    ['"a\\nb"', ['string "a\\nb"']],
    ["'a\\'b", ["string 'a\\'", 'word b']],
    ['"a\'b"', ['string "a\'b"']],
    ['""', ['string ""']],
  ])('%j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('go over lines, and to the end of the file when they never end', () => {
    expect(lex('x "a\nb\nc" d').tokens).toEqual([
      'word x@0:0-1',
      'string "a\nb\nc"@0:2-2:2',
      'word d@2:3-4',
      'end @2:4-4',
    ]);
    expect(lex('x "a\nb\n').tokens).toEqual([
      'word x@0:0-1',
      'string "a\nb\n@0:2-2:0 unclosed',
      'end @1:1-1',
    ]);
    expect(lex('"a\\').tokens).toEqual(['string "a\\@0:0-1:0 unclosed', 'end @0:3-3']);
  });
});

describe('variables', () => {
  it.each([
    ['$ru;', ['variable $ru', 'sign ;']],
    ['$ru)', ['variable $ru', 'sign )']],
    ['$avp(a)b', ['variable $avp(a)', 'word b']],
    ['$avp(a(b)c)d', ['variable $avp(a(b)c)', 'word d']],
    ['$(hdr(X)[0]{s.len})=', ['variable $(hdr(X)[0]{s.len})', 'sign =']],
    ['$rUor', ['variable $rU', 'word or']],
    ['$fU!=$tU', ['variable $fU', 'sign !=', 'variable $tU']],
    ['$avp(a b;c,d) ', ['variable $avp(a b;c,d)']],
    ['$', ['variable $']],
  ])('%j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('go over lines inside parentheses, twenty at most', () => {
    expect(lex('$avp(a\nb)c').tokens).toEqual(['variable $avp(a\nb)@0:0-1:2', 'word c@1:2-3', 'end @1:3-3']);
    expect(lex(`$avp(${'\n'.repeat(19)})`).tokens[0]).toMatch(/@0:0-19:1$/);
    expect(lex(`$avp(${'\n'.repeat(20)})`).tokens[0]).toBe('variable $avp(@0:0-5 unclosed');
    expect(lex('$avp(a b\nc').tokens).toEqual([
      'variable $avp(a@0:0-6 unclosed',
      'word b@0:7-8',
      'word c@1:0-1',
      'end @1:1-1',
    ]);
    expect(lex('x $avp(a').tokens).toEqual(['word x@0:0-1', 'variable $avp(a@0:2-8 unclosed', 'end @0:8-8']);
  });

  it('that were looked for beyond their lines say how far', () => {
    const lexer = createLexer(splitLines('x\n$avp(\na\nb\n'), 1);
    expect(lexer.line()).toBe(0);
    lexer.next();
    expect(lexer.line()).toBe(3);
    const plain = createLexer(splitLines('x\na\n\nb\n'), 1);
    plain.next();
    expect(plain.line()).toBe(0);
    plain.next();
    expect(plain.line()).toBe(2);
    const far = createLexer(splitLines(`x\n$avp(${'\n'.repeat(40)}`), 1);
    far.next();
    expect(far.line()).toBe(20);
  });
});

describe('lines that are replaced by files', () => {
  it('are tokens of their own at the beginning of a line', () => {
    expect(lex(' include_file "a.cfg" x\r\nimport_file \'b.cfg\'\n').tokens).toEqual([
      'include a.cfg@0:0-23',
      'include b.cfg@1:0-19',
      'end @1:19-19',
    ]);
    expect(tokens('x include_file "a.cfg"')).toEqual([
      'word x',
      'word include_file spaced',
      'string "a.cfg"',
    ]);
    expect(tokens('include_file "a"')).toEqual(['word include_file', 'string "a"']);
  });

  it('count inside comments and strings, too', () => {
    const inside = 'include_file "a.cfg"\nimport_file \'b.cfg\'\n';
    expect(lex(`/*\n${inside}*/ x`)).toMatchObject({
      tokens: ['word x@3:3-4', 'end @3:4-4'],
      hidden: ['include a.cfg@1:0-20', 'include b.cfg@2:0-19'],
    });
    expect(lex(`"\n${inside}" x`).hidden).toHaveLength(2);
    expect(lex(`"\n${inside}`).hidden).toHaveLength(2);
  });
});

it('positions count from the line where reading began', () => {
  const text = 'x\ny "a\nb" # c\n/* d\n*/ \\q $avp(\n';
  expect(lex(text, 1)).toEqual({
    tokens: [
      'word y@0:0-1',
      'string "a\nb"@0:2-1:2',
      'word q@3:4-5',
      'variable $avp(@3:6-11 unclosed',
      'end @3:11-11',
    ],
    comments: ['# c@1:3-6', '/* d\n*/@2:0-3:2'],
    strays: ['3:3-4'],
    hidden: [],
  });
  expect(lex('abc def', 0, 4).tokens).toEqual(['word def@0:4-7', 'end @0:7-7']);
  expect(lex('', 0).tokens).toEqual(['end @0:0-0']);
  expect(lex('a\n', 3).tokens).toEqual(['end @0:0-0']);
  expect(lex('x\ninclude_file "a.cfg"\n', 1).tokens[0]).toBe('include a.cfg@0:0-20');
});
