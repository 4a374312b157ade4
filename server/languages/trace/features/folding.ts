import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import { lineOfSlice, linesOfMessage } from '../reading/compact.ts';
import { type TraceView, traceOfView } from './cursor.ts';

/** Every message folds into its start line, and every body into its first line. */
export function foldingOf(view: TraceView): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (const { message, line, blockLine } of traceOfView(view)?.entries ?? []) {
    const lines = linesOfMessage(message);
    const lineAt = (number: number): number => blockLine + lineOfSlice(message, number);
    const end = lineAt(lines.findLastIndex(isFull));
    if (end <= line) continue;
    ranges.push({ startLine: line, endLine: end, kind: FoldingRangeKind.Region });
    const empty = lines.findIndex(text => !isFull(text));
    if (empty < 0 || empty + 1 === lines.length) continue;
    const body = lineAt(empty + 1);
    if (body < end) ranges.push({ startLine: body, endLine: end });
  }
  return ranges;
}

function isFull(line: string): boolean {
  return line.trim() !== '';
}
