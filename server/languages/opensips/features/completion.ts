// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of snippets are written like this.
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { requiredCount } from '../facts/callSignature.ts';
import {
  coreFacts,
  coreFunction,
  coreTransformation,
  coreVariable,
  functionOf,
  globalFacts,
  moduleFacts,
  moduleNames,
  parameterFacts,
  signatureIn,
  variableOf,
} from '../facts/facts.ts';
import { valuesOf } from '../facts/flagWords.ts';
import { armingFunctions } from '../facts/routeNames.ts';
import { existsIn, type Version, versionOf } from '../facts/versions.ts';
import { allOccurrences, type NameKind } from '../model/occurrences.ts';
import {
  blockAt,
  callAt,
  holds,
  itemAt,
  loadedAt,
  positionIn,
  routeAt,
  type ScriptView,
} from '../model/view.ts';
import { worldOf } from '../model/world.ts';
import type { RouteKind } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { innerNamesOf } from '../syntax/variable.ts';
import {
  describeFunction,
  describeGlobal,
  describeKeyword,
  describeModule,
  describeParameter,
  describeTransformation,
  describeVariable,
  signatureText,
} from './describe.ts';

/** What an item carries so that its documentation can be made when it is looked at. */
interface ItemData {
  readonly of: 'function' | 'variable' | 'transformation' | 'global' | 'module' | 'parameter' | 'keyword';
  readonly name: string;
  readonly module?: string;
  readonly version: string;
}

export function completionsAt(view: ScriptView, position: Position): CompletionList {
  return { isIncomplete: false, items: [...itemsAt(view, position)] };
}

export function resolveCompletionItem(item: CompletionItem): CompletionItem {
  const data: unknown = item.data;
  if (!isItemData(data)) return item;
  const version = versionOf(data.version) ?? '4.0';
  const text = documentation(data, version);
  return text === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value: text } };
}

function isItemData(data: unknown): data is ItemData {
  return typeof data === 'object' && data !== null && 'of' in data && 'name' in data && 'version' in data;
}

function documentation(data: ItemData, version: Version): string | undefined {
  const module = data.module === undefined ? undefined : moduleFacts(data.module);
  switch (data.of) {
    case 'function': {
      const facts = module === undefined ? coreFunction(data.name) : functionOf(module, data.name);
      return facts === undefined ? undefined : describeFunction(facts, module, version);
    }
    case 'variable': {
      const facts = module === undefined ? coreVariable(data.name) : variableOf(module, data.name);
      return facts === undefined ? undefined : describeVariable(facts, data.module, version);
    }
    case 'transformation': {
      const dot = data.name.indexOf('.');
      const facts = coreTransformation(data.name.slice(0, dot), data.name.slice(dot + 1));
      return facts === undefined ? undefined : describeTransformation(facts, version);
    }
    case 'global': {
      const facts = globalFacts(data.name);
      return facts === undefined ? undefined : describeGlobal(facts, version);
    }
    case 'module':
      return describeModule(data.name, moduleFacts(data.name), version);
    case 'parameter': {
      const facts = module === undefined ? undefined : parameterFacts(module, data.name);
      return module === undefined || facts === undefined
        ? undefined
        : describeParameter(module, facts, version);
    }
    default:
      return describeKeyword(data.name, version);
  }
}

