import {
  type CompletionItem,
  CompletionItemKind,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { SIP_METHODS } from '../../../../sip/methods.ts';
import { moduleFacts, moduleNames } from '../../facts/facts.ts';
import { valuesOf } from '../../facts/flagWords.ts';
import { logLevels } from '../../facts/logLevels.ts';
import { armingFunctions } from '../../facts/routeNames.ts';
import { existsIn } from '../../facts/versions.ts';
import { blockAt, callAt, holds, itemAt, positionIn, type ScriptView } from '../../model/view.ts';
import type { Call } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import { parameterTypeText } from '../describe.ts';
import { before, item } from './item.ts';
import { commands, routeNames, usedNames } from './names.ts';
import { parameterValues } from './values.ts';

/** Inside a string: the file of a module, a module and its parameters, or the values that a function takes as this argument. */
export function* insideString(view: ScriptView, position: Position, line: string): Generator<CompletionItem> {
  const typed = /["']([^"']*)$/.exec(line)?.[1] ?? '';
  const at = blockAt(view, position.line);
  if (at === undefined) return;
  if (/^\s*loadmodule\b/.test(line)) yield* moduleFiles(view, before(position, typed.replace(/^.*\//, '')));
  else if (/^\s*modparam\b/.test(line) || itemAt(at, position)?.type === 'modparam')
    yield* modparamStrings(view, line, before(position, typed));
  else {
    const call = callAt(at, position);
    if (call === undefined) return;
    const inside = positionIn(at.place, position);
    const index = call.args.findIndex(argument => holds(argument, inside));
    if (call.name.text === 'mi' && index === 0 && !typed.includes(' '))
      yield* commands(view, before(position, typed));
    yield* namesForArgument(view, call, index, before(position, typed));
    yield* valuesForArgument(view, call, index, position, typed);
  }
}

function* moduleFiles(view: ScriptView, range: Range): Generator<CompletionItem> {
  const { version } = view.model;
  for (const name of moduleNames()) {
    const facts = moduleFacts(name);
    if (facts === undefined || !existsIn(version, facts) || view.model.modules.has(name)) continue;
    yield item(`${name}.so`, CompletionItemKind.Module, range, {
      detail: facts.purpose ?? 'module',
      data: { of: 'module', name, version },
    });
  }
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
  if (strings.length === 2) yield* parameterValues(view, line, range.end);
  if (strings.length !== 1) return;
  const { parameters } = view.model.privateNames;
  for (const name of [strings[0] ?? '', ''].flatMap(owner => parameters.get(owner) ?? []))
    yield item(name, CompletionItemKind.Property, range);
  if (module === undefined) return;
  for (const facts of module.params ?? []) {
    if (!existsIn(version, facts)) continue;
    yield item(facts.name, CompletionItemKind.Property, range, {
      detail: `${parameterTypeText(facts, version)}${facts.default === null || facts.default === undefined ? '' : `, default ${String(facts.default)}`}`,
      data: { of: 'parameter', name: facts.name, module: module.name, version },
    });
  }
}

/** Log levels, and the names of routes and flags of the script. */
function* namesForArgument(
  view: ScriptView,
  call: Call,
  index: number,
  range: Range,
): Generator<CompletionItem> {
  if (index !== 0) return;
  const name = call.name.text;
  const first = call.args[0];
  const isLevel = call.args.length === 2 || /^["'][A-Z_]*["']?$/.test(first?.token?.text ?? '');
  if (name === 'xlog' && isLevel)
    for (const level of logLevels)
      yield item(level.name, CompletionItemKind.EnumMember, range, { detail: `log level: ${level.meaning}` });
  if (Object.hasOwn(armingFunctions, name))
    yield* routeNames(view, armingFunctions[name] ?? 'request', range);
  if (/^(re)?set(b?)flag$|^is(b?)flagset$/.test(name))
    yield* usedNames(view, name.includes('bflag') ? 'branch-flag' : 'flag', range);
}

/** The words or methods that an argument accepts, or else the names of tables. */
function* valuesForArgument(
  view: ScriptView,
  call: Call,
  index: number,
  position: Position,
  typed: string,
): Generator<CompletionItem> {
  const name = call.name.text;
  const values = valuesOf(name, index, view.model.version);
  if (values === undefined) yield* tables(view, name, index, before(position, typed));
  else if (values.kind === 'words') {
    const range = before(position, typed.replace(/^.*[,|]\s*/, ''));
    for (const word of values.words) yield item(word, CompletionItemKind.EnumMember, range, { detail: name });
    for (const word of values.withValue)
      yield item(`${word}=`, CompletionItemKind.EnumMember, range, { detail: name });
  } else if (values.kind === 'one-of') {
    for (const word of values.words)
      yield item(word, CompletionItemKind.EnumMember, before(position, typed), { detail: name });
  } else if (values.kind === 'methods') {
    const range = before(position, typed.replace(/^.*\|/, ''));
    for (const method of SIP_METHODS)
      yield item(method, CompletionItemKind.EnumMember, range, { detail: 'method' });
  }
}

/** Names of tables: the first arguments of registrar and auth_db functions in the rest of the script. */
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
