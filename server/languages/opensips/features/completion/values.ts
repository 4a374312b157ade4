import {
  type CompletionItem,
  CompletionItemKind,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { globalFacts, moduleFacts, parameterFacts, parameterTypeIn } from '../../facts/facts.ts';
import { logLevels } from '../../facts/logLevels.ts';
import { namedValuesOf, parameterValuesOf } from '../../facts/parameterValues.ts';
import { existsIn } from '../../facts/versions.ts';
import type { ScriptView } from '../../model/view.ts';
import { before, item } from './item.ts';

/** The values of a global that can be listed. */
export function* globalValues(view: ScriptView, name: string, range: Range): Generator<CompletionItem> {
  const facts = globalFacts(name);
  if (facts === undefined || !existsIn(view.model.version, facts)) return;
  if (/(^|_)log_level$|^xlog_\w*level$|_level_filter$/.test(name)) {
    for (const { number, meaning } of logLevels)
      yield item(String(number), CompletionItemKind.EnumMember, range, { detail: meaning, rank: number + 3 });
    return;
  }
  if (facts.type === 'bool' && facts.allowed === undefined)
    for (const word of ['yes', 'no']) yield item(word, CompletionItemKind.EnumMember, range);
  if (!Array.isArray(facts.allowed)) return;
  const isString = facts.type === 'string';
  for (const value of facts.allowed)
    if (value !== 'number')
      yield item(String(value), CompletionItemKind.EnumMember, range, {
        detail: name,
        insert: isString ? `"${value}"` : String(value),
      });
}

/** The values of a module parameter that can be listed, for a `modparam` whose value is being written. */
export function* parameterValues(
  view: ScriptView,
  line: string,
  position: Position,
): Generator<CompletionItem> {
  const written = /^\s*modparam\s*\(\s*"([^"]*)"\s*,\s*"([^"]*)"\s*,\s*("?)([^",)]*)$/.exec(line);
  if (written === null) return;
  const [, moduleName = '', name = '', quote, typed = ''] = written;
  const { version } = view.model;
  const found = parameterValuesOf(moduleName, name, version);
  const module = moduleFacts(moduleName);
  const facts = module === undefined ? undefined : parameterFacts(module, name);
  const isNumber = facts !== undefined && parameterTypeIn(facts, version) === 'int';
  const isInside = quote === '"';
  if (isInside && isNumber) return;
  const range = before(position, isInside ? typed.replace(/^\[[^\]]*\]/, '') : typed);
  const values = found === undefined ? [] : namedValuesOf(found.values);
  for (const { value, meaning } of values)
    yield item(value, CompletionItemKind.EnumMember, range, {
      detail: meaning ?? name,
      insert: isNumber || isInside ? value : `"${value}"`,
    });
  const standard = facts?.default;
  if (values.length > 0 || standard === undefined || standard === null || standard === '') return;
  yield item(String(standard), CompletionItemKind.Value, range, {
    detail: 'default',
    insert: isNumber || isInside ? String(standard) : `"${standard}"`,
  });
}
