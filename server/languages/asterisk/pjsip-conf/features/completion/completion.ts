import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { appendAll } from '../../../../../text/longLists.ts';
import { suggestNext } from '../../../../language.ts';
import { dialplanOf } from '../../../companions/contexts.ts';
import { namedAcls } from '../../../companions/namedAcls.ts';
import { lineRange } from '../../../config/columns.ts';
import type { OptionLine } from '../../../config/line.ts';
import { codecNames } from '../../../values/codecs.ts';
import { describeOption } from '../../describe/describeOption.ts';
import {
  existsIn,
  type OptionFacts,
  objectTypes,
  optionFacts,
  optionsOf,
  releaseOf,
  valuesIn,
} from '../../facts/facts.ts';
import type { PjsipConf } from '../../model/model.ts';
import { modelOfBoth } from '../bothFiles.ts';
import { type Cursor, cursorAt, optionIn } from '../cursor.ts';
import type { PjsipView } from '../view.ts';
import { skeletons } from './skeletons.ts';

/** Maximum number of names offered at once. */
const MAX_NAMES = 1000;

/** What can be written at a position. */
export function completeAt(view: PjsipView, position: Position): CompletionList {
  const cursor = cursorAt(view, position);
  return { isIncomplete: false, items: cursor === undefined ? [] : itemsAt(view, cursor, position) };
}

