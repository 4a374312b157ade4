import type { CodeAction, CodeActionKind, Diagnostic, Range } from 'vscode-languageserver-types';
import { fixActionsAt, wholeLines } from '../../../fixes.ts';
import { type Judged, judgeUsers, rangeOf } from '../check/check.ts';
import type { FixEdit } from '../model/finding.ts';
import type { UsersView } from './cursor.ts';

/** The fixes of what was found in the lines of a range, and everything at once that can be fixed without thinking. */
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
