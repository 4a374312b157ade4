import { expect, it } from 'vitest';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import type { ScriptTree } from '../../server/languages/opensips/reading/parser.ts';
import { settings } from '../languages.ts';

const uri = 'file:///etc/opensips/opensips.cfg';
const text = Array.from(
  { length: 200 },
  (_, index) => `route[r${index}] {\n\txlog("a");\n\troute(r${index + 1});\n}\n`,
).join('');

function edited(line: number, newText: string) {
  const before = opensipsCfg.parse(text);
  const model = opensipsCfg.model(projectOf(before), settings, undefined);
  const tree = opensipsCfg.edit(before, { line, removed: 1, lines: [newText] });
  return { model, after: opensipsCfg.model(projectOf(tree), settings, model) };
}

function projectOf(tree: ScriptTree) {
  return { root: uri, trees: new Map([[uri, tree]]), resolve: () => undefined, companions: new Map() };
}

it('keeps what it knows about all other routes after an edit inside one', () => {
  const { model, after } = edited(4 * 150 + 1, '\txlog("b");\n');
  expect(after.groups.filter((group, index) => group !== model.groups[index])).toHaveLength(1);
  expect(after.declarations).toBe(model.declarations);
  expect(after.callGraph).toBe(model.callGraph);
});

it('knows that other routes are called after an edit of a call', () => {
  const { model, after } = edited(4 * 150 + 2, '\troute(r7);\n');
  expect(after.groups.filter((group, index) => group !== model.groups[index])).toHaveLength(1);
  expect(after.callGraph).not.toBe(model.callGraph);
});

it.each([
  [4 * 150, 'route[other] {\n'],
  [4 * 150, 'failure_route[r150] {\n'],
  [4 * 150 + 1, '\tinclude_file "x.cfg"\n'],
  [4 * 150 + 1, '\txlog("a");\n\texit;\n'],
])('reads the script as a whole after an edit that other routes may depend on, line %i', (line, newText) => {
  const { model, after } = edited(line, newText);
  expect(after.declarations).not.toBe(model.declarations);
});
