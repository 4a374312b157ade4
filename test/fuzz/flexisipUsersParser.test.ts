import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flexisipUsers } from '../../server/languages/flexisip/users/index.ts';
import {
  editUsers,
  parseUsers,
  printUsers,
  statementAt,
  type UsersTree,
} from '../../server/languages/flexisip/users/reading/parser.ts';
import { splitLines } from '../../server/text/lines.ts';
import { settings } from '../languages.ts';

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

  test('a chain of edits gives the diagnostics of a fresh check', () => {
    const line = fc.constantFrom(
      'version:1\n',
      'u@d clrtxt:a ;\n',
      'u@d md5:b ;\n',
      'v@d MD5:b ;\r\n',
      '# c\r\n',
      '# c \r\n',
      ' x\n',
      ' x\r\n',
      '\n',
      'u@d ;',
      '# (\n',
    );
    const edit = fc.record({ from: fc.nat(), count: fc.nat(3), added: fc.array(line, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.array(edit, { maxLength: 5 }), (first, edits) => {
        let lines = splitLines(first.join(''));
        let tree = parseUsers(lines.join(''));
        let model = flexisipUsers.model(projectWith(tree), settings, undefined);
        for (const { from, count, added } of edits) {
          const at = from % (lines.length + 1);
          const removed = Math.min(count, lines.length - at);
          const after = [...lines.slice(0, at), ...added, ...lines.slice(at + removed)];
          if (splitLines(after.join('')).join('|') !== after.join('|')) continue;
          lines = after;
          tree = flexisipUsers.edit(tree, { line: at, removed, lines: added });
          model = flexisipUsers.model(projectWith(tree), settings, model);
          const fresh = parseUsers(lines.join(''));
          const freshModel = flexisipUsers.model(projectWith(fresh), settings, undefined);
          expect(flexisipUsers.check({ uri: 'u', tree, model })).toEqual(
            flexisipUsers.check({ uri: 'u', tree: fresh, model: freshModel }),
          );
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('edits of a file with more findings than are listed give those of a fresh check', () => {
    const many = (kind: 'good' | 'bad', from: number, count: number) =>
      Array.from({ length: count }, (_, index) =>
        kind === 'bad'
          ? `u${from + index}@d clrtxt:a ;\n`
          : `u${from + index}@d md5:${'0'.repeat(31)}${index % 10} ;\n`,
      );
    const size = fc.constantFrom(0, 1, 40, 1500, 2500);
    const edit = fc.record({
      from: fc.nat(),
      removed: size,
      added: size,
      kind: fc.constantFrom<'good' | 'bad'>('good', 'bad'),
    });
    fc.assert(
      fc.property(size, fc.array(edit, { minLength: 1, maxLength: 5 }), (good, edits) => {
        let lines = ['version:1\n', ...many('good', 0, good), ...many('bad', good, 2600)];
        let tree = parseUsers(lines.join(''));
        let model = flexisipUsers.model(projectWith(tree), settings, undefined);
        flexisipUsers.check({ uri: 'u', tree, model });
        edits.forEach(({ from, removed, added, kind }, index) => {
          const at = from % (lines.length + 1);
          const inserted = many(kind, 10_000 * (index + 1), added);
          lines = [...lines.slice(0, at), ...inserted, ...lines.slice(at + removed)];
          tree = flexisipUsers.edit(tree, {
            line: at,
            removed: Math.min(removed, tree.lines.length - at),
            lines: inserted,
          });
          model = flexisipUsers.model(projectWith(tree), settings, model);
          const fresh = parseUsers(lines.join(''));
          const freshModel = flexisipUsers.model(projectWith(fresh), settings, undefined);
          expect(flexisipUsers.check({ uri: 'u', tree, model })).toEqual(
            flexisipUsers.check({ uri: 'u', tree: fresh, model: freshModel }),
          );
        });
      }),
      { numRuns: 15 },
    );
  });
});

function projectWith(tree: UsersTree) {
  const companions = new Map([['flexisip.conf', '[module::Authentication]\nauth-domains=d\n']]);
  return { root: 'u', trees: new Map([['u', tree]]), resolve: () => undefined, companions };
}
