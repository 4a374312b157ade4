import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  InsertTextFormat,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { suggestNext } from '../../language.ts';
import {
  allSections,
  defaultIn,
  existsIn,
  isSince,
  itemFacts,
  itemsOf,
  sectionFacts,
  typeIn,
  versionNamed,
} from '../facts/facts.ts';
import { type Cursor, columns, cursorAt, type FlexisipView } from './cursor.ts';
import { describeItem, describeSection, typeNames } from './describe.ts';
import { valueChoices } from './valueChoices.ts';

/** Sections after `[`, keys that are not set yet, and values by the type of the key. */
export function completeAt(view: FlexisipView, position: Position): CompletionList {
  return { isIncomplete: false, items: itemsAt(view, position) };
}

/** Adds the description of a section or key to an item. */
export function resolveCompletion(item: CompletionItem): CompletionItem {
  const { section, key, version } = dataOf(item.data);
  const known = version === undefined ? undefined : versionNamed(version);
  if (section === undefined || known === undefined) return item;
  const facts = key === undefined ? sectionFacts(section) : itemFacts(section, key);
  if (facts === undefined) return item;
  const value = 'key' in facts ? describeItem(facts, known) : describeSection(facts, known);
  return { ...item, documentation: { kind: 'markdown', value } };
}

function dataOf(data: unknown): { section?: string; key?: string; version?: string } {
  const read: { section?: string; key?: string; version?: string } = {};
  if (typeof data !== 'object' || data === null) return read;
  if ('section' in data && typeof data.section === 'string') read.section = data.section;
  if ('key' in data && typeof data.key === 'string') read.key = data.key;
  if ('version' in data && typeof data.version === 'string') read.version = data.version;
  return read;
}

function itemsAt(view: FlexisipView, position: Position): CompletionItem[] {
  const cursor = cursorAt(view, position);
  if (cursor === undefined) return keyItems(view, position, sectionAbove(view), '', 0);
  const text = cursor.line.text.replace(/\r?\n$/, '');
  const before = text.slice(0, position.character);
  if (/^\s*#/.test(text)) return [];
  const opened = /^ *\[([^\]]*)$/.exec(before);
  if (opened !== null) {
    const { line, character } = position;
    const rest = /^[^\]]*\]?/.exec(text.slice(character))?.[0] ?? '';
    const start = character - (opened[1] ?? '').length;
    return sectionItems(view, columns(line, start, character + rest.length));
  }
  if (cursor.line.statement.kind === 'section') return [];
  const { entry } = cursor;
  if (entry !== undefined && position.character > entry.equals) return valueItems(view, cursor);
  const word = /[^\s=]*$/.exec(before)?.[0] ?? '';
  if (before.trim() !== word) return [];
  return keyItems(view, position, cursor.sectionName, text.slice(position.character), word.length);
}

/** The name of the last section, for a position after the last line. */
function sectionAbove(view: FlexisipView): string | undefined {
  return view.tree.sections.at(-1)?.header?.name;
}

function sectionItems(view: FlexisipView, range: Range, open = ''): CompletionItem[] {
  const { version } = view.model;
  return allSections()
    .filter(section => existsIn(section, version))
    .map(section => ({
      label: section.name,
      kind: CompletionItemKind.Module,
      detail: view.model.groups.has(section.name.toLowerCase())
        ? 'already in this file'
        : section.description,
      textEdit: { range, newText: `${open}${section.name}]` },
      filterText: section.name,
      sortText: `${view.model.groups.has(section.name.toLowerCase()) ? 1 : 0}${section.name}`,
      data: { section: section.name, version: version.label },
    }));
}

function keyItems(
  view: FlexisipView,
  { line, character }: Position,
  section: string | undefined,
  after: string,
  typed: number,
): CompletionItem[] {
  if (section === undefined) return sectionItems(view, columns(line, character - typed, character), '[');
  const { version, groups } = view.model;
  const rest = /^[^\s=]*/.exec(after)?.[0] ?? '';
  const hasEquals = /^\s*=/.test(after.slice(rest.length));
  const current = /^[^\s=]+/.exec(after)?.[0];
  const set = groups.get(section.toLowerCase())?.settings;
  const range = columns(line, character - typed, character + rest.length);
  return itemsOf(section, version)
    .filter(item => !set?.has(item.key) || (current !== undefined && item.key.endsWith(current)))
    .map(item => {
      const standard = defaultIn(item, version);
      const isDeprecated = item.deprecated !== null && isSince(version, item.deprecated.firstTag);
      return {
        label: item.key,
        kind: CompletionItemKind.Property,
        detail: `${typeNames[typeIn(item, version)]}${standard === '' ? '' : `, default ${standard}`}`,
        textEdit: { range, newText: hasEquals ? item.key : `${item.key}=` },
        sortText: `${isDeprecated ? 1 : 0}${item.key}`,
        ...(isDeprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
        ...(hasEquals ? {} : suggestNext),
        data: { section, key: item.key, version: version.label },
      };
    });
}

function valueItems(view: FlexisipView, cursor: Cursor): CompletionItem[] {
  const { entry, item, type, position } = cursor;
  if (entry === undefined || item === undefined || type === undefined) return [];
  return valueChoices(view, cursor, entry, item, type).map((choice, index) => ({
    label: choice.text,
    kind: choice.kind ?? CompletionItemKind.Value,
    ...(choice.detail === undefined ? {} : { detail: choice.detail }),
    textEdit: {
      range: columns(
        position.line,
        Math.min(position.character, entry.valueStart + choice.start),
        Math.max(position.character, entry.valueStart + choice.end),
      ),
      newText: choice.insert ?? choice.text,
    },
    ...(choice.insert === undefined ? {} : { insertTextFormat: InsertTextFormat.Snippet }),
    sortText: String(index).padStart(3, '0'),
  }));
}
