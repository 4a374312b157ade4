import {
  type FoldingRange,
  FoldingRangeKind,
  type Position,
  type SelectionRange,
} from 'vscode-languageserver-types';
import { blockAt, blocksOf, holds, positionIn, type ScriptView } from '../model/view.ts';
import { rangeOf, tokensOf } from '../reading/parser.ts';
import type { Span, Token } from '../syntax/token.ts';

/** Everything in braces, block comments, runs of comment lines, runs of loadmodule and modparam. */
export function foldingOf(view: ScriptView): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const runs: { kind: 'comment' | 'loadmodule' | 'modparam'; first: number; last: number }[] = [];
  const extend = (kind: 'comment' | 'loadmodule' | 'modparam', line: number, endLine: number) => {
    const last = runs.at(-1);
    if (last !== undefined && last.kind === kind && line <= last.last + 1) last.last = endLine;
    else runs.push({ kind, first: line, last: endLine });
  };
  for (const { block, place } of blocksOf(view)) {
    for (let at = 0; at + 1 < block.braces.length; at += 2) {
      const start = place.start + (block.braces[at] ?? 0);
      const end = place.start + (block.braces[at + 1] ?? 0);
      if (end - 1 > start) ranges.push({ startLine: start, endLine: end - 1 });
    }
    const lines: { line: number; endLine: number; kind: 'comment' | 'loadmodule' | 'modparam' }[] = [];
    for (const comment of block.comments)
      if (comment.isBesideText !== true)
        lines.push({
          line: place.start + comment.line,
          endLine: place.start + comment.endLine,
          kind: 'comment',
        });
    for (const item of block.items)
      if (item.type === 'loadmodule' || item.type === 'modparam')
        lines.push({ line: place.start + item.line, endLine: place.start + item.endLine, kind: item.type });
    for (const one of lines.sort((a, b) => a.line - b.line)) extend(one.kind, one.line, one.endLine);
  }
  for (const { kind, first, last } of runs) {
    if (last <= first) continue;
    ranges.push({
      startLine: first,
      endLine: last,
      kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Imports,
    });
  }
  return ranges;
}

/** From the token outward: the text in each pair of brackets, the item, the file. */
export function selectionRangesAt(view: ScriptView, positions: readonly Position[]): SelectionRange[] {
  return positions.map(position => {
    const at = blockAt(view, position.line);
    const end = { line: view.tree.lines.length, character: 0 };
    let selection: SelectionRange = { range: { start: { line: 0, character: 0 }, end } };
    if (at === undefined) return selection;
    const inside = positionIn(at.place, position);
    const spans: Span[] = [];
    for (const item of at.block.items) if (holds(item, inside)) spans.push(item);
    const open: Token[] = [];
    for (const token of tokensOf(view.tree, at.block, at.place.start)) {
      if (token.kind === 'sign' && /^[({[]$/.test(token.text)) open.push(token);
      else if (token.kind === 'sign' && /^[)}\]]$/.test(token.text)) {
        const start = open.pop();
        if (start === undefined) continue;
        const span = { line: start.line, start: start.start, endLine: token.endLine, end: token.end };
        if (holds(span, inside)) spans.push(span);
      }
      if (holds(token, inside)) spans.push(token);
    }
    const ordered = spans.sort(
      (a, b) => b.endLine - b.line - (a.endLine - a.line) || b.end - b.start - (a.end - a.start),
    );
    for (const span of ordered) {
      const range = rangeOf(span, at.place.start);
      selection = { range, parent: selection };
    }
    return selection;
  });
}
