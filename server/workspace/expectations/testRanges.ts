import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';

/** Where the items of the list `tests` are in a valid JSON text, and how many levels it has. */
export function testRanges(text: string): { readonly ranges: readonly Range[]; readonly levels: number } {
  const document = TextDocument.create('', 'json', 0, text);
  const ranges: Range[] = [];
  let depth = 0;
  let levels = 0;
  let key = '';
  let isInTests = false;
  let begin = 0;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (token.startsWith('"')) {
      if (depth === 1) key = token;
    } else if (token === '[' || token === '{') {
      if (depth === 1) isInTests = token === '[' && key === '"tests"';
      if (depth === 2 && isInTests) begin = index;
      levels = Math.max(levels, ++depth);
    } else {
      depth--;
      if (depth === 2 && isInTests)
        ranges.push({ start: document.positionAt(begin), end: document.positionAt(index + 1) });
    }
  }
  return { ranges, levels };
}
