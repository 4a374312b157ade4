import type { CodeAction, CodeActionKind, Diagnostic, Range } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { fixActionsAt as actionsOf } from '../../fixes.ts';
import type { LinePlace } from '../config/entry.ts';
import type { FixEdit } from '../config/finding.ts';
import type { Judged } from '../config/findings.ts';

/** A file with everything that the rules say about it. */
export interface JudgedFile {
  readonly uri: string;
  readonly judged: readonly Judged[];
  lineOf(place: LinePlace): number;
}

/** The fixes of what the rules found in a range, and everything at once that can be fixed without thinking. */
export function fixActionsAt(
  { uri, judged, lineOf }: JudgedFile,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const file = {
    uri,
    judged,
    rangeOf: (at: Judged['finding']) => {
      const line = lineOf(at);
      return { start: { line, character: at.start }, end: { line, character: at.end } };
    },
    changeOf: (edit: FixEdit) => ({
      uri: edit.place.file,
      range: editRange(edit, lineOf(edit)),
      newText: edit.newText,
    }),
  };
  return actionsOf(file, range, diagnostics, only);
}

function editRange(edit: FixEdit, line: number): Range {
  const text = edit.place.section.lines[edit.line]?.text ?? '';
  const length = lengthWithoutEol(text);
  const hasEol = length < text.length;
  if (edit.wholeLine === true) {
    const end = hasEol ? { line: line + 1, character: 0 } : { line, character: length };
    return { start: { line, character: 0 }, end };
  }
  // A column behind the end of line is the start of the next line.
  const place = (column: number) =>
    column > length && hasEol
      ? { line: line + 1, character: 0 }
      : { line, character: Math.min(column, length) };
  return { start: place(edit.start), end: place(edit.end) };
}
