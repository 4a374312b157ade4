import {
  type CompletionItem,
  CompletionItemKind,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { commandName, coreFacts } from '../../facts/facts.ts';
import { existsIn, type Version } from '../../facts/versions.ts';
import { allOccurrences, type NameKind } from '../../model/occurrences.ts';
import { loadedAt, type ScriptView } from '../../model/view.ts';
import { worldOf } from '../../model/world.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import { innerNamesOf } from '../../syntax/variable.ts';
import { item } from './item.ts';

export function* variables(
  view: ScriptView,
  position: Position,
  range: Range,
  fits: (label: string) => boolean,
): Generator<CompletionItem> {
  const { version } = view.model;
  const world = worldOf(version, loadedAt(view, position));
  for (const facts of coreFacts.variables) {
    if (!fits(facts.name) || !existsIn(version, facts)) continue;
    yield variableItem(facts.name, facts.inner === 'required', undefined, range, version);
  }
  for (const module of world.modules) {
    for (const facts of module.variables ?? []) {
      if (!fits(facts.name) || !existsIn(version, facts)) continue;
      yield variableItem(facts.name, facts.inner === 'required', module.name, range, version);
    }
  }
}

/** What scripts look at most: the request, its sender and its parties. */
const usualVariables: readonly string[] = [
  ...['ru', 'rU', 'rd', 'rp', 'rm', 'fu', 'fU', 'fd', 'tu', 'tU', 'td', 'si', 'sp', 'du'],
  ...['ci', 'ct', 'ua', 'au', 'hdr', 'var', 'avp', 'rs', 'rc'],
];

function variableItem(
  name: string,
  needsInner: boolean,
  module: string | undefined,
  range: Range,
  version: Version,
): CompletionItem {
  return item(name, CompletionItemKind.Variable, range, {
    detail: module === undefined ? 'variable' : `variable of ${module}`,
    insert: needsInner ? `${name}($1)` : name,
    isSnippet: needsInner,
    rank: usualVariables.includes(name) ? usualVariables.indexOf(name) : undefined,
    data: { of: 'variable', name, version, ...(module === undefined ? {} : { module }) },
  });
}

export function* transformations(view: ScriptView, range: Range): Generator<CompletionItem> {
  const { version } = view.model;
  for (const facts of coreFacts.transformations) {
    if (!existsIn(version, facts)) continue;
    const name = `${facts.cls}.${facts.name}`;
    const args = (facts.args ?? []).map((arg, index) => `,\${${index + 1}:${arg}}`).join('');
    yield item(name, CompletionItemKind.Method, range, {
      detail: 'transformation',
      insert: `${name}${args}`,
      isSnippet: args !== '',
      data: { of: 'transformation', name, version },
    });
  }
}

export function* innerNames(view: ScriptView, variable: string, range: Range): Generator<CompletionItem> {
  for (const word of innerNamesOf(variable))
    yield item(word, CompletionItemKind.EnumMember, range, { detail: `$${variable}` });
  const kind: NameKind | undefined =
    variable === 'var' || variable === 'avp'
      ? variable
      : variable === 'msg.flag'
        ? 'flag'
        : variable.endsWith('branch.flag')
          ? 'branch-flag'
          : undefined;
  if (kind !== undefined) yield* usedNames(view, kind, range);
  if (variable === 'stat') yield* statistics(view, range);
  if (variable === 'hdr' || variable === 'hdrcnt')
    for (const name of [
      'Contact',
      'Content-Type',
      'Diversion',
      'P-Asserted-Identity',
      'Remote-Party-ID',
      'User-Agent',
      'Via',
      'X-',
    ])
      yield item(name, CompletionItemKind.EnumMember, range, { detail: 'header' });
}

export function* usedNames(view: ScriptView, kind: NameKind, range: Range): Generator<CompletionItem> {
  const seen = new Set<string>();
  for (const one of allOccurrences(view.model)) {
    if (one.kind !== kind || seen.has(one.key)) continue;
    seen.add(one.key);
    yield item(one.key, CompletionItemKind.Variable, range, { detail: 'used in this script' });
  }
}

export function* routeNames(view: ScriptView, kind: RouteKind, range: Range): Generator<CompletionItem> {
  for (const route of view.model.routes) {
    if (route.kind !== kind || route.name === '0') continue;
    const needsQuotes = !/^\w+$/.test(route.name);
    yield item(route.name, CompletionItemKind.Class, range, {
      detail: `${route.route.keyword.text}`,
      insert: needsQuotes && range.start.character === range.end.character ? `"${route.name}"` : route.name,
    });
  }
}

export function* events(view: ScriptView, range: Range): Generator<CompletionItem> {
  const { version, modules } = view.model;
  for (const facts of coreFacts.events)
    yield item(facts.name, CompletionItemKind.Event, range, {
      detail: 'core',
      data: { of: 'event', name: facts.name, version },
    });
  for (const { facts } of modules.values())
    for (const event of facts?.events ?? [])
      if (existsIn(version, event))
        yield item(event.name, CompletionItemKind.Event, range, {
          detail: facts?.name ?? '',
          data: { of: 'event', name: event.name, version },
        });
}

/** Management commands of core and of the loaded modules, for `mi()`. */
export function* commands(view: ScriptView, range: Range): Generator<CompletionItem> {
  const { version, modules } = view.model;
  const owners = [{ name: 'core', mi: coreFacts.mi }, ...[...modules.values()].map(({ facts }) => facts)];
  for (const owner of owners)
    for (const facts of owner?.mi ?? []) {
      if (!existsIn(version, facts)) continue;
      const name = commandName(facts, version);
      yield item(name, CompletionItemKind.Function, range, {
        detail: owner?.name ?? '',
        data: { of: 'command', name, version },
      });
    }
}

function* statistics(view: ScriptView, range: Range): Generator<CompletionItem> {
  const { version, modules } = view.model;
  const owners = [
    { name: 'core', statistics: coreFacts.statistics },
    ...[...modules.values()].map(({ facts }) => facts),
  ];
  for (const owner of owners)
    for (const facts of owner?.statistics ?? []) {
      const name = `${facts.group ?? owner?.name ?? ''}:${facts.name}`;
      yield item(name, CompletionItemKind.EnumMember, range, {
        detail: 'statistic',
        data: { of: 'statistic', name, version },
      });
    }
}
