import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  editFlexisip,
  markedLines,
  parseFlexisip,
  printFlexisip,
} from '../../server/languages/flexisip/reading/parser.ts';
import { markedLines as allMarkedLines } from '../../server/rules/ignore.ts';
import { splitLines } from '../../server/text/lines.ts';

const fragment = fc.constantFrom(
  '[global]',
  '[ module::Router ]',
  '[a',
  '[]',
  '\t[b]',
  '#',
  '# sip-workbench-ignore flexisip-conf/unknown-key: later',
  ' # c',
  ';k=v',
  'k',
  'k=',
  'k= ',
  'k = v ',
  '=',
  ' ',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '\0',
  '\uFEFF',
  'é',
  '😀',
  ']',
  'x=1\n',
  '[s]\n',
);
const text = fc.array(fragment, { maxLength: 30 }).map(parts => parts.join(''));

describe('parser of flexisip.conf', () => {
  test('prints every text back', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), source => {
        expect(printFlexisip(parseFlexisip(source))).toBe(source);
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
        // Only whole lines are exchanged: joined, they must fall apart into the same lines again.
        fc.pre(splitLines(after.join('')).join('|') === after.join('|'));
        const edited = editFlexisip(parseFlexisip(before), { line, removed, lines: added });
        expect(edited).toEqual(parseFlexisip(after.join('')));
        expect(markedLines(edited)).toEqual(allMarkedLines(after.join('')));
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps the sections that an edit does not touch', () => {
    const tree = parseFlexisip('[a]\nx=1\n[b]\ny=1\n[c]\nz=1\n');
    const edited = editFlexisip(tree, { line: 3, removed: 1, lines: ['y=2\n'] });
    expect(edited.sections[1]).toBe(tree.sections[1]);
    expect(edited.sections[2]).not.toBe(tree.sections[2]);
    expect(edited.sections[3]).toBe(tree.sections[3]);
  });
});
