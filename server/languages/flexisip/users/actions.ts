import { type CodeAction, CodeActionKind, type Diagnostic, type Range } from 'vscode-languageserver-types';
import { judgeUsers, rangeOf } from './check.ts';
import type { UsersView } from './cursor.ts';

/** Quick fixes of the findings in a range, and one action for those that are right without thinking. */
export function usersActionsOf(
  { model }: UsersView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const wants = (kind: CodeActionKind): boolean =>
    only === undefined ||
    only.some(wanted => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
  const judged = judgeUsers(model);
  const actions: CodeAction[] = [];
  const edits: { range: Range; newText: string }[] = [];
  for (const { rule, finding } of judged) {
    const at = rangeOf(finding);
    for (const fix of finding.fixes ?? []) {
      const changes = fix.edits.map(edit => ({ range: rangeOf(edit), newText: edit.newText }));
      if (fix.isPreferred === true) edits.push(...changes);
      if (at.end.line < range.start.line || at.start.line > range.end.line) continue;
      if (!wants(CodeActionKind.QuickFix)) continue;
      const about = diagnostics.filter(
        one => one.code === rule.code && one.range.start.line === at.start.line,
      );
      actions.push({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        ...(about.length === 0 ? {} : { diagnostics: about }),
        ...(fix.isPreferred === true ? { isPreferred: true } : {}),
        edit: { changes: { [model.uri]: changes } },
      });
    }
  }
  if (edits.length > 0 && wants(CodeActionKind.SourceFixAll)) {
    const title = 'Fix everything that has one right way';
    actions.push({ title, kind: CodeActionKind.SourceFixAll, edit: { changes: { [model.uri]: edits } } });
  }
  return actions;
}
