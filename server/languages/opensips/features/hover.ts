import { type Hover, MarkupKind, type Position } from 'vscode-languageserver-types';
import { escapeMarkdown, inlineCode } from '../../../text/markdown.ts';
import {
  coreFunction,
  coreVariable,
  globalFacts,
  modulesWithFunction,
  modulesWithVariable,
} from '../facts/facts.ts';
import { LoadedModules } from '../model/loadedModules.ts';
import { allOccurrences } from '../model/occurrences.ts';
import { targetsOf } from '../model/parameters.ts';
import type { Place } from '../model/placed.ts';
import {
  blockAt,
  holds,
  itemAt,
  loadedAt,
  occurrenceAt,
  positionIn,
  type ScriptView,
} from '../model/view.ts';
import { worldOf } from '../model/world.ts';
import { rangeOf } from '../reading/parser.ts';
import { type Global, type ModuleParameter, routeKinds } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { describeGlobal, describeParameter } from './describe.ts';
import { describeEntry } from './entry.ts';
import { globalInForce, parameterInForce } from './inForce.ts';

export function hoverAt(view: ScriptView, position: Position): Hover | undefined {
  const found = occurrenceAt(view, position);
  if (found === undefined) return valueHover(view, position);
  const text = textOf(view, position, found);
  return text === undefined
    ? undefined
    : { contents: { kind: MarkupKind.Markdown, value: text }, range: found.range };
}

type Occurrence = NonNullable<ReturnType<typeof occurrenceAt>>;

function textOf(view: ScriptView, position: Position, found: Occurrence): string | undefined {
  const { version } = view.model;
  const { kind, key } = found;
  switch (kind) {
    case 'global':
      return globalText(view, found);
    case 'module':
    case 'transformation':
    case 'command':
    case 'statistic':
      return describeEntry({ of: kind, name: key }, version);
    case 'parameter':
      return parameterText(view, found);
    case 'function':
      return functionText(view, position, key);
    case 'variable':
    case 'var':
    case 'avp':
      return variableText(view, position, found);
    case 'route':
      return routeText(view, key);
    case 'flag':
    case 'branch-flag':
      return `${kind === 'flag' ? 'Message flag' : 'Branch flag'} ${inlineCode(key)}, ${usesText(view, kind, key)}`;
    case 'keyword':
      return key.startsWith('block ')
        ? describeEntry({ of: 'route-kind', name: key.slice('block '.length) }, version)
        : describeEntry({ of: 'keyword', name: key }, version);
    default:
      return undefined;
  }
}

/** A value at the top level: what is known about the parameter that it is for. */
function valueHover(view: ScriptView, position: Position): Hover | undefined {
  const at = blockAt(view, position.line);
  const item = at === undefined ? undefined : itemAt(at, position);
  if (at === undefined || (item?.type !== 'modparam' && item?.type !== 'global')) return undefined;
  const tokens = item.type === 'modparam' ? item.value : item.values;
  const inside = positionIn(at.place, position);
  const token = tokens.find(one => holds(one, inside));
  if (token === undefined) return undefined;
  const value = item.type === 'modparam' ? itemText(view, item, at.place) : settingText(view, item, at.place);
  if (value === undefined) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(token, at.place.start) };
}

function globalText(view: ScriptView, { token, key, place }: Occurrence): string | undefined {
  const item = view.model.declarations.find(
    one => one.item.type === 'global' && one.item.name === token,
  )?.item;
  return item?.type === 'global'
    ? settingText(view, item, place)
    : describeEntry({ of: 'global', name: key }, view.model.version);
}

function settingText({ model }: ScriptView, item: Global, place: Place): string | undefined {
  const facts = globalFacts(item.name.text);
  return facts === undefined
    ? undefined
    : describeGlobal(facts, model.version, globalInForce(model, facts, item, place));
}

function parameterText(view: ScriptView, { token, place }: Occurrence): string | undefined {
  const item = view.model.items.find(one => one.item.type === 'modparam' && one.item.name === token)?.item;
  return item?.type === 'modparam' ? itemText(view, item, place) : undefined;
}

/** A parameter in every loaded module that its modparam matches, or else in the module that it names. */
function itemText({ model }: ScriptView, item: ModuleParameter, place: Place): string | undefined {
  const { version } = model;
  const loaded = new LoadedModules(model.modules.keys());
  const descriptions = targetsOf(item, loaded, version).flatMap(({ module, moduleFacts, facts }) =>
    moduleFacts === undefined || facts === undefined
      ? []
      : [describeParameter(moduleFacts, facts, version, parameterInForce(model, module, facts, item, place))],
  );
  if (descriptions.length > 0) return descriptions.join('\n\n---\n\n');
  if (item.module === undefined || item.name === undefined) return undefined;
  const [module, name] = [stringValue(item.module), stringValue(item.name)];
  return describeEntry({ of: 'parameter', name, module }, version);
}

/** The function that the script can call here, or else the modules that would provide it. */
function functionText(view: ScriptView, position: Position, name: string): string | undefined {
  const { version } = view.model;
  const world = worldOf(version, loadedAt(view, position));
  const owner = world.functions(name)[0] ?? world.asyncFunctions(name)[0];
  const module =
    owner === undefined && coreFunction(name) === undefined ? modulesWithFunction(name)[0] : owner?.module;
  return describeEntry({ of: 'function', name, module }, version);
}

function variableText(view: ScriptView, position: Position, found: Occurrence): string | undefined {
  const { version } = view.model;
  const name = found.variable?.name ?? found.key;
  const here = worldOf(version, loadedAt(view, position)).variableFacts(name);
  const uses =
    found.kind === 'var' || found.kind === 'avp'
      ? `${inlineCode(found.key)}: ${usesText(view, found.kind, found.key)}`
      : undefined;
  const module =
    here === undefined && coreVariable(name) === undefined ? modulesWithVariable(name)[0] : here?.module;
  const text = describeEntry({ of: 'variable', name, module }, version);
  return text === undefined ? uses : [text, uses].filter(part => part !== undefined).join('\n\n');
}

function routeText(view: ScriptView, key: string): string {
  const at = key.indexOf(' ');
  const name = key.slice(at + 1);
  const block = view.model.routesByName.get(key)?.[0];
  const keyword = Object.keys(routeKinds).find(one => routeKinds[one] === key.slice(0, at)) ?? 'route';
  const title = name === '0' ? keyword : `${keyword}[${name}]`;
  const event =
    keyword === 'event_route' ? describeEntry({ of: 'event', name }, view.model.version) : undefined;
  return [
    `**${escapeMarkdown(title)}**`,
    block === undefined ? 'Not defined in this script.' : usesText(view, 'route', key),
    event,
  ]
    .filter(part => part !== undefined)
    .join('\n\n');
}

function usesText(view: ScriptView, kind: string, key: string): string {
  let writes = 0;
  let uses = 0;
  for (const one of allOccurrences(view.model)) {
    if (one.kind !== kind || one.key !== key) continue;
    if (one.role === 'use') uses++;
    else if (one.role === 'write') writes++;
  }
  const used = `used ${uses} time${uses === 1 ? '' : 's'}`;
  return kind === 'var' || kind === 'avp'
    ? `written ${writes} time${writes === 1 ? '' : 's'}, ${used}`
    : used;
}
