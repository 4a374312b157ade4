import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { FlexisipView } from './cursor.ts';
import { lastCodeLine } from './symbols.ts';

/** Sections, and groups of two or more comment lines. */
export function foldingOf({ tree, model }: FlexisipView): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  tree.sections.forEach((section, index) => {
    const start = model.starts[index] ?? 0;
    const last = section.header === undefined ? 0 : lastCodeLine(section);
    if (last > 0) ranges.push({ startLine: start, endLine: start + last });
    let first = -1;
    section.lines.forEach(({ statement }, offset) => {
      if (statement.kind !== 'comment') {
        first = -1;
        return;
      }
      if (first < 0) first = offset;
      const next = section.lines[offset + 1]?.statement.kind;
      if (next !== 'comment' && offset > first) {
        ranges.push({ startLine: start + first, endLine: start + offset, kind: FoldingRangeKind.Comment });
      }
    });
  });
  return ranges;
}
