import {
  type CompletionItem,
  type CompletionItemKind,
  InsertTextFormat,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import type { Entry } from '../entry.ts';

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
    readonly data?: ItemData;
  } = {},
): CompletionItem {
  return {
    label,
    kind,
    textEdit: { range, newText: more.insert ?? label },
    ...(more.detail === undefined ? {} : { detail: more.detail }),
    ...(more.rank === undefined ? {} : { sortText: ` ${String(more.rank).padStart(3, '0')}` }),
    ...(more.isSnippet === true ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(more.data === undefined ? {} : { data: more.data }),
  };
}

/** The range of the text already typed before a position. */
export function before(position: Position, word: string): Range {
  return { start: { line: position.line, character: position.character - word.length }, end: position };
}
