import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-types';
import { fixActionsAt } from '../../editing/fixActions.ts';
import { judge } from '../check/check.ts';
import type { SipConfView } from './cursor.ts';

/** The fixes of what the rules found in a range, and everything at once that can be fixed without thinking. */
export function actionsAt(
  { model, uri }: SipConfView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly string[] | undefined,
): CodeAction[] {
  const file = { uri, judged: judge(model, uri), lineOf: model.lineOf.bind(model) };
  return fixActionsAt(file, range, diagnostics, only);
}
