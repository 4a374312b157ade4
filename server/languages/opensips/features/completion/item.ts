import {
  type CompletionItem,
  type CompletionItemKind,
  InsertTextFormat,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import { dataOf, type Entry } from '../entry.ts';

/** The data in an item from which its documentation is made when the user opens it. */
export interface ItemData extends Entry {
  readonly version: string;
}

export function item(
  label: string,
  kind: CompletionItemKind,
  range: Range,
  more: {
    readonly detail?: string;
    readonly insert?: string;
    readonly isSnippet?: boolean;
    /** Places it above items without one; the lowest comes first. */
    readonly rank?: number | undefined;
    /** Edits elsewhere that belong to it; an item with some comes below all others. */
    readonly edits?: readonly TextEdit[];
    readonly data?: ItemData;
  } = {},
): CompletionItem {
  const { detail, insert = label, isSnippet, rank, edits, data } = more;
  const made: CompletionItem = { label, kind, textEdit: { range, newText: insert } };
  if (detail !== undefined) made.detail = detail;
  if (rank !== undefined) made.sortText = ` ${String(rank).padStart(3, '0')}`;
  if (isSnippet === true) made.insertTextFormat = InsertTextFormat.Snippet;
  if (data !== undefined) made.data = dataOf(data, data.version, label);
  if (edits !== undefined) {
    made.sortText = `~${label}`;
    made.additionalTextEdits = [...edits];
  }
  return made;
}

/** The range of the text already typed before a position. */
export function before(position: Position, word: string): Range {
  return { start: { line: position.line, character: position.character - word.length }, end: position };
}
