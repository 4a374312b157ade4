import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { least } from '../../../../../text/longLists.ts';
import { lineRange } from '../../../config/columns.ts';
import type { HeaderLine } from '../../../config/line.ts';
import { isSpecial } from '../../model/model.ts';
import type { CompletionPlace } from './completionPlace.ts';
import { skeletons } from './skeletons.ts';

/** What a header can contain: special names, and between the parentheses `!`, `+` and earlier sections. */
export function completeHeader(at: CompletionPlace, header: HeaderLine): CompletionItem[] {
  const { column, text, number } = at;
  const close = text.indexOf(']', header.start);
  if (close < 0 || column <= close)
    return [...specialNames(at, header), ...skeletons(at, header.start, Math.max(column, header.end))];
  const open = close + 1;
  if (text[open] !== '(' || column <= open) return [];
  const end = text.indexOf(')', open);
  if (end >= 0 && column > end) return [];
  const from = text.lastIndexOf(',', column - 1);
  const start = Math.max(open, from) + 1;
  const until = [text.indexOf(',', column), end].filter(place => place >= 0);
  const range = lineRange(number, start, least([text.trimEnd().length, ...until]));
  return sectionOptions(at, header, start).map(item => ({
    ...item,
    textEdit: { range, newText: item.label },
  }));
}

function specialNames({ view, number, entry }: CompletionPlace, header: HeaderLine): CompletionItem[] {
  const names: [string, string][] = [
    ['general', 'Settings for the whole server, defaults for devices'],
    ['authentication', 'Credentials for other servers, by realm'],
  ];
  const hasOther = (key: string): boolean =>
    view.model.names.get(key)?.some(other => other !== entry && !other.isAppend) === true;
  return names
    .filter(([name]) => !hasOther(name))
    .map(([label, detail]) => ({
      label,
      kind: CompletionItemKind.Module,
      detail,
      textEdit: { range: lineRange(number, header.nameStart, header.nameEnd), newText: label },
    }));
}

function sectionOptions(
  { view, entry }: CompletionPlace,
  header: HeaderLine,
  start: number,
): CompletionItem[] {
  const { model } = view;
  const written = new Set(
    header.options.filter(option => option.start !== start).map(option => option.text.toLowerCase()),
  );
  const items: CompletionItem[] = [];
  if (!written.has('!')) {
    items.push({ label: '!', kind: CompletionItemKind.Keyword, detail: 'Template', sortText: 'b' });
  }
  const ordinal = entry?.ordinal ?? Number.POSITIVE_INFINITY;
  const hasEarlier = model.names.get(header.name.toLowerCase())?.some(other => other.ordinal < ordinal);
  if (hasEarlier === true && !written.has('+')) {
    const detail = 'Adds to the earlier section with this name';
    items.push({ label: '+', kind: CompletionItemKind.Keyword, detail, sortText: 'b' });
  }
  for (const [key, entries] of model.namesInOrder) {
    const first = entries.find(other => !other.isAppend);
    if (first === undefined || first.ordinal >= ordinal || isSpecial(key) || written.has(key)) continue;
    // Any earlier section can be copied from, but in a long file only templates are offered.
    if (!first.isTemplate && items.length > MAX_SECTIONS) continue;
    items.push({
      label: first.header.name,
      kind: first.isTemplate ? CompletionItemKind.Interface : CompletionItemKind.Class,
      detail: first.isTemplate ? 'template' : 'section',
      sortText: `${first.isTemplate ? 'a' : 'c'}${first.header.name}`,
    });
  }
  return items;
}

const MAX_SECTIONS = 500;
