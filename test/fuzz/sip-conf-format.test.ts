import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormattingOptions } from 'vscode-languageserver-types';
import { parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { folder, projectOf, settings } from '../languages.ts';
import { applyEdits } from '../markers/harness.ts';

const piece = fc.constantFrom(
  '[general]',
  '[alice](tpl)',
  '  [bob] ',
  '[c] (tpl)',
  '[tpl](!) ; note',
  '[x](+)',
  '[broken',
  'type=friend',
  'type = friend',
  '  type\t=\tfriend  ',
  'secret = a;b',
  'secret=a ; b  ',
  'a\\;b=c',
  ';--',
  '--;',
  ';---',
  '; note',
  '   ; note  ',
  ' ',
  '\t',
  '\n',
  '\n',
  '\n',
  '\n\n\n',
  '\r\n',
  '\r',
  '=',
  '=>',
  '+=',
  ' = ',
  ' =>',
  'x = >y',
  'x+= y',
  'x +=y ',
  ' += ',
  'register=>a:b@c',
  '#include  "x" ',
  '  #tryinclude <y>',
  '#exec',
  '\\',
  '\\name=1',
  '\uFEFF',
  'ä',
  '😀',
  'allow',
  ',',
  '\u0000',
  '\u0007',
  '\f',
  'v'.repeat(3000),
);
const text = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join(''));
const options: FormattingOptions = { tabSize: 2, insertSpaces: true };

function viewOf(source: string) {
  const project = projectOf(sipConf, { 'sip.conf': source }, 'sip.conf');
  const tree = parseConfig(source);
  return { uri: `${folder}sip.conf`, tree, model: sipConf.model(project, settings, undefined) };
}

function formatted(source: string): string {
  return applyEdits(source, sipConf.format?.(viewOf(source), options) ?? []);
}

/** Everything that the server takes from a text, without where it stands. */
function reading(source: string): unknown[] {
  return parseConfig(source).sections.flatMap(section =>
    section.lines.flatMap((line): unknown[] => {
      switch (line.kind) {
        case 'header':
          return [
            [
              'header',
              line.name,
              line.options.map(option => option.text),
              line.fault,
              line.detachedOptions !== undefined,
            ],
          ];
        case 'option':
          return [['option', line.name, line.operator, line.value, line.backslash, joint(line)]];
        case 'directive':
          return [['directive', line.word, line.argument]];
        case 'stray':
          return [['stray', line.backslash]];
        case 'long':
          return [['long']];
        default:
          return [];
      }
    }),
  );
}

function joint(line: { operator: string; text: string; operatorStart: number; valueStart: number }): string {
  return line.operator === '+=' ? line.text.slice(line.operatorStart + 2, line.valueStart) : '';
}

describe('the formatter of sip.conf', () => {
  it('never changes what the server reads', () => {
    fc.assert(
      fc.property(text, source => {
        expect(reading(formatted(source))).toEqual(reading(source));
      }),
      { numRuns: 5000 },
    );
  });

  it('has nothing to do on what it has done', () => {
    fc.assert(
      fc.property(text, source => {
        const once = formatted(source);
        expect(formatted(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('joins no lone carriage return with the line feed of a line that it empties', () => {
    for (const source of ['a\r\t\n\n\n[general]\n', 'a\n\n\r\t\n\n[general]\n', 'a\n\r\r\n\nb']) {
      const once = formatted(source);
      expect(formatted(once)).toBe(once);
    }
  });

  it('leaves the lines outside of a range alone', () => {
    fc.assert(
      fc.property(text, fc.nat(12), fc.nat(6), (source, start, count) => {
        const range = { start: { line: start, character: 0 }, end: { line: start + count, character: 1 } };
        for (const edit of sipConf.format?.(viewOf(source), options, range) ?? []) {
          expect(edit.range.start.line).toBeGreaterThanOrEqual(start);
          expect(edit.range.start.line).toBeLessThanOrEqual(start + count);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('changes only the line above while typing, and never what the server reads', () => {
    fc.assert(
      fc.property(text, fc.nat(15), (source, line) => {
        const edits = sipConf.formatOnType?.(viewOf(source), { line, character: 0 }, '\n', options) ?? [];
        for (const edit of edits) expect(edit.range.start.line).toBe(line - 1);
        expect(reading(applyEdits(source, edits))).toEqual(reading(source));
      }),
      { numRuns: 2000 },
    );
  });
});
