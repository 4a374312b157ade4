import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextEdit } from 'vscode-languageserver-types';
import { parseExpression } from '../../server/languages/flexisip/expressions/expression.ts';
import { evaluate } from '../../server/languages/flexisip/expressions/expressionEvaluation.ts';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { compileRegexp } from '../../server/text/cppRegexp.ts';
import { splitLines } from '../../server/text/lines.ts';
import { projectOf, settings } from '../languages.ts';

const fragment = fc.constantFrom(
  '[global]\n',
  '[module::Authentication]\n',
  '[module::Registrar]\n',
  '[',
  ' ]',
  '\t',
  ' ',
  '=',
  '\n',
  '\r\n',
  '#',
  'filter=',
  "from.uri.user == 'a'",
  ' && ',
  ' || ',
  '(',
  ')',
  'in ',
  "'",
  'enabled=true\n',
  'enabled=',
  'key = v\n',
  'auth-domains= a.org,b.org *.c\n',
  'reg-domains=a.org 10.0.0.1\n',
  'idle-timeout=10m\n',
  `trusted-hosts=\${a/b} 1.2.3.4/8\n`,
  'transports=sips:*:5061;tls-verify-outgoing=0\n',
  'realm=regex:(\n',
  'file-path=/u\n',
  '\uFEFF',
  'é',
  '\ud800',
  '\0',
);
const text = fc.array(fragment, { maxLength: 25 }).map(parts => parts.join(''));

describe('features of flexisip.conf on any text', () => {
  test('nothing throws, and every range lies in the text', () => {
    fc.assert(
      fc.property(
        text,
        fc.nat(),
        fc.nat(60),
        fc.constantFrom('auto', '0.7', '2.3', '2.7'),
        (source, where, character, version) => {
          const view = viewOf(source, version);
          const lines = splitLines(source);
          const position = { line: where % (lines.length + 1), character };
          const all = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
          for (const { range } of flexisipConf.check(view)) {
            expect(range.start.line).toBeLessThan(Math.max(1, lines.length));
            expect(range.end.character).toBeLessThanOrEqual(lines[range.end.line]?.length ?? 0);
            expect(range.start.character).toBeLessThanOrEqual(range.end.character);
          }
          flexisipConf.hover?.(view, position);
          flexisipConf.complete?.(view, position);
          flexisipConf.definition?.(view, position);
          flexisipConf.references?.(view, position, true);
          flexisipConf.highlights?.(view, position);
          flexisipConf.selectionRanges?.(view, [position]);
          flexisipConf.symbols?.(view);
          flexisipConf.folding?.(view);
          flexisipConf.links?.(view);
          flexisipConf.tokens?.(view);
          flexisipConf.hints?.(view, all);
          flexisipConf.actions?.(view, all, [], undefined);
          flexisipConf.status?.(view);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('an edit gives the diagnostics of a fresh check', () => {
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), (before, inserted, from, count) => {
        const lines = splitLines(before);
        const line = from % (lines.length + 1);
        const removed = count % (lines.length - line + 1);
        const added = splitLines(inserted);
        const after = [...lines.slice(0, line), ...added, ...lines.slice(line + removed)];
        fc.pre(splitLines(after.join('')).join('|') === after.join('|'));
        const first = viewOf(before, 'auto');
        flexisipConf.check(first);
        const tree = flexisipConf.edit(first.tree, { line, removed, lines: added });
        const project = { ...projectOf(flexisipConf, { f: '' }, 'f'), trees: new Map([[first.uri, tree]]) };
        const model = flexisipConf.model(project, settings, first.model);
        expect(flexisipConf.check({ uri: first.uri, tree, model })).toEqual(
          flexisipConf.check(viewOf(after.join(''), 'auto')),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('formatting changes nothing for the server, and once is enough', () => {
    fc.assert(
      fc.property(text, source => {
        const formatted = format(source);
        expect(settingsIn(formatted)).toEqual(settingsIn(source));
        expect(format(formatted)).toBe(formatted);
      }),
      { numRuns: 500 },
    );
  });
});

describe('expressions and regular expressions', () => {
  test('any text has an outcome', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), source => {
        const outcome = evaluate(parseExpression(source), () => 'abc');
        expect(['boolean', 'string']).toContain(typeof outcome);
      }),
    );
  });

  test('agree with the engine of this machine on what both know', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '(a|b)',
      '(?:ab)',
      'a*',
      'b+',
      '(a|)',
      '^',
      '$',
      '\\w',
      '\\d',
      'a{1,2}',
      '(?=a)',
      '(?!b)',
      '\\b',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.array(fc.constantFrom('a', 'b', '1', ' ')),
        (parts, letters) => {
          const pattern = parts.join('');
          const subject = letters.join('');
          const compiled = compileRegexp(pattern);
          if (typeof compiled === 'string') throw new Error(compiled);
          expect(compiled.matchesWhole(subject)).toBe(new RegExp(`^(?:${pattern})$`).test(subject));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('a pattern that hangs other engines is quick', () => {
    const compiled = compileRegexp('(a*)*b');
    expect(typeof compiled === 'string' ? compiled : compiled.matchesWhole('a'.repeat(20_000))).toBe(false);
  });
});

function viewOf(source: string, flexisipVersion: string) {
  const project = projectOf(flexisipConf, { f: source }, 'f');
  const tree = project.trees.get(project.root) ?? flexisipConf.parse('');
  const model = flexisipConf.model(project, { ...settings, flexisipVersion }, undefined);
  return { uri: project.root, tree, model };
}

function format(source: string): string {
  const edits = flexisipConf.format?.(viewOf(source, 'auto'), { tabSize: 2, insertSpaces: true }) ?? [];
  const lines = splitLines(source);
  const changed = new Map(edits.map((edit: TextEdit) => [edit.range.start.line, edit]));
  return lines
    .map((line, index) => {
      const edit = changed.get(index);
      return edit === undefined ? line : edit.newText + line.slice(edit.range.end.character);
    })
    .join('');
}

function settingsIn(source: string): unknown {
  return flexisipConf
    .parse(source)
    .sections.map(section => [
      section.header?.name,
      section.lines.flatMap(({ statement }) =>
        statement.kind === 'entry' ? [[statement.key, statement.value, statement.ignored]] : [],
      ),
    ]);
}

test('the first group is found as the engine of this machine finds it', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    '(a|b)',
    '(.*)',
    '(.*?)',
    '(a+)',
    'a*',
    'b??',
    '(?:ab)?',
    '^',
    '$',
    '\\w',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 5 }),
      fc.array(fc.constantFrom('a', 'b', ' ')),
      (parts, letters) => {
        const pattern = parts.join('');
        const subject = letters.join('');
        const compiled = compileRegexp(pattern);
        if (typeof compiled === 'string') throw new Error(compiled);
        const match = new RegExp(pattern).exec(subject);
        const expected = match === null ? undefined : match.length > 1 ? match[1] : match[0];
        expect(compiled.search(subject)).toBe(expected);
      },
    ),
    { numRuns: 3000 },
  );
});
