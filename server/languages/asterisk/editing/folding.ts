import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { ConfigLine } from '../config/line.ts';
import type { ConfView } from './confView.ts';
import { lastCodeLine } from './sections.ts';

/** Sections, runs of comment lines with block comments, and runs of includes. */
export function foldingOf(view: ConfView): FoldingRange[] {
  const { tree } = view;
  const ranges: FoldingRange[] = [];
  const comments = new Run(ranges, FoldingRangeKind.Comment);
  const includes = new Run(ranges, FoldingRangeKind.Imports);
  let depth = 0;
  tree.sections.forEach((section, index) => {
    const start = tree.starts[index] ?? 0;
    if (section.lines[0]?.kind === 'header') {
      const last = lastCodeLine(section);
      if (last > 0) ranges.push({ startLine: start, endLine: start + last });
    }
    section.lines.forEach((line, offset) => {
      const number = start + offset;
      comments.take(number, isRemark(line, depth), line.depth > 0);
      includes.take(number, line.kind === 'directive' && line.argument !== undefined, false);
      depth = line.depth;
    });
  });
  comments.close(tree.starts.at(-1) ?? 0);
  includes.close(tree.starts.at(-1) ?? 0);
  return ranges;
}

/** Collects neighboring lines into ranges. */
class Run {
  private start: number | undefined;
  private readonly ranges: FoldingRange[];
  private readonly kind: FoldingRangeKind;

  constructor(ranges: FoldingRange[], kind: FoldingRangeKind) {
    this.ranges = ranges;
    this.kind = kind;
  }

  /** `opens`: a line that is not part of the run itself but starts it. */
  take(line: number, belongs: boolean, opens: boolean): void {
    if (belongs) this.start ??= line;
    else {
      this.close(line);
      this.start = opens ? line : undefined;
    }
  }

  close(line: number): void {
    if (this.start !== undefined && line - 1 > this.start) {
      this.ranges.push({ startLine: this.start, endLine: line - 1, kind: this.kind });
    }
    this.start = undefined;
  }
}

function isRemark(line: ConfigLine, depthBefore: number): boolean {
  return line.kind === 'comment' || (line.kind === 'blank' && depthBefore > 0);
}
