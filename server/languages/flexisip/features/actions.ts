import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { type Judged, judge, rangeOf } from '../check/check.ts';
import type { Fix, FixEdit } from '../model/finding.ts';
import { type FlexisipModel, lineOf } from '../model/model.ts';
import type { FlexisipView } from './cursor.ts';

/** Quick fixes of the findings in a range, and one action that fixes everything that is right without thinking. */
export function actionsOf(
  view: FlexisipView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const actions: CodeAction[] = [];
  const judged = judge(view.model);
  if (wants(only, CodeActionKind.QuickFix)) {
    for (const one of judged) {
      const at = rangeOf(view.model, one.finding);
      if (at.end.line < range.start.line || at.start.line > range.end.line) continue;
      for (const fix of one.finding.fixes ?? [])
        actions.push(quickFix(view.model, one, fix, at, diagnostics));
    }
  }
  if (wants(only, CodeActionKind.SourceFixAll)) actions.push(...fixAll(view.model, judged));
  return actions;
}

function wants(only: readonly CodeActionKind[] | undefined, kind: CodeActionKind): boolean {
  return (
    only === undefined ||
    only.some(wanted => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`))
  );
}

function quickFix(
  model: FlexisipModel,
  { rule }: Judged,
  fix: Fix,
  at: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction {
  const about = diagnostics.filter(
    ({ code, range }) =>
      code === rule.code &&
      range.start.line === at.start.line &&
      range.start.character === at.start.character,
  );
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    ...(about.length === 0 ? {} : { diagnostics: about }),
    ...(fix.isPreferred === true ? { isPreferred: true } : {}),
    edit: { changes: { [model.uri]: fix.edits.map(edit => textEdit(model, edit)) } },
  };
}

/** Edits that touch one another are left for the next time. */
function fixAll(model: FlexisipModel, judged: readonly Judged[]): CodeAction[] {
  const edits: TextEdit[] = [];
  for (const { finding } of judged) {
    const fix = finding.fixes?.find(candidate => candidate.isPreferred === true);
    const added = fix?.edits.map(edit => textEdit(model, edit)) ?? [];
    if (added.some(edit => edits.some(other => overlaps(edit.range, other.range)))) continue;
    edits.push(...added);
  }
  if (edits.length === 0) return [];
  const edit = { changes: { [model.uri]: edits } };
  return [{ title: 'Fix everything that has one right way', kind: CodeActionKind.SourceFixAll, edit }];
}

function overlaps(a: Range, b: Range): boolean {
  return !isBefore(a, b) && !isBefore(b, a);
}

function isBefore(a: Range, b: Range): boolean {
  return a.end.line < b.start.line || (a.end.line === b.start.line && a.end.character < b.start.character);
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
