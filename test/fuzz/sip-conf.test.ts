import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editConfig, parseConfig, printConfig } from '../../server/languages/asterisk/config/parser.ts';
import { splitLines } from '../../server/text/lines.ts';

const piece = fc.constantFrom(
  '[general]',
  '[alice](tpl)',
  '[tpl](!)',
  '[x](+)',
  '[broken',
  '[b](',
  'type=friend',
  'secret = a;b',
  'a\\;b=c',
  ';--',
  '--;',
  ';---',
  '; note',
  ' ',
  '\t',
  '\n',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '=',
  '=>',
  '+=',
  '#include "x"',
  '#exec',
  '\\',
  '\uFEFF',
  'ä',
  '😀',
  'allow',
  ',',
);
const text = fc.array(piece, { maxLength: 60 }).map(pieces => pieces.join(''));

describe('the reader of sip.conf', () => {
  it('prints every text back', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), source => {
        expect(printConfig(parseConfig(source))).toBe(source);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads an edited text as it would read it afresh', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.tuple(fc.nat(40), fc.nat(4), text), { maxLength: 8 }),
        (source, edits) => {
          let tree = parseConfig(source);
          let lines = splitLines(source);
          for (const [at, count, inserted] of edits) {
            const line = Math.min(at, lines.length);
            const removed = Math.min(count, lines.length - line);
            // A line without its end of line can only be the last one.
            const isEnd = line + removed === lines.length;
            const added = splitLines(isEnd || inserted === '' ? inserted : `${inserted}\n`);
            const before = lines.slice(0, line);
            const last = before.at(-1);
            if (last !== undefined && !/[\r\n]$/.test(last)) continue;
            if (
              last?.endsWith('\r') === true &&
              (added[0] ?? lines[line + removed])?.startsWith('\n') === true
            )
              continue;
            if (added.at(-1)?.endsWith('\r') === true && lines[line + removed]?.startsWith('\n') === true)
              continue;
            tree = editConfig(tree, { line, removed, lines: added });
            lines = [...before, ...added, ...lines.slice(line + removed)];
            expect(tree).toEqual(parseConfig(lines.join('')));
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});
