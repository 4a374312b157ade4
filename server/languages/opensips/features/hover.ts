import { type Hover, MarkupKind, type Position } from 'vscode-languageserver-types';
import { escapeMarkdown, inlineCode } from '../../../text/markdown.ts';
import {
  coreFunction,
  coreTransformation,
  coreVariable,
  globalFacts,
  moduleFacts,
  modulesWithFunction,
  modulesWithVariable,
  parameterFacts,
  variableOf,
} from '../facts/facts.ts';
import { allOccurrences } from '../model/occurrences.ts';
import { targetsOf } from '../model/parameters.ts';
import { loadedAt, occurrenceAt, type ScriptView } from '../model/view.ts';
import { worldOf } from '../model/world.ts';
import { routeKinds } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import {
  describeFunction,
  describeGlobal,
  describeKeyword,
  describeModule,
  describeParameter,
  describeRouteKind,
  describeTransformation,
  describeVariable,
} from './describe.ts';

export function hoverAt(view: ScriptView, position: Position): Hover | undefined {
  const found = occurrenceAt(view, position);
  if (found === undefined) return undefined;
  const text = textOf(view, position, found);
  return text === undefined
    ? undefined
    : { contents: { kind: MarkupKind.Markdown, value: text }, range: found.range };
}

function textOf(
  view: ScriptView,
  position: Position,
  found: NonNullable<ReturnType<typeof occurrenceAt>>,
): string | undefined {
  const { version } = view.model;
  const { kind, key } = found;
  switch (kind) {
    case 'global': {
      const facts = globalFacts(key);
      return facts === undefined ? undefined : describeGlobal(facts, version);
    }
    case 'module':
      return describeModule(key, moduleFacts(key), version);
    case 'parameter': {
      const item = view.model.items.find(
        one => one.item.type === 'modparam' && one.item.name === found.token,
      )?.item;
      if (item?.type !== 'modparam') return undefined;
      const loaded = [...view.model.modules.keys()];
      const descriptions = targetsOf(item, loaded, version).flatMap(target =>
        target.moduleFacts !== undefined && target.facts !== undefined
          ? [describeParameter(target.moduleFacts, target.facts, version)]
          : [],
      );
      if (descriptions.length > 0) return descriptions.join('\n\n---\n\n');
      const module = item.module === undefined ? undefined : moduleFacts(stringValue(item.module));
      const facts =
        module === undefined || item.name === undefined
          ? undefined
          : parameterFacts(module, stringValue(item.name));
      return module === undefined || facts === undefined
        ? undefined
        : describeParameter(module, facts, version);
    }
    case 'function': {
      const world = worldOf(version, loadedAt(view, position));
      const owner = world.functions(key)[0] ?? world.asyncFunctions(key)[0];
      if (owner !== undefined)
        return describeFunction(
          owner.facts,
          owner.module === undefined ? undefined : moduleFacts(owner.module),
          version,
        );
      const core = coreFunction(key);
      if (core !== undefined) return describeFunction(core, undefined, version);
      const module = moduleFacts(modulesWithFunction(key)[0] ?? '');
      const facts = module?.functions?.find(one => one.name === key);
      return module === undefined || facts === undefined
        ? undefined
        : describeFunction(facts, module, version);
    }
    case 'variable':
    case 'var':
    case 'avp':
      return variableText(view, position, found);
    case 'transformation': {
      const dot = key.indexOf('.');
      const facts = coreTransformation(key.slice(0, dot), key.slice(dot + 1));
      return facts === undefined ? undefined : describeTransformation(facts, version);
    }
    case 'route':
      return routeText(view, key);
    case 'flag':
    case 'branch-flag':
      return `${kind === 'flag' ? 'Message flag' : 'Branch flag'} ${inlineCode(key)}, ${usesText(view, kind, key)}`;
    case 'keyword':
      return key.startsWith('block ')
        ? describeRouteKind(key.slice('block '.length), version)
        : describeKeyword(key, version);
    default:
      return undefined;
  }
}

function variableText(
  view: ScriptView,
  position: Position,
  found: NonNullable<ReturnType<typeof occurrenceAt>>,
): string | undefined {
  const { version } = view.model;
  const name = found.variable?.name ?? found.key;
  const world = worldOf(version, loadedAt(view, position));
  const here = world.variableFacts(name);
  const uses =
    found.kind === 'var' || found.kind === 'avp'
      ? `${inlineCode(found.key)}: ${usesText(view, found.kind, found.key)}`
      : undefined;
  const module = here === undefined ? modulesWithVariable(name)[0] : here.module;
  const facts =
    here?.facts ??
    coreVariable(name) ??
    (module === undefined ? undefined : variableOf(moduleFacts(module) ?? { name: '' }, name));
  if (facts === undefined) return uses;
  return [describeVariable(facts, module, version), uses].filter(part => part !== undefined).join('\n\n');
}

function routeText(view: ScriptView, key: string): string {
  const at = key.indexOf(' ');
  const name = key.slice(at + 1);
  const block = view.model.routesByName.get(key)?.[0];
  const keyword = Object.keys(routeKinds).find(one => routeKinds[one] === key.slice(0, at)) ?? 'route';
  const title = name === '0' ? keyword : `${keyword}[${name}]`;
  return [
    `**${escapeMarkdown(title)}**`,
    block === undefined ? 'Not defined in this script.' : usesText(view, 'route', key),
  ].join('\n\n');
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