/** Adds what is known about the option of an item. */
export function resolveItem(item: CompletionItem): CompletionItem {
  const data: unknown = item.data;
  if (typeof data !== 'object' || data === null) return item;
  if (!('type' in data) || typeof data.type !== 'string') return item;
  if (!('key' in data) || typeof data.key !== 'string') return item;
  if (!('version' in data) || typeof data.version !== 'string') return item;
  const facts = optionFacts(data.type, data.key);
  if (facts === undefined) return item;
  const value = describeOption(facts, releaseOf(data.version));
  return { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

function itemsAt(view: PjsipView, cursor: Cursor, position: Position): CompletionItem[] {
  const { text } = cursor;
  const column = position.character;
  switch (text.kind) {
    case 'option':
      if (column > text.operatorStart) return valuesOf(view, cursor, text, position);
      return namesAt(
        view,
        cursor,
        lineRange(position.line, text.nameStart, Math.max(column, text.nameEnd)),
        text.key,
      );
    case 'stray': {
      const word = /^\S*/.exec(text.text.slice(text.start))?.[0] ?? '';
      return namesAt(
        view,
        cursor,
        lineRange(position.line, text.start, Math.max(column, text.start + word.length)),
      );
    }
    case 'blank':
      return namesAt(view, cursor, lineRange(position.line, column, column));
    case 'header': {
      const start = text.text.lastIndexOf('(', column - 1);
      if (start < 0 || column <= start || column < text.nameEnd) return [];
      const from = Math.max(start, text.text.lastIndexOf(',', column - 1)) + 1;
      return templatesBefore(view.model, cursor, lineRange(position.line, from, column));
    }
    default:
      return [];
  }
}

/** Options valid in this type and release that are not set yet, and whole objects where a section may begin. */
function namesAt({ model }: PjsipView, cursor: Cursor, range: Range, current?: string): CompletionItem[] {
  const { type, entry } = cursor;
  const items: CompletionItem[] = [];
  const glue = current === undefined ? '=' : '';
  const isSet = new Set(
    (entry === undefined ? [] : model.conf.settingsOf(entry))
      .map(({ option }) => option.key)
      .filter(key => key !== current),
  );
  const needsType = entry !== undefined && !isSet.has('type');
  if (needsType && current !== 'type')
    items.push({
      ...option('type', glue, range, 'a', 'Type of object that the section creates'),
      ...(glue === '' ? {} : suggestNext),
    });
  for (const facts of type === undefined ? [] : optionsOf(type)) {
    if (!existsIn(facts, model.release) || facts.name.includes('*')) continue;
    if (isSet.has(facts.name.toLowerCase()) && facts.repeatable !== true && facts.kind !== 'codecs') continue;
    items.push(ofOption(facts, facts.name, glue, model, range));
  }
  if (type === 'wizard')
    for (const prefix of ['endpoint', 'aor', 'inbound_auth', 'outbound_auth', 'identify', 'registration']) {
      const owner = prefix.endsWith('_auth') ? 'auth' : prefix;
      for (const facts of optionsOf(owner))
        if (existsIn(facts, model.release))
          items.push(ofOption(facts, `${prefix}/${facts.name}`, glue, model, range));
    }
  if (current === undefined && !model.isWizardFile)
    appendAll(
      items,
      skeletons.map(({ label, detail, lines }) => ({
        label,
        detail,
        kind: CompletionItemKind.Snippet,
        sortText: `z${label}`,
        insertTextFormat: InsertTextFormat.Snippet,
        textEdit: { range, newText: `${lines.join('\n')}\n` },
      })),
    );
  return items;
}

function ofOption(
  facts: OptionFacts,
  label: string,
  glue: string,
  model: PjsipConf,
  range: Range,
): CompletionItem {
  const detail = facts.default === undefined ? facts.type : `${facts.type}, default: ${facts.default}`;
  const { kind, values, refersTo } = facts;
  const hasValues = kind === 'boolean' || kind === 'codecs' || values !== undefined || refersTo !== undefined;
  return {
    ...option(label, glue, range, facts.required === true ? 'b' : 'm', detail),
    ...(glue !== '' && hasValues ? suggestNext : {}),
    data: { type: facts.type, key: facts.name.toLowerCase(), version: model.release.version },
  };
}

function option(label: string, glue: string, range: Range, sort: string, detail: string): CompletionItem {
  return {
    label,
    kind: CompletionItemKind.Property,
    detail,
    sortText: `${sort}${label}`,
    textEdit: { range, newText: label + glue },
  };
}

/** The values of an option: words, names of objects, contexts, codecs. In a list, the word at the cursor is completed. */
function valuesOf(view: PjsipView, cursor: Cursor, line: OptionLine, position: Position): CompletionItem[] {
  const { model } = view;
  const before = line.text.slice(line.valueStart, position.character);
  const start = line.valueStart + Math.max(before.lastIndexOf(',') + 1, 0);
  const shift = /^\s*!?/.exec(line.text.slice(start, position.character))?.[0].length ?? 0;
  const rest = /^[^,;\s]*/.exec(line.text.slice(position.character))?.[0] ?? '';
  const range = lineRange(position.line, start + shift, position.character + rest.length);
  if (line.key === 'type') {
    const names = model.isWizardFile
      ? ['wizard']
      : objectTypes()
          .map(({ name }) => name)
          .filter(name => name !== 'wizard');
    return names.map(name => value(name, CompletionItemKind.Class, range));
  }
  const { type, key } = optionIn(cursor.type ?? '', line.name);
  const facts = optionFacts(type, key);
  if (facts === undefined) return [];
  if (facts.kind === 'boolean')
    return ['yes', 'no'].map(word => value(word, CompletionItemKind.EnumMember, range, facts));
  if (facts.kind === 'codecs')
    return codecNames('20').map(name => value(name, CompletionItemKind.EnumMember, range));
  if (facts.values !== undefined)
    return valuesIn(facts, model.release).map(word =>
      value(word, CompletionItemKind.EnumMember, range, facts),
    );
  switch (facts.refersTo) {
    case undefined:
      return [];
    case 'context': {
      const contexts = [...(dialplanOf(model.conf)?.contexts.keys() ?? [])];
      return contexts.slice(0, MAX_NAMES).map(name => value(name, CompletionItemKind.Module, range));
    }
    case 'access-list':
      return [...(namedAcls(model.conf) ?? [])].map(name => value(name, CompletionItemKind.Reference, range));
    default: {
      const own = cursor.object?.name;
      const objects = modelOfBoth(view).firstOfEach(facts.refersTo).slice(0, MAX_NAMES);
      return objects.map(({ name }) => ({
        ...value(name, CompletionItemKind.Reference, range),
        sortText: `${name === own ? 'a' : 'b'}${name}`,
      }));
    }
  }
}

function value(label: string, kind: CompletionItemKind, range: Range, facts?: OptionFacts): CompletionItem {
  const isDefault = facts?.default?.toLowerCase() === label.toLowerCase();
  return { label, kind, ...(isDefault ? { detail: 'default' } : {}), textEdit: { range, newText: label } };
}

function templatesBefore({ conf }: PjsipConf, { entry }: Cursor, range: Range): CompletionItem[] {
  const items: CompletionItem[] = [];
  for (const template of conf.templates) {
    if (items.length >= MAX_NAMES) break;
    if (entry !== undefined && template.ordinal >= entry.ordinal) continue;
    items.push(value(template.header.name, CompletionItemKind.Interface, range));
  }
  return items;
}
