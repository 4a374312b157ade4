import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { TraceEntry } from '../model/entry.ts';
import { linesOf } from '../model/place.ts';
import { type TraceView, traceOfView } from './cursor.ts';

/** Every message folds into its start line, and every body into its first line. */
export function foldingOf(view: TraceView): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (const entry of traceOfView(view)?.entries ?? []) {
    const { first, last } = linesOf(entry);
    const end = lastFullLine(entry, last);
    if (end <= first) continue;
    ranges.push({ startLine: first, endLine: end, kind: FoldingRangeKind.Region });
    const { slices } = entry.message;
    const empty = slices.findIndex(slice => slice.text.trim() === '');
    const body = empty < 0 ? undefined : slices[empty + 1];
    if (body !== undefined && entry.blockLine + body.line < end) {
      ranges.push({ startLine: entry.blockLine + body.line, endLine: end });
    }
  }
  return ranges;
}

function lastFullLine(entry: TraceEntry, last: number): number {
  const full = entry.message.slices.findLast(slice => slice.text.trim() !== '');
  return full === undefined ? last : entry.blockLine + full.line;
}
