import type { CodeAction, CodeActionKind, Diagnostic, Range, TextEdit } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { fixActionsAt, wholeLines } from '../../fixes.ts';
import { type Judged, judge, rangeOf } from '../check/check.ts';
import type { FixEdit } from '../model/finding.ts';
import { type FlexisipModel, lineOf } from '../model/model.ts';
import type { FlexisipView } from './cursor.ts';

/** The fixes for the problems in a range of lines, and one action for all fixes that need no decision. */
export function actionsOf(
  { model }: FlexisipView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const file = {
    uri: model.uri,
    judged: judge(model),
    rangeOf: (finding: Judged['finding']) => rangeOf(model, finding),
    changeOf: (edit: FixEdit) => textEdit(model, edit),
  };
  return fixActionsAt(file, wholeLines(range), diagnostics, only);
}

function textEdit(model: FlexisipModel, edit: FixEdit): TextEdit {
  const line = lineOf(model, edit);
  const source = model.tree.sections[edit.sectionIndex]?.lines[edit.line]?.text ?? '';
  const length = lengthWithoutEol(source);
  if (edit.wholeLine === true) {
    const isLast = length === source.length;
    const end = isLast ? { line, character: length } : { line: line + 1, character: 0 };
    return { range: { start: { line, character: 0 }, end }, newText: '' };
  }
  if (edit.lineAfter === true) {
    const end = { line, character: length };
    return { range: { start: end, end }, newText: `${source.slice(length) || '\n'}${edit.newText}` };
  }
  return {
    range: { start: { line, character: edit.start }, end: { line, character: edit.end } },
    newText: edit.newText,
  };
}
