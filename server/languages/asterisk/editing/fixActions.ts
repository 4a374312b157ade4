import type { CodeAction, CodeActionKind, Diagnostic, Range } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { fixActionsAt } from '../../fixes.ts';
import type { LinePlace } from '../config/entry.ts';
import type { FixEdit } from '../config/finding.ts';
import type { Judged } from '../config/findings.ts';
import { rangeOf } from '../config/judging.ts';

/** A file open in the editor, with the model that knows where its lines are. */
interface FileView {
  readonly uri: string;
  readonly model: { lineOf(place: LinePlace): number };
}

/**
 * Answers the request for code actions: the fixes for what the rules found in a range, and a fix for all auto-fixable problems.
 * `judge` returns the findings of the rules in a file.
 */
export function fixActionsBy<View extends FileView>(judge: (view: View) => readonly Judged[]) {
  return (
    view: View,
    range: Range,
    diagnostics: readonly Diagnostic[],
    only: readonly CodeActionKind[] | undefined,
  ): CodeAction[] => {
    const { uri, model } = view;
    const file = {
      uri,
      judged: judge(view),
      rangeOf: (at: Judged['finding']) => rangeOf(model, at),
      changeOf: (edit: FixEdit) => ({
        uri: edit.place.file,
        range: editRange(edit, model.lineOf(edit)),
        newText: edit.newText,
      }),
    };
    return fixActionsAt(file, range, diagnostics, only);
  };
}

function editRange(edit: FixEdit, line: number): Range {
  const text = edit.place.section.lines[edit.line]?.text ?? '';
  const length = lengthWithoutEol(text);
  const hasEol = length < text.length;
  if (edit.wholeLine === true) {
    const end = hasEol ? { line: line + 1, character: 0 } : { line, character: length };
    return { start: { line, character: 0 }, end };
  }
  // A column after the line break is the start of the next line.
  const place = (column: number) =>
    column > length && hasEol
      ? { line: line + 1, character: 0 }
      : { line, character: Math.min(column, length) };
  return { start: place(edit.start), end: place(edit.end) };
}
