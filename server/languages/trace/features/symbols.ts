import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { arrowLabel, dialogTitle } from '../model/describe.ts';
import type { TraceEntry } from '../model/entry.ts';
import { rangeOf, wholeRange } from '../model/place.ts';
import { type TraceView, traceOfView } from './cursor.ts';

/** More symbols than this make an outline useless and an editor slow. */
const MOST_SYMBOLS = 20_000;

/**
 * The outline by dialog: one symbol for each Call-ID that spans its messages. A dialog whose messages are mixed
 * with those of others covers only its first message, since ranges of an outline must not overlap.
 */
export function symbolsOf(view: TraceView): DocumentSymbol[] {
  const trace = traceOfView(view);
  if (trace === undefined) return [];
  const symbols: DocumentSymbol[] = [];
  let count = 0;
  for (const dialog of trace.flow.dialogs) {
    const entries = dialog.messages.flatMap(index => trace.entries[index] ?? []);
    const first = entries[0];
    const last = entries.at(-1);
    if (first === undefined || last === undefined || count > MOST_SYMBOLS) continue;
    count += entries.length + 1;
    symbols.push({
      name: dialogTitle(dialog, trace.entries),
      detail: dialog.callId,
      kind: SymbolKind.Event,
      range: { start: wholeRange(first).start, end: wholeRange(last).end },
      selectionRange: startLineRange(first),
      children: entries.map(messageSymbol),
    });
  }
  for (const entry of trace.entries) {
    if (entry.facts.callId === undefined && count++ <= MOST_SYMBOLS) symbols.push(messageSymbol(entry));
  }
  return symbols;
}

function messageSymbol(entry: TraceEntry): DocumentSymbol {
  return {
    name: `${entry.index} ${arrowLabel(entry)}`,
    detail: entry.message.context.time ?? entry.facts.cseqText ?? '',
    kind: entry.facts.method === undefined ? SymbolKind.Field : SymbolKind.Method,
    range: wholeRange(entry),
    selectionRange: startLineRange(entry),
  };
}

function startLineRange(entry: TraceEntry): ReturnType<typeof rangeOf> {
  return rangeOf(entry, { start: 0, end: Math.max(1, entry.facts.startLine.length) });
}
