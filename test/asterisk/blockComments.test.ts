import { describe, expect, it } from 'vitest';
import type { ConfigLine } from '../../server/languages/asterisk/config/line.ts';
import { readLine } from '../../server/languages/asterisk/config/readLine.ts';

/** What is left of a line without its comments: each part with its columns in the text as written. */
function shown(line: ConfigLine): string {
  switch (line.kind) {
    case 'option':
      return `${line.name}@${line.nameStart}-${line.nameEnd} ${line.operator}@${line.operatorStart} ${line.value}@${line.valueStart}-${line.valueEnd}`;
    case 'header': {
      const options = line.options.map(({ kind, text, start, end }) => ` ${kind} ${text}@${start}-${end}`);
      const detached = line.detachedOptions === undefined ? '' : ` detached@${line.detachedOptions}`;
      return `[${line.name}]@${line.nameStart}-${line.nameEnd}${options.join('')}${detached}`;
    }
    case 'directive':
      return `#${line.word}@${line.start}-${line.wordEnd} ${line.argument}@${line.argumentStart}-${line.argumentEnd}`;
    case 'stray':
      return `stray@${line.start}-${line.end}`;
    default:
      return line.kind;
  }
}

/** The code of a line as its map spells it. */
function mapped({ text, ...line }: ConfigLine): string | undefined {
  return 'map' in line ? line.map?.map(column => text[column]).join('') : undefined;
}

