import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boldFirstSentence,
  codeBlock,
  escapeMarkdown,
  escapeSentence,
  inlineCode,
  table,
} from '../../server/text/markdown.ts';

const hostile = [
  '![x](http://evil.example/pixel.png)',
  '[click](command:workbench.action.quit)',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  'http://evil.example www.evil.example a@b.example',
  '# title\n- list\n| a | b |',
  '**bold** _it_ ~~s~~ `code`',
  '&lt;b&gt;',
];

describe('escapeSentence', () => {
  it.each(hostile)('leaves no markup within a line in %j', text => {
    const left = escapeSentence(text).replace(/\\[!-/:-@[-`{-~]/g, '');
    expect(left).not.toMatch(/[\r\n[\]<>`*|~@]|:\/\/|www\.|&\w+;|(?<!\w)_|_(?!\w)/);
  });

  it('leaves sentences as they are', () => {
    const text = 'In chan_pjsip, "alice" (10.0.0.1:5060) registers; nothing else changes - at all.';
    expect(escapeSentence(text)).toBe(text);
  });
});

describe('escapeMarkdown', () => {
  it.each(hostile)('leaves no markup in %j', text => {
    const escaped = escapeMarkdown(text);
    expect(escaped).not.toMatch(/[\r\n]/);
    // Every punctuation character stands behind its own backslash.
    expect(escaped.replace(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[!-/:-@[-`{-~]/);
  });

  it('shows hidden and direction-turning characters', () => {
    expect(escapeMarkdown('a\u202eb\u200bc\u0000d\ud800e')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
    expect(escapeMarkdown('grün 😀')).toBe('grün 😀');
  });

  it('cuts what is too long to be read', () => {
    expect(escapeMarkdown('x'.repeat(5000)).length).toBeLessThan(400);
  });
});

describe('inlineCode', () => {
  it.each([
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['a``b`', '``` a``b` ```'],
    ['', ''],
    ['a\nb', '`a b`'],
    ['a|b', 'a\\|b'],
  ])('%j becomes %j', (text, expected) => expect(inlineCode(text)).toBe(expected));

  it('never ends early', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const code = inlineCode(text);
        if (!code.startsWith('`')) return;
        const fence = /^`+/.exec(code)?.[0] ?? '';
        const inside = code.slice(fence.length, -fence.length);
        expect(inside.split(/[^`]+/)).not.toContain(fence);
      }),
    );
  });
});

describe('codeBlock and table', () => {
  it('fence with more backticks than the text has', () => {
    expect(codeBlock('a\n````\nb', 'ini')).toBe('`````ini\na\n````\nb\n`````');
  });

  it('writes rows', () => {
    expect(table(['a', 'b'], [['1', inlineCode('x|y')]])).toBe('| a | b |\n| --- | --- |\n| 1 | x\\|y |');
  });
});

describe('boldFirstSentence', () => {
  it.each([
    ['One. Two.', '**One.** Two.'],
    ['Only one, with `192.168.1` in it.', '**Only one, with `192.168.1` in it.**'],
    ['Before a name. `deny` comes first.', '**Before a name.** `deny` comes first.'],
  ])('%s', (text, bold) => {
    expect(boldFirstSentence(text)).toBe(bold);
  });
});
