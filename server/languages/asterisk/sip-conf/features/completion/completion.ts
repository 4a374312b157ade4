import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver-types';
import { CompletionItemKind, MarkupKind } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../../../text/lines.ts';
import { branches, isAtLeast } from '../../../config/branch.ts';
import { lineRange } from '../../../config/columns.ts';
import { commentStart } from '../../../config/line.ts';
import { lineAt, sectionAt } from '../../../config/parser.ts';
import { checkFile } from '../../check/check.ts';
import { describeOption, valueMeaning } from '../../describe/describeOption.ts';
import { optionFacts } from '../../facts/facts.ts';
import { roleOf } from '../../model/role.ts';
import { entryOfLine, placeOf, type SipConfView } from '../cursor.ts';
import { completeHeader } from './completeHeader.ts';
import { completeName } from './completeName.ts';
import { completeValue } from './completeValue.ts';
import type { CompletionPlace, ItemData } from './completionPlace.ts';

/** What can be written at a position. */
export function completeAt(view: SipConfView, position: Position): CompletionList {
  const place = completionPlace(view, position);
  return { isIncomplete: false, items: place === undefined ? [] : itemsAt(place) };
}

/** Adds what is known about the option or value of an item. */
export function resolveItem(item: CompletionItem): CompletionItem {
  const data: unknown = item.data;
  if (!isItemData(data)) return item;
  const facts = optionFacts(data.option);
  if (facts === undefined) return item;
  const meaning = data.word === undefined ? undefined : valueMeaning(facts, data.word);
  const value = [
    ...(meaning === undefined ? [] : [`**${data.word}** — ${meaning}`]),
    describeOption(facts, data.option, data.branch),
  ].join('\n\n');
  return { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

function isItemData(data: unknown): data is ItemData {
  if (typeof data !== 'object' || data === null) return false;
  if (!('option' in data) || typeof data.option !== 'string') return false;
  if ('word' in data && data.word !== undefined && typeof data.word !== 'string') return false;
  return 'branch' in data && branches.some(branch => branch === data.branch);
}

function itemsAt(at: CompletionPlace): CompletionItem[] {
  const { line, column, text } = at;
  const comment = commentAt(at);
  if (comment !== undefined) return completeComment(at, comment);
  switch (line.kind) {
    case 'header':
      return column > line.start ? completeHeader(at, line) : [];
    case 'directive':
      return column > line.start && column <= line.wordEnd ? directives(at, line.start, line.wordEnd) : [];
    case 'option':
      if (column > line.operatorStart) return completeValue(at, line);
      return column >= line.nameStart ? completeName(at, line.nameStart, Math.max(column, line.nameEnd)) : [];
    case 'stray': {
      const end = wordEnd(text, line.start);
      return column >= line.start && column <= end ? completeName(at, line.start, end) : [];
    }
    case 'blank':
      return completeName(at, column, column);
    default:
      return [];
  }
}

function completionPlace(
  view: SipConfView,
  { line: number, character }: Position,
): CompletionPlace | undefined {
  const { tree, model } = view;
  const total = tree.starts.at(-1) ?? 0;
  if (number > total) return undefined;
  const depth = number === 0 ? 0 : (lineAt(tree, number - 1)?.depth ?? 0);
  // The empty last line of a text that ends with a line break is not a line for the reader.
  const line = lineAt(tree, number) ?? { kind: 'blank', text: '', depth };
  const index = number >= total ? tree.sections.length - 1 : sectionAt(tree, number);
  if (depth !== 0 && line.depth !== 0 && line.kind === 'blank') return undefined;
  const offset = number - (tree.starts[index] ?? 0);
  const last = Math.max(0, (tree.sections[index]?.lines.length ?? 1) - 1);
  const entry = entryOfLine(view, index, Math.min(offset, last));
  const text = line.text.slice(0, lengthWithoutEol(line.text));
  return {
    view,
    number,
    column: Math.min(character, text.length),
    text,
    line,
    place: placeOf(view, index),
    entry,
    role: entry === undefined ? undefined : roleOf(model, entry),
  };
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !/[\s=]/.test(text[end] ?? '')) end++;
  return end;
}

/** Column of the comment at the position. */
function commentAt({ line, column, text }: CompletionPlace): number | undefined {
  const start = line.kind === 'comment' ? text.search(/\S/) : commentStart(line);
  return start !== undefined && start < column ? start : undefined;
}

/** The comment that disables a rule: first the rules with findings on this line and the next, then all rules. */
function completeComment(at: CompletionPlace, start: number): CompletionItem[] {
  const { view, number, column, text } = at;
  const typed = text.slice(start, column);
  const match = /^;\s*([\w-]*)$/.exec(typed) ?? /^;\s*(sip-workbench-ignore(?:-file)? [\w/-]*)$/.exec(typed);
  const word = match?.[1];
  if (word === undefined) return [];
  const isAlone = text.slice(0, start).trim() === '';
  const codes = new Set<string>();
  for (const { range, code } of checkFile(view.model, view.uri)) {
    const isMeant = range.start.line === number || (isAlone && range.start.line === number + 1);
    if (isMeant && typeof code === 'string') codes.add(code);
  }
  const found = codes.size > 0 ? [...codes] : ['sip-conf/'];
  return found.map(code => {
    const label = `sip-workbench-ignore ${code}`;
    const newText = code.endsWith('/') ? label : `${label}: `;
    return {
      label,
      kind: CompletionItemKind.Text,
      detail: 'Ignores a rule here',
      textEdit: { range: lineRange(number, column - word.length, column), newText },
    };
  });
}

function directives({ view, number }: CompletionPlace, start: number, end: number): CompletionItem[] {
  const words: [string, string][] = [
    ['#include', 'Reads another file here; the file must exist'],
    ...(isAtLeast(view.model.branch, '11')
      ? [['#tryinclude', 'Reads another file here, if it exists'] satisfies [string, string]]
      : []),
  ];
  return words.map(([label, detail]) => ({
    label,
    kind: CompletionItemKind.Keyword,
    detail,
    filterText: label,
    textEdit: { range: lineRange(number, start, end), newText: `${label} ` },
  }));
}