function* itemsAt(view: ScriptView, position: Position): Generator<CompletionItem> {
  const line = (view.tree.lines[position.line] ?? '').slice(0, position.character);
  const at = blockAt(view, position.line);
  const inside = at === undefined ? undefined : positionIn(at.place, position);
  if (at !== undefined && inside !== undefined) {
    const comment = at.block.comments.find(one => holds(one, inside));
    if (comment !== undefined && inside.column > comment.start) return;
  }
  const transformation = /\{([\w.]*)$/.exec(line);
  if (transformation !== null && /\$\([^;]*$/.test(line)) {
    yield* transformations(view, before(position, transformation[1] ?? ''));
    return;
  }
  const innerName = /\$\(?([\w.]+)\(([^$()]*)$/.exec(line);
  if (innerName !== null) {
    yield* innerNames(view, innerName[1] ?? '', before(position, innerName[2] ?? ''));
    return;
  }
  const variable = /\$\(?([\w.]*)$/.exec(line);
  if (variable !== null) {
    yield* variables(view, position, before(position, variable[1] ?? ''));
    return;
  }
  const string = at?.block.tokens.find(
    token =>
      token.kind === 'string' &&
      inside !== undefined &&
      holds(token, inside) &&
      (inside.line > token.line || inside.column > token.start) &&
      (token.unclosed === true || inside.line < token.endLine || inside.column < token.end),
  );
  if (string !== undefined && at !== undefined) {
    yield* insideString(view, position, line);
    return;
  }
  const routeName = /\broute\(\s*([\w]*)$/.exec(line) ?? /\b(?:async|launch)\(.*\),\s*(\w*)$/.exec(line);
  if (routeName !== null) {
    yield* routeNames(view, 'request', before(position, routeName[1] ?? ''));
    return;
  }
  const event = /\bevent_route\[\s*(\w*)$/.exec(line);
  if (event !== null) {
    yield* events(view, before(position, event[1] ?? ''));
    return;
  }
  const word = /[\w]*$/.exec(line)?.[0] ?? '';
  const range = before(position, word);
  const isInsideRoute = routeAt(view, position) !== undefined || view.model.fragments.has(view.uri);
  const isInsideBraces = isInsideRoute && !/^\s*(?:\w+_)?route\b[^{]*$/.test(line);
  if (isInsideBraces) yield* statements(view, position, range);
  else if (/^\s*\w*$/.test(line)) yield* topLevel(view, range);
}

function before(position: Position, word: string): Range {
  return { start: { line: position.line, character: position.character - word.length }, end: position };
}

function* transformations(view: ScriptView, range: Range): Generator<CompletionItem> {
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

function* innerNames(view: ScriptView, variable: string, range: Range): Generator<CompletionItem> {
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

function* usedNames(view: ScriptView, kind: NameKind, range: Range): Generator<CompletionItem> {
  const seen = new Set<string>();
  for (const one of allOccurrences(view.model)) {
    if (one.kind !== kind || seen.has(one.key)) continue;
    seen.add(one.key);
    yield item(one.key, CompletionItemKind.Variable, range, { detail: 'used in this script' });
  }
}

function* variables(view: ScriptView, position: Position, range: Range): Generator<CompletionItem> {
  const { version } = view.model;
  const world = worldOf(version, loadedAt(view, position));
  for (const facts of coreFacts.variables) {
    if (!existsIn(version, facts)) continue;
    yield variableItem(facts.name, facts.inner === 'required', undefined, range, version);
  }
  for (const module of world.modules) {
    for (const facts of module.variables ?? []) {
      if (!existsIn(version, facts)) continue;
      yield variableItem(facts.name, facts.inner === 'required', module.name, range, version);
    }
  }
}

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
    data: { of: 'variable', name, version, ...(module === undefined ? {} : { module }) },
  });
}

function* insideString(view: ScriptView, position: Position, line: string): Generator<CompletionItem> {
  const { version } = view.model;
  const typed = /["']([^"']*)$/.exec(line)?.[1] ?? '';
  const whole = before(position, typed);
  const at = blockAt(view, position.line);
  if (at === undefined) return;
  if (/^\s*loadmodule\b/.test(line)) {
    const range = before(position, typed.replace(/^.*\//, ''));
    for (const name of moduleNames()) {
      const facts = moduleFacts(name);
      if (facts === undefined || !existsIn(version, facts) || view.model.modules.has(name)) continue;
      yield item(`${name}.so`, CompletionItemKind.Module, range, {
        detail: facts.purpose ?? 'module',
        data: { of: 'module', name, version },
      });
    }
    return;
  }
  const found = itemAt(at, position);
  if (/^\s*modparam\b/.test(line) || found?.type === 'modparam') {
    yield* modparamStrings(view, line, whole);
    return;
  }
  const call = callAt(at, position);
  if (call === undefined) return;
  const inside = positionIn(at.place, position);
  const index = call.args.findIndex(argument => holds(argument, inside));
  const name = call.name.text;
  if (name === 'xlog' && index === 0 && call.args.length === 2)
    for (const level of ['L_ALERT', 'L_CRIT', 'L_ERR', 'L_WARN', 'L_NOTICE', 'L_INFO', 'L_DBG'])
      yield item(level, CompletionItemKind.EnumMember, whole, { detail: 'log level' });
  if (index === 0 && Object.hasOwn(armingFunctions, name))
    yield* routeNames(view, armingFunctions[name] ?? 'request', whole);
  if (index === 0 && /^(re)?set(b?)flag$|^is(b?)flagset$/.test(name))
    yield* usedNames(view, name.includes('bflag') ? 'branch-flag' : 'flag', whole);
  const values = valuesOf(name, index, version);
  if (values?.kind === 'words') {
    const part = before(position, typed.replace(/^.*[,|]\s*/, ''));
    for (const word of values.words) yield item(word, CompletionItemKind.EnumMember, part, { detail: name });
    for (const word of values.withValue)
      yield item(`${word}=`, CompletionItemKind.EnumMember, part, { detail: name });
  }
  if (values?.kind === 'methods')
    for (const method of [
      'INVITE',
      'ACK',
      'BYE',
      'CANCEL',
      'REGISTER',
      'OPTIONS',
      'SUBSCRIBE',
      'NOTIFY',
      'PUBLISH',
      'MESSAGE',
      'INFO',
      'UPDATE',
      'PRACK',
      'REFER',
    ])
      yield item(method, CompletionItemKind.EnumMember, before(position, typed.replace(/^.*\|/, '')), {
        detail: 'method',
      });
  if (values === undefined) yield* tables(view, name, index, whole);
}

/** Names of tables: what functions of registrar and auth_db take first, from the rest of the script. */
function* tables(view: ScriptView, name: string, index: number, range: Range): Generator<CompletionItem> {
  const isLocation = index === 0 && /^(save|lookup|is_registered|registered|remove)$/.test(name);
  const isSubscriber = index === 1 && /_authorize$/.test(name);
  if (!isLocation && !isSubscriber) return;
  const seen = new Set([isLocation ? 'location' : 'subscriber']);
  for (const { item: one } of view.model.items) {
    if (one.type !== 'modparam' || one.name === undefined) continue;
    const first = one.value[0];
    if (/_table$/.test(stringValue(one.name)) && first?.kind === 'string') seen.add(stringValue(first));
  }
  for (const table of seen) yield item(table, CompletionItemKind.Value, range, { detail: 'table' });
}

function* modparamStrings(view: ScriptView, line: string, range: Range): Generator<CompletionItem> {
  const { version } = view.model;
  const strings = [...line.matchAll(/"([^"]*)"/g)].map(one => one[1] ?? '');
  if (strings.length === 0) {
    for (const name of view.model.modules.keys())
      yield item(name, CompletionItemKind.Module, range, { data: { of: 'module', name, version } });
    return;
  }
  const module = moduleFacts(strings[0] ?? '');
  if (strings.length !== 1 || module === undefined) return;
  for (const facts of module.params ?? []) {
    if (!existsIn(version, facts)) continue;
    yield item(facts.name, CompletionItemKind.Property, range, {
      detail: `${facts.type === 'int' ? 'number' : 'string'}${facts.default === null || facts.default === undefined ? '' : `, default ${String(facts.default)}`}`,
      data: { of: 'parameter', name: facts.name, module: module.name, version },
    });
  }
}

function* routeNames(view: ScriptView, kind: RouteKind, range: Range): Generator<CompletionItem> {
  for (const route of view.model.routes) {
    if (route.kind !== kind || route.name === '0') continue;
    const needsQuotes = !/^\w+$/.test(route.name);
    yield item(route.name, CompletionItemKind.Class, range, {
      detail: `${route.route.keyword.text}`,
      insert: needsQuotes && range.start.character === range.end.character ? `"${route.name}"` : route.name,
    });
  }
}

function* events(view: ScriptView, range: Range): Generator<CompletionItem> {
  const { version, modules } = view.model;
  for (const facts of coreFacts.events)
    yield item(facts.name, CompletionItemKind.Event, range, { detail: 'core' });
  for (const { facts } of modules.values())
    for (const event of facts?.events ?? [])
      if (existsIn(version, event))
        yield item(event.name, CompletionItemKind.Event, range, { detail: facts?.name ?? '' });
}

const statementSnippets: Readonly<Record<string, string>> = {
  if: 'if (${1:condition}) {\n\t$0\n}',
  while: 'while (${1:condition}) {\n\t$0\n}',
  for: 'for (\\$var(${1:it}) in \\$(avp(${2:name})[*])) {\n\t$0\n}',
  switch: 'switch (${1:\\$rm}) {\n\tcase "${2:INVITE}":\n\t\t$0\n\t\tbreak;\n\tdefault:\n\t\texit;\n}',
  route: 'route(${1:name});',
  exit: 'exit;',
  drop: 'drop;',
  return: 'return(${1:1});',
  xlog: 'xlog("${1:L_INFO}", "${2:text}\\n");',
  async: 'async(${1:function}(), ${2:resume});',
  launch: 'launch(${1:function}());',
  break: 'break;',
  else: 'else ',
  assert: 'assert(${1:condition}, "${2:text}");',
};

function* statements(view: ScriptView, position: Position, range: Range): Generator<CompletionItem> {
  const { version } = view.model;
  const route = routeAt(view, position);
  const kind = route?.kind ?? 'request';
  const world = worldOf(version, loadedAt(view, position));
  for (const [name, insert] of Object.entries(statementSnippets))
    yield item(name, CompletionItemKind.Keyword, range, {
      insert,
      isSnippet: true,
      data: { of: 'keyword', name, version },
    });
  const owners = [
    { module: undefined, functions: coreFacts.functions },
    ...world.modules.map(module => ({ module: module.name, functions: module.functions ?? [] })),
  ];
  for (const { module, functions } of owners) {
    for (const facts of functions) {
      if (!existsIn(version, facts) || facts.asyncOnly === true) continue;
      const { routes, params } = signatureIn(facts, version);
      if (routes !== undefined && routes !== 'all' && !routes.includes(kind)) continue;
      const count = requiredCount(params ?? []);
      const holes = (params ?? []).slice(0, count).map((parameter, at) => {
        const name = parameter.name ?? parameter.type;
        return parameter.type === 'str' || parameter.type === 'regex'
          ? `"\${${at + 1}:${name}}"`
          : parameter.type === 'var'
            ? `\\$var(\${${at + 1}:${name}})`
            : `\${${at + 1}:${name}}`;
      });
      yield item(facts.name, CompletionItemKind.Function, range, {
        detail: `${signatureText(facts, version).slice(facts.name.length)}${module === undefined ? '' : ` ${module}`}`,
        insert: `${facts.name}(${holes.join(', ')})`,
        isSnippet: true,
        data: { of: 'function', name: facts.name, version, ...(module === undefined ? {} : { module }) },
      });
    }
  }
}

function* topLevel(view: ScriptView, range: Range): Generator<CompletionItem> {
  const { version } = view.model;
  const snippets: Readonly<Record<string, string>> = {
    loadmodule: 'loadmodule "${1:name}.so"',
    modparam: 'modparam("${1:module}", "${2:parameter}", ${3:value})',
    route: 'route[${1:name}] {\n\t$0\n}',
    failure_route: 'failure_route[${1:name}] {\n\t$0\n}',
    onreply_route: 'onreply_route[${1:name}] {\n\t$0\n}',
    branch_route: 'branch_route[${1:name}] {\n\t$0\n}',
    error_route: 'error_route {\n\t$0\n}',
    local_route: 'local_route {\n\t$0\n}',
    startup_route: 'startup_route {\n\t$0\n}',
    timer_route: 'timer_route[${1:name}, ${2:60}] {\n\t$0\n}',
    event_route: 'event_route[${1:E_EVENT}] {\n\t$0\n}',
    include_file: 'include_file "${1:path}"',
    import_file: 'import_file "${1:path}"',
  };
  for (const [name, insert] of Object.entries(snippets))
    yield item(name, CompletionItemKind.Keyword, range, {
      insert,
      isSnippet: true,
      data: { of: 'keyword', name, version },
    });
  for (const facts of coreFacts.globals) {
    if (!existsIn(version, facts)) continue;
    const isOld = facts.deprecatedSince !== undefined;
    yield {
      ...item(facts.name, CompletionItemKind.Property, range, {
        detail: facts.type,
        insert: `${facts.name}=`,
        data: { of: 'global', name: facts.name, version },
      }),
      ...(isOld ? { tags: [CompletionItemTag.Deprecated] } : {}),
    };
  }
}

function item(
  label: string,
  kind: CompletionItemKind,
  range: Range,
  more: {
    readonly detail?: string;
    readonly insert?: string;
    readonly isSnippet?: boolean;
    readonly data?: ItemData;
  } = {},
): CompletionItem {
  return {
    label,
    kind,
    textEdit: { range, newText: more.insert ?? label },
    ...(more.detail === undefined ? {} : { detail: more.detail }),
    ...(more.isSnippet === true ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(more.data === undefined ? {} : { data: more.data }),
  };
}