describe('comments of a line, oddities of the server included', () => {
  it.each([
    ['host=a ; c', 'host@0-4 =@4 a@5-6'],
    ['x=;\r\n', 'x@0-1 =@1 @2-2'],
    ['x;', 'stray@0-1'],
    [';a=b', 'comment'],
    // Escaped semicolons.
    ['host=a\\;b ; c\n', 'host@0-4 =@4 a;b@5-9'],
    ['a\\;b\\;c=1;--x--;\n', 'a;b;c@0-7 =@7 1@8-9'],
    ['\\;a=b', ';a@1-3 =@3 b@4-5'],
    ['a=b\\;--c', 'a@0-1 =@1 b;--c@2-8'],
    // Comments from `;--` to `--;` within a line.
    ['host=a;--x--;b', 'host@0-4 =@4 ab@5-14'],
    ['host=a;--x--;b;--y--;c ;d\n', 'host@0-4 =@4 abc@5-22'],
    [';--x--;', 'comment'],
    [';--x;--y--;z--;a=b', 'a@15-16 =@16 b@17-18'],
    ['a=;--x--;', 'a@0-1 =@1 @2-2'],
    ['=v;--x--;', '@0-0 =@0 v@1-2'],
    [';--x--;=v', '@7-7 =@7 v@8-9'],
    ['a;--x--;=;--y--;v', 'a@0-1 =@8 v@16-17'],
    ['a;--x--;b;--y--;=', 'ab@0-9 =@16 @17-17'],
    ['a=b;--x--;;c', 'a@0-1 =@1 b@2-3'],
    ['[x];--y--;(z)', '[x]@1-2 parent z@11-12'],
    ['[a;--y--;b](c;--d--;e,!);', '[ab]@1-10 parent ce@12-21 template !@22-23'],
    ['[a] ;--x--;(b)', '[a]@1-2 detached@11'],
    ['#inc;--y--;lude fi;--z--;le', '#include@0-15 file@16-27'],
    ['wo;--x--;rd', 'stray@0-11'],
    // Three dashes and two without a semicolon are none.
    [';---x', 'comment'],
    ['host=a;---', 'host@0-4 =@4 a@5-6'],
    ['host=a;-x', 'host@0-4 =@4 a@5-6'],
    ['host=a;x-', 'host@0-4 =@4 a@5-6'],
    ['a=b -;c', 'a@0-1 =@1 b -@2-5'],
    ['-;a', 'stray@0-1'],
  ])('%j is read as %s', (text, expected) => {
    const line = readLine(text, 0, false);
    expect(shown(line)).toBe(expected);
    expect(line).toMatchObject({ text, depth: 0 });
  });

  it.each([
    ['a;--x', 0, 1, 'stray@0-1'],
    [';--;', 0, 1, 'comment'],
    ['a=b;--;--;c', 0, 2, 'a@0-1 =@1 b@2-3'],
    ['x', 1, 1, 'comment'],
    ['x ; y', 1, 1, 'comment'],
    ['x ;--y', 1, 2, 'comment'],
    ['x \\;--y', 1, 1, 'comment'],
    ['x--;host=b', 1, 0, 'host@4-8 =@8 b@9-10'],
    ['x--;host=b', 2, 1, 'comment'],
    ['x--;y--;host=b', 2, 0, 'host@8-12 =@12 b@13-14'],
    ['x--;host=b ; c', 1, 0, 'host@4-8 =@8 b@9-10'],
    ['x--;a=b;--y--;c', 1, 0, 'a@4-5 =@5 bc@6-15'],
    ['', 3, 3, 'blank'],
    // An end that closes nothing: from here on the server counts below zero.
    ['a=b--;c', 0, -1, 'a@0-1 =@1 b--;c@2-7'],
    ['--;a', 0, -1, 'stray@0-4'],
    ['a=\\;--b--;c', 0, -1, 'a@0-1 =@1 ;--b--;c@3-11'],
    ['a=b', -1, -1, 'comment'],
  ])('%j inside %i open comments leaves %i open, and is read as %s', (text, before, after, expected) => {
    const line = readLine(text, before, false);
    expect(shown(line)).toBe(expected);
    expect(line).toMatchObject({ text, depth: after });
  });

  it('comments are nested 128 times at most; what would open another is passed over', () => {
    expect(readLine('a ;--b', 127, false).depth).toBe(128);
    expect(readLine('a ;--b', 128, false).depth).toBe(128);
    expect(readLine(';--'.repeat(200), 0, false).depth).toBe(128);
  });

  it('a line that is glued together knows where each of its characters stands', () => {
    expect(mapped(readLine('host=a;--x--;b\\;c ;d', 0, false))).toBe('host=ab;c');
    expect(mapped(readLine(' [a;--y--;b](c) ', 0, false))).toBe('[ab](c)');
    expect(mapped(readLine('  #inc;--y--;lude x', 0, false))).toBe('#include x');
    expect(mapped(readLine(' wo;--x--;rd ', 0, false))).toBe('word');
    expect(mapped(readLine('host=a ; c', 0, false))).toBeUndefined();
  });

  it('a byte order mark counts in front of the first line alone', () => {
    expect(shown(readLine('\ufeffhost=a', 0, true))).toBe('host@1-5 =@5 a@6-7');
    expect(shown(readLine('\ufeffhost=a', 0, false))).toBe('\ufeffhost@0-5 =@5 a@6-7');
    expect(shown(readLine('\ufeff;x', 0, true))).toBe('comment');
    expect(shown(readLine('host=\ufeff', 0, true))).toBe('host@0-4 =@4 \ufeff@5-6');
    expect(shown(readLine('\ufeffa=b;--x--;c', 0, true))).toBe('a@1-2 =@2 bc@3-12');
  });
});

describe('the buffer of the server', () => {
  const kindOf = (text: string): string => readLine(text, 0, false).kind;

  it('takes 8191 bytes with the end of line, one less without', () => {
    expect(kindOf(`a=${'b'.repeat(8188)}\n`)).toBe('option');
    expect(kindOf(`a=${'b'.repeat(8189)}\n`)).toBe('long');
    expect(kindOf(`a=${'b'.repeat(8188)}`)).toBe('option');
    expect(kindOf(`a=${'b'.repeat(8189)}`)).toBe('long');
  });

  it('counts bytes, not characters', () => {
    expect(kindOf(`a=${'é'.repeat(4094)}\n`)).toBe('option');
    expect(kindOf(`a=${'é'.repeat(4095)}\n`)).toBe('long');
    expect(kindOf(`${'€'.repeat(2730)}\n`)).toBe('stray');
    expect(kindOf(`${'€'.repeat(2731)}\n`)).toBe('long');
  });
});
