import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  editUsers,
  parseUsers,
  printUsers,
  statementAt,
} from '../../server/languages/flexisip-users/parser.ts';
import { splitLines } from '../../server/text/lines.ts';

const fragment = fc.constantFrom(
  'version:1',
  'u@d',
  ' ',
  'clrtxt:',
  'md5:a',
  ';',
  '#',
  '(',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '@',
  'é',
  ':',
);
const text = fc.array(fragment, { maxLength: 25 }).map(parts => parts.join(''));

describe("parser of Flexisip's users file", () => {
  test('prints every text back and reads every line', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), source => {
        const tree = parseUsers(source);
        expect(printUsers(tree)).toBe(source);
        tree.lines.forEach((line, index) => {
          const statement = statementAt(tree, index);
          if (statement.kind === 'unreadable') expect(statement.start).toBeLessThanOrEqual(line.text.length);
        });
      }),
    );
  });

  test('an edit gives the tree of a fresh parse', () => {
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), (before, inserted, from, count) => {
        const lines = splitLines(before);
        const line = from % (lines.length + 1);
        const removed = count % (lines.length - line + 1);
        const added = splitLines(inserted);
        const after = [...lines.slice(0, line), ...added, ...lines.slice(line + removed)];
        fc.pre(splitLines(after.join('')).join('|') === after.join('|'));
        expect(editUsers(parseUsers(before), { line, removed, lines: added })).toEqual(
          parseUsers(after.join('')),
        );
      }),
    );
  });
});
