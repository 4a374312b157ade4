import type { CodeAction, CodeActionKind, Diagnostic, Range } from 'vscode-languageserver-types';
import { fixActionsAt, wholeLines } from '../../../fixes.ts';
import { type Judged, judgeUsers, rangeOf } from '../check/check.ts';
import type { FixEdit } from '../model/finding.ts';
import type { UsersView } from './cursor.ts';

/** The fixes for the problems in a range of lines, and one action for all fixes that need no decision. */
export function usersActionsOf(
  { model }: UsersView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const file = {
    uri: model.uri,
    judged: judgeUsers(model),
    rangeOf: (finding: Judged['finding']) => rangeOf(finding),
    changeOf: (edit: FixEdit) => ({ range: rangeOf(edit), newText: edit.newText }),
  };
  return fixActionsAt(file, wholeLines(range), diagnostics, only);
}
