import type { Position, Range, SelectionRange } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { lineAt } from '../reading/parser.ts';
import { columns, cursorAt, type FlexisipView } from './cursor.ts';

/** The ranges of the Expand Selection command: word, value, line, section, file. */
export function selectionRangesOf(view: FlexisipView, positions: readonly Position[]): SelectionRange[] {
  return positions.map(position => {
    let selection: SelectionRange | undefined;
    for (const range of rangesAt(view, position)) {
      if (selection !== undefined && isSame(selection.range, range)) continue;
      selection = selection === undefined ? { range } : { range, parent: selection };
    }
    return selection ?? { range: { start: position, end: position } };
  });
}

/** From the largest to the smallest. */
function rangesAt(view: FlexisipView, position: Position): Range[] {
  const { line, character } = position;
  const found = lineAt(view.tree, line);
  const total = view.tree.sections.reduce((sum, section) => sum + section.lines.length, 0);
  if (found === undefined) return [];
  const lastLength = lengthWithoutEol(lineAt(view.tree, total - 1)?.line.text ?? '');
  const ranges = [{ start: { line: 0, character: 0 }, end: { line: total - 1, character: lastLength } }];
  const { section, start } = found;
  if (section.header !== undefined) {
    const last = section.lines.length - 1;
    const end = { line: start + last, character: lengthWithoutEol(section.lines[last]?.text ?? '') };
    ranges.push({ start: { line: start, character: 0 }, end });
  }
  const length = lengthWithoutEol(found.line.text);
  ranges.push(columns(line, 0, length));
  const cursor = cursorAt(view, position);
  const entry = cursor?.entry;
  if (entry === undefined) return ranges;
  if (cursor?.part === 'key') ranges.push(columns(line, entry.keyStart, entry.keyEnd));
  if (cursor?.part !== 'value' || character < entry.valueStart || character > entry.valueEnd) return ranges;
  ranges.push(columns(line, entry.valueStart, entry.valueEnd));
  const text = found.line.text.slice(0, length);
  const before = /[^ \t']*$/.exec(text.slice(entry.valueStart, character))?.[0].length ?? 0;
  const after = /^[^ \t']*/.exec(text.slice(character, entry.valueEnd))?.[0].length ?? 0;
  if (before + after > 0) ranges.push(columns(line, character - before, character + after));
  return ranges;
}

function isSame(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
