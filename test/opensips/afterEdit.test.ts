import { expect, it } from 'vitest';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { journeyOf } from '../../server/languages/opensips/model/paths/journey.ts';
import { pathsOf } from '../../server/languages/opensips/model/paths/paths.ts';
import type { ScriptTree } from '../../server/languages/opensips/reading/parser.ts';
import type { RouteKind } from '../../server/languages/opensips/syntax/syntax.ts';
import { splitLines } from '../../server/text/lines.ts';
import { settings } from '../languages.ts';

const uri = 'file:///etc/opensips/opensips.cfg';
const text = Array.from(
  { length: 200 },
  (_, index) => `route[r${index}] {\n\txlog("a");\n\troute(r${index + 1});\n}\n`,
).join('');

function edited(line: number, newText: string, removed = 1, old = text) {
  const before = opensipsCfg.parse(old);
  const model = opensipsCfg.model(projectOf(before), settings, undefined);
  const tree = opensipsCfg.edit(before, { line, removed, lines: splitLines(newText) });
  return { model, groups: model.groups, after: opensipsCfg.model(projectOf(tree), settings, model) };
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
  [4 * 150 + 3, '}\nroute[other] {\n\texit;\n}\n'],
])('reads the script as a whole after an edit that other routes may depend on, line %i', (line, newText) => {
  const { model, after } = edited(line, newText);
  expect(after.declarations).not.toBe(model.declarations);
});

it.each([
  ['a line added in a route', 4 * 150 + 1, 0, '\txlog("b");\n', 1],
  ['a line removed from a route', 4 * 150 + 1, 1, '', 1],
  ['a comment above a route', 4 * 150, 0, '# a note\n', 1],
  ['a comment at the top', 0, 0, '# a note\n', 1],
  ['lines of two routes', 4 * 150 + 2, 4, '}\nroute[r151] {\n\texit;\n', 1],
])('moves the other routes without reading them again: %s', (_, line, removed, newText, changed) => {
  const { groups, model, after } = edited(line, newText, removed);
  expect(after.groups.filter((group, index) => group !== groups[index])).toHaveLength(changed);
  expect(after.declarations).toBe(model.declarations);
  const added = splitLines(newText).length - removed;
  expect(after.routes.at(-1)?.place.start).toBe(4 * 199 + added);
});

const withModules = `loadmodule "tm.so"\nmodparam("tm", "fr_timeout", 5)\n${text}`;

it.each([
  ['a parameter changed', 1, 1, 'modparam("tm", "fr_timeout", 50)\n'],
  ['a parameter added', 1, 0, 'modparam("tm", "fr_timeout", 50)\n'],
  ['a parameter removed', 1, 1, ''],
  ['a comment above a module', 0, 0, '# a note\n'],
  ['a setting added', 0, 0, 'log_level=3\n'],
])('keeps what it knows about all routes: %s', (_, line, removed, newText) => {
  const { groups, model, after } = edited(line, newText, removed, withModules);
  expect(after.groups).toEqual(groups);
  expect(after.groups.every((group, index) => group === groups[index])).toBe(true);
  expect(after.callGraph).toBe(model.callGraph);
  const [position] = [...after.modules.values()].map(module => module.position);
  const loaded = after.items.findIndex(({ item }) => item.type === 'loadmodule');
  expect(position).toBe(loaded);
});

it('knows that a parameter names a route', () => {
  const { model, after } = edited(1, 'modparam("tm", "x", "r7")\n', 1, withModules);
  expect(after.callGraph).not.toBe(model.callGraph);
});

it('checks only the routes again that asked for a name that has changed', () => {
  const checked = (source: string, line: number, newText: string) => {
    const before = opensipsCfg.parse(source);
    const model = opensipsCfg.model(projectOf(before), settings, undefined);
    opensipsCfg.check({ uri, tree: before, model });
    const tree = opensipsCfg.edit(before, { line, removed: 1, lines: [newText] });
    const after = opensipsCfg.model(projectOf(tree), settings, model);
    const asked: string[] = [];
    const names = {
      ...after.names,
      routes: (kind: RouteKind) => {
        asked.push(kind);
        return after.names.routes(kind);
      },
    };
    opensipsCfg.check({ uri, tree, model: { ...after, names } });
    const found = opensipsCfg.check({ uri, tree, model: after });
    const project = projectOf(opensipsCfg.parse(opensipsCfg.print(tree)));
    const fresh = opensipsCfg.model(project, settings, undefined);
    expect(found).toEqual(opensipsCfg.check({ uri, tree: project.trees.get(uri) ?? tree, model: fresh }));
    return asked.length;
  };
  // Reading the statements of all 200 routes again asks for each of the 200 names that they call.
  expect(checked(text, 4 * 150, 'route[other] {\n')).toBeLessThan(200);
});

it.each([
  ['an edit of a route that they do not reach', 4 * 150 + 5, '\txlog("b");\n', true],
  ['a line above all routes', 0, 'log_level=3\nlog_facility="LOG_LOCAL0"\n', true],
  ['an edit of a route that they reach', 5, '\tsl_send_reply(404, "b");\n', false],
])('knows the ways of requests after %s', (_, line, newText, isKept) => {
  const before = opensipsCfg.parse(`log_level=2\nroute {\n\troute(r0);\n}\n${text}`);
  const model = opensipsCfg.model(projectOf(before), settings, undefined);
  const paths = pathsOf(model);
  const journey = journeyOf(model);
  const tree = opensipsCfg.edit(before, { line, removed: 1, lines: splitLines(newText) });
  const after = opensipsCfg.model(projectOf(tree), settings, model);
  expect([pathsOf(after) === paths, journeyOf(after) === journey]).toEqual([isKept, isKept]);
  const fresh = opensipsCfg.model(projectOf(tree), settings, undefined);
  const shown = (stops: ReturnType<typeof journeyOf>) =>
    stops.map(({ call, place, conditions }) => [call.name.text, place.start + call.line, conditions.length]);
  expect(shown(pathsOf(after))).toEqual(shown(pathsOf(fresh)));
  expect(shown(journeyOf(after))).toEqual(shown(journeyOf(fresh)));
});
