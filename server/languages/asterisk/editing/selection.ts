import type { Position, Range, SelectionRange } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { isWithin, lineRange, valueColumns, valueOffset } from '../config/columns.ts';
import type { ConfigLine, OptionLine } from '../config/line.ts';
import { lineAt, sectionAt } from '../config/parser.ts';
import type { ConfView } from './confView.ts';
import { lastCodeLine } from './sections.ts';

/** The smallest part of a value that has its own meaning, as offsets in the value; undefined when nothing is known about it. */
type PartAt<V> = (
  view: V,
  option: OptionLine,
  offset: number,
  line: number,
) => { readonly start: number; readonly end: number } | undefined;

/**
 * Answers the request for the ranges that an editor selects step by step at each position: word, value, line, options of the
 * section, section, file.
 */
export function selectionRangesBy<V extends ConfView>(partAt: PartAt<V>) {
  return (view: V, positions: readonly Position[]): SelectionRange[] =>
    positions.map(position => nest(rangesAt(view, position, partAt), position));
}

function nest(ranges: readonly Range[], position: Position): SelectionRange {
  let parent: SelectionRange | undefined;
  for (const range of ranges.toReversed()) {
    if (!holds(range, position)) continue;
    if (parent !== undefined && (isSame(parent.range, range) || !isInside(range, parent.range))) continue;
    parent = parent === undefined ? { range } : { range, parent };
  }
  return parent ?? { range: { start: position, end: position } };
}

/** From the smallest to the largest; some may not contain the position. */
function rangesAt<V extends ConfView>(view: V, { line, character }: Position, partAt: PartAt<V>): Range[] {
  const { tree } = view;
  const text = lineAt(tree, line);
  const total = tree.starts.at(-1) ?? 0;
  const file: Range = { start: { line: 0, character: 0 }, end: { line: Math.max(total, line), character } };
  if (text === undefined) return [file];
  const index = sectionAt(tree, line);
  const section = tree.sections[index];
  const start = tree.starts[index] ?? 0;
  const ranges = [...insideLine(view, text, line, character, partAt)];
  ranges.push(lineRange(line, 0, lengthWithoutEol(text.text)));
  if (section?.lines[0]?.kind === 'header') {
    const last = lastCodeLine(section);
    const end = { line: start + last, character: lengthWithoutEol(section.lines[last]?.text ?? '') };
    if (last > 0) ranges.push({ start: { line: start + 1, character: 0 }, end });
    ranges.push({ start: { line: start, character: 0 }, end });
  }
  const lastLine = lineAt(tree, total - 1);
  const fileEnd = { line: total - 1, character: lengthWithoutEol(lastLine?.text ?? '') };
  ranges.push({ start: { line: 0, character: 0 }, end: fileEnd });
  return ranges;
}

function insideLine<V extends ConfView>(
  view: V,
  text: ConfigLine,
  line: number,
  column: number,
  partAt: PartAt<V>,
): Range[] {
  if (text.kind === 'blank' || text.kind === 'comment' || text.kind === 'long') return [];
  const ranges: Range[] = [];
  if (text.kind === 'header') {
    const word = text.options.find(option => isWithin(column, option.start, option.end));
    if (word !== undefined) ranges.push(lineRange(line, word.start, word.end));
    ranges.push(lineRange(line, text.nameStart, text.nameEnd));
  } else if (text.kind === 'directive') {
    ranges.push(lineRange(line, text.argumentStart, text.argumentEnd));
  } else if (text.kind === 'option') {
    const offset = valueOffset(text, column);
    const part = offset === undefined ? undefined : partAt(view, text, offset, line);
    if (part !== undefined) {
      const columns = valueColumns(text, part.start, part.end);
      ranges.push(lineRange(line, columns.start, columns.end));
    }
    ranges.push(lineRange(line, text.valueStart, text.valueEnd));
    ranges.push(lineRange(line, text.nameStart, text.nameEnd));
  }
  ranges.push(lineRange(line, text.start, text.end));
  return ranges;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function holds(range: Range, position: Position): boolean {
  return compare(range.start, position) <= 0 && compare(position, range.end) <= 0;
}

function isInside(inner: Range, outer: Range): boolean {
  return compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
}

function isSame(a: Range, b: Range): boolean {
  return compare(a.start, b.start) === 0 && compare(a.end, b.end) === 0;
}
