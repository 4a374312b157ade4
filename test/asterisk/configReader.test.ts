import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { ConfigLine } from '../../server/languages/asterisk/config/line.ts';
import { parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { readLine } from '../../server/languages/asterisk/config/readLine.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { splitLines } from '../../server/text/lines.ts';
import { checkAll } from '../languages.ts';

const general = '[general]\nallowguest=no\n';
const alice = '[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n';

/** `file:line severity code` of all that is said about the code words given. */
function said(
  files: Readonly<Record<string, string>>,
  codes: readonly string[],
  asteriskVersion = '20',
): string[] {
  const all = checkAll(sipConf, files, 'sip.conf', { asteriskVersion });
  const severities = ['', 'error', 'warning', 'information', 'hint'];
  const line = (file: string, { range, severity, code }: Diagnostic) =>
    `${file}:${range.start.line + 1} ${severities[severity ?? 0]} ${String(code).replace('sip-conf/', '')}`;
  return [...all]
    .flatMap(([file, diagnostics]) => diagnostics.map(diagnostic => line(file, diagnostic)))
    .filter(text => codes.some(code => text.endsWith(` ${code}`)))
    .sort();
}

describe('lines that a section repeats from the one above', () => {
  const shared = (text: string) => {
    const [, first, second] = parseConfig(text).sections;
    return second?.lines.filter((line, index) => line === first?.lines[index]).length;
  };

  it('are read once', () => {
    expect(shared('[a]\ntype=friend\nsecret=1\n\n[b]\ntype=friend\nsecret=2\n\n')).toBe(2);
  });

  it.each([
    '[a]\nx=1\r[b]\nx=1\r\n[c]\nx=1',
    '[a]\nx=1;--\n--;y=2\n[b]\nx=1;--\nx=1;--\n',
    '[a]\n;--\nx=1\n--;\n[b]\n;x\nx=1\n--;\n',
    '\uFEFFx=1\n[a]\nx=1\n[b]\n\uFEFFx=1\nx=1',
  ])('are read as they would be alone: %j', text => {
    const lines: ConfigLine[] = [];
    for (const line of splitLines(text))
      lines.push(readLine(line, lines.at(-1)?.depth ?? 0, lines.length === 0));
    expect(parseConfig(text).sections.flatMap(section => section.lines)).toEqual(lines);
  });
});

describe('values that += joins', () => {
  it('are judged as one, at the line that the server names', () => {
    const files = { 'sip.conf': `${general}${alice}insecure=port\ninsecure+=,invit\n` };
    expect(said(files, ['invalid-value'])).toEqual(['sip.conf:7 error invalid-value']);
  });

  it('are not judged piece by piece', () => {
    const files = { 'sip.conf': `${general}${alice}allow=ulaw\nallow+=,alaw\n` };
    expect(said(files, ['invalid-value', 'silently-replaced-value'])).toEqual([]);
  });

  it('are those of the section that joins them, not equal lines of another one with its name', () => {
    const linesOf = (end: string) =>
      said({ 'sip.conf': `${general}${alice}allow=nonsense\nallow+=,ulaw\n${alice}allow=nonsense${end}\n` }, [
        'invalid-value',
        'silently-replaced-value',
      ]);
    expect(linesOf('').length).toBeGreaterThan(1);
    // Not the same line.
    expect(linesOf('')).toEqual(linesOf(' '));
  });

  it('are judged where they were added to when the beginning was inherited', () => {
    const text = `${general}[t](!)\nqualify=yes\n[alice](t)\ntype=friend\nhost=dynamic\nqualify+=x\n`;
    expect(said({ 'sip.conf': text }, ['invalid-value'])).toEqual(['sip.conf:8 error invalid-value']);
  });

  it('offer no fix, which would put all of it into one line', () => {
    const text = `${general}${alice}qualify=ye\nqualify+=z\n`;
    const found = checkAll(sipConf, { 'sip.conf': text }, 'sip.conf').get('sip.conf') ?? [];
    const joined = found.filter(({ code }) => code === 'sip-conf/invalid-value');
    expect(joined.map(({ range }) => range)).toEqual([
      { start: { line: 6, character: 8 }, end: { line: 6, character: 10 } },
    ]);
  });
});

describe('templates that no section copies from', () => {
  const bad = '[t](!)\npermit=x\nqualify=true\n';

  it('have warnings where others have errors', () => {
    expect(said({ 'sip.conf': `${general}${bad}` }, ['invalid-value', 'invalid-access-list'])).toEqual([
      'sip.conf:4 warning invalid-access-list',
      'sip.conf:5 warning invalid-value',
    ]);
  });

  it('have errors as soon as a device copies, also through a template', () => {
    const text = `${general}${bad}[u](!,t)\n[alice](u)\ntype=friend\nhost=dynamic\n`;
    expect(said({ 'sip.conf': text }, ['invalid-value'])).toEqual(['sip.conf:5 error invalid-value']);
  });
});

describe('included files', () => {
  it('give their first lines to the section begun last, wherever that was', () => {
    const files = {
      'sip.conf': `${general}#include "a.conf"\n#include "b.conf"\n`,
      'a.conf': '[alice]\ntype=friend\nhost=dynamic\n',
      'b.conf': 'domain=x\ninsecure=foo\n',
    };
    expect(said(files, ['invalid-value', 'option-in-wrong-section'])).toEqual([
      'b.conf:1 warning option-in-wrong-section',
      'b.conf:2 error invalid-value',
    ]);
  });

  it('remove those behind them in the pattern when they stop', () => {
    const files = {
      'sip.conf': `${general}#include "x-*.conf"\n[bob](t)\ntype=friend\nhost=dynamic\n`,
      'x-1.conf': '[alice\n',
      'x-2.conf': '[t](!)\nqualify=yes\n',
    };
    expect(said(files, ['included-file-cut', 'unknown-template'])).toEqual([
      'sip.conf:3 error included-file-cut',
      'sip.conf:4 error unknown-template',
    ]);
  });

  it('remove them too when they end inside a comment', () => {
    const files = {
      'sip.conf': `${general}#include "x-*.conf"\n[bob](t)\ntype=friend\nhost=dynamic\n`,
      'x-1.conf': ';-- open\n',
      'x-2.conf': '[t](!)\nqualify=yes\n',
    };
    expect(said(files, ['unclosed-block-comment', 'unknown-template'])).toEqual([
      'sip.conf:4 error unknown-template',
      'x-1.conf:1 error unclosed-block-comment',
    ]);
  });

  it('lose their first header to a byte order mark, unless they are the first of the pattern', () => {
    const files = {
      'sip.conf': `${general}#include "x-*.conf"\n`,
      'x-1.conf': '\uFEFF[alice]\ntype=friend\nhost=dynamic\n',
      'x-2.conf': '\uFEFF[t](!)\nqualify=yes\n[bob](t)\n',
    };
    expect(said(files, ['byte-order-mark-in-the-way', 'unknown-template'])).toEqual([
      'x-2.conf:1 error byte-order-mark-in-the-way',
      'x-2.conf:3 error unknown-template',
    ]);
  });

  it('hold options before any section only when the first of them comes before any header', () => {
    const files = { 'sip.conf': `#include "a.conf"\n${general}`, 'a.conf': 'qualify=yes\n' };
    expect(said(files, ['option-before-section', 'included-file-cut'])).toEqual([
      'a.conf:1 error option-before-section',
      'sip.conf:1 error included-file-cut',
    ]);
  });

  it.each([
    [10, []],
    [11, ['i10.conf:1 error include-too-deep']],
  ])('may lie %d levels deep', (depth, expected) => {
    const files: Record<string, string> = { 'sip.conf': `${general}#include "i1.conf"\n` };
    for (let level = 1; level <= depth; level++) {
      files[`i${level}.conf`] = level < depth ? `#include "i${level + 1}.conf"\n` : alice;
    }
    expect(said(files, ['include-too-deep'])).toEqual(expected);
  });
});

describe('sections that add to others', () => {
  const codes = ['append-to-missing-section', 'unknown-template', 'empty-template-name'];
  /** A header below a device alice and a template t, and what is said about it in branch 20 and in branch 11. */
  const headers: readonly [header: string, now: string, before: string][] = [
    ['[alice](+)', '', ''],
    ['[t](+)', 'error append-to-missing-section', ''],
    ['[t](+TEMPLATES=include)', '', 'error append-to-missing-section'],
    ['[t](+TEMPLATES=restrict)', '', 'error append-to-missing-section'],
    ['[alice](+TEMPLATES=restrict)', 'error append-to-missing-section', 'error append-to-missing-section'],
    ['[alice](+templates=include)', 'error append-to-missing-section', 'error append-to-missing-section'],
    ['[alice](+secret=K.7&type=friend)', '', 'error append-to-missing-section'],
    ['[alice](+secret=zzz)', 'error append-to-missing-section', 'error append-to-missing-section'],
    ['[alice](+qualify=yes)', '', 'error append-to-missing-section'],
    ['[alice](+secret)', 'error append-to-missing-section', 'error append-to-missing-section'],
    ['[alice](+(=x)', 'error append-to-missing-section', 'error append-to-missing-section'],
    ['[alice](+,alice)', 'error unknown-template', 'error unknown-template'],
    ['[alice](alice,+)', '', ''],
    ['[x]()', 'warning empty-template-name', 'error unknown-template'],
    ['[x](t,)', 'warning empty-template-name', 'error unknown-template'],
    [`[${'é'.repeat(40)}](+)`, 'error append-to-missing-section', 'error append-to-missing-section'],
  ];

  it.each(headers)('%s', (header, now, before) => {
    const text = `${general}[t](!)\nqualify=yes\n[alice](t)\ntype=friend\nhost=dynamic\nsecret=Kx7\n${header}\n`;
    const expected = (words: string) => (words === '' ? [] : [`sip.conf:9 ${words}`]);
    expect(said({ 'sip.conf': text }, codes)).toEqual(expected(now));
    expect(said({ 'sip.conf': text }, codes, '11')).toEqual(expected(before));
  });
});

describe('hosts', () => {
  /** Host lines of a device, and the lines of them that the server fails to look up. */
  const lines: readonly [text: string, refused: readonly number[]][] = [
    ['host=192.0.2.0/24', [1]],
    ['host=', [1]],
    ['host=\nhost=192.0.2.1', []],
    ['host=192.0.2.1\nhost=', [2]],
    ['host=192.0.2.0/24\nhost=dynamic', [1]],
    ['host=192.0.2.1\\;x', []],
    ['defaultip=192.0.2.1:5060\ndefaultip=192.0.2.1', [1]],
    ['defaultip=', []],
  ];

  it.each(lines)('%j', (text, refused) => {
    const files = { 'sip.conf': `${general}[alice]\ntype=friend\nsecret=Kx7-pq9-Lw2\n${text}\n` };
    expect(said(files, ['invalid-host'])).toEqual(
      refused.map(line => `sip.conf:${line + 5} error invalid-host`),
    );
  });
});

describe('a callbackextension', () => {
  /** Options of a device with a plain extension, and in which branches the register line made of them is understood. */
  const devices: readonly [options: string, now: boolean, before: boolean][] = [
    ['secret=Kx7\ncallbackextension=100', true, true],
    ['secret=Kx7\ncallbackextension=100@x', false, false],
    ['secret=K/x7\ncallbackextension=100', false, false],
    ['secret=K@x7\ncallbackextension=100', true, true],
    ['callbackextension=', true, true],
  ];

  it.each(devices)('%j', (options, now, before) => {
    const files = { 'sip.conf': `${general}[t]\ntype=peer\nhost=192.0.2.1\ndefaultuser=u\n${options}\n` };
    const codes = ['callback-registration-not-understood'];
    expect(said(files, codes)).toHaveLength(now ? 0 : 1);
    expect(said(files, codes, '11')).toHaveLength(before ? 0 : 1);
  });
});

describe('lines', () => {
  it.each([
    [8190, '\n', 0],
    [8191, '\n', 1],
    [8190, '', 0],
    [8191, '', 1],
    [8189, '\r\n', 0],
    [8190, '\r\n', 1],
  ])('of %d bytes and %j as its end', (bytes, end, expected) => {
    const files = { 'sip.conf': `${general};${'x'.repeat(bytes - 1)}${end}` };
    expect(said(files, ['line-too-long'])).toHaveLength(expected);
  });
});
