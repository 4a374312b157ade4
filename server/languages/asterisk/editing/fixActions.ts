import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import type { LinePlace } from '../config/entry.ts';
import type { Fix, FixEdit } from '../config/finding.ts';
import type { Judged } from '../config/findings.ts';

/** A file with everything that the rules say about it. */
export interface JudgedFile {
  readonly uri: string;
  readonly judged: readonly Judged[];
  lineOf(place: LinePlace): number;
}

/** The fixes of what the rules found in a range, and everything at once that can be fixed without thinking. */
export function fixActionsAt(
  view: JudgedFile,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly string[] | undefined,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    only === undefined ||
    only.some(wanted => kind === wanted || wanted === '' || kind.startsWith(`${wanted}.`));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) actions.push(...quickFixes(view, range, diagnostics));
  // Offered on its own only when asked for: it concerns the file, not the place.
  if (only !== undefined && wants(CodeActionKind.SourceFixAll)) actions.push(...fixAll(view));
  return actions;
}

function quickFixes(view: JudgedFile, range: Range, diagnostics: readonly Diagnostic[]): CodeAction[] {
  const found = view.judged
    .filter(({ finding }) => finding.lateFix !== undefined || (finding.fixes ?? []).length > 0)
    .map(judged => ({ judged, place: rangeOf(view, judged.finding) }))
    .filter(({ place }) => touches(place, range))
    .sort(
      (a, b) => compare(a.place.start, b.place.start) || compareTexts(a.judged.rule.code, b.judged.rule.code),
    );
  return found.flatMap(({ judged, place }) => {
    const shown = diagnosticOf(judged, place, diagnostics);
    const { fixes = [], lateFix } = judged.finding;
    return [...fixes, ...(lateFix === undefined ? [] : [lateFix()])].map(fix => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      ...(shown === undefined ? {} : { diagnostics: [shown] }),
      ...(fix.isPreferred === true ? { isPreferred: true } : {}),
      edit: { changes: changesOf(view, fix) },
    }));
  });
}

/** All preferred fixes of the file that do not stand in each other's way. */
function fixAll(view: JudgedFile): CodeAction[] {
  const { uri } = view;
  const taken: TextEdit[] = [];
  for (const { judged } of fixable(view, candidate => candidate.isPreferred === true)) {
    const fix = judged.finding.fixes?.find(candidate => candidate.isPreferred === true);
    if (fix === undefined) continue;
    const changes = changesOf(view, fix);
    const edits = changes[uri] ?? [];
    // A fix that reaches into other files is not a matter of this file alone.
    if (Object.keys(changes).some(file => file !== uri)) continue;
    if (edits.some(edit => taken.some(other => overlaps(edit.range, other.range)))) continue;
    taken.push(...edits);
  }
  if (taken.length === 0) return [];
  const kind = CodeActionKind.SourceFixAll;
  return [{ title: 'Fix all problems that can be fixed safely', kind, edit: { changes: { [uri]: taken } } }];
}

/** What the rules found and can fix in a wanted way, in the order of the text. */
function fixable(
  view: JudgedFile,
  isWanted: (fix: Fix) => boolean,
): { readonly judged: Judged; readonly place: Range }[] {
  return view.judged
    .filter(({ finding }) => finding.fixes?.some(isWanted) === true)
    .map(judged => ({ judged, place: rangeOf(view, judged.finding) }))
    .sort(
      (a, b) => compare(a.place.start, b.place.start) || compareTexts(a.judged.rule.code, b.judged.rule.code),
    );
}

function diagnosticOf(
  { rule }: Judged,
  place: Range,
  diagnostics: readonly Diagnostic[],
): Diagnostic | undefined {
  return diagnostics.find(({ code, range }) => code === rule.code && compare(range.start, place.start) === 0);
}

function changesOf(view: JudgedFile, fix: Fix): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of fix.edits) {
    const { file } = edit.place;
    const edits = changes[file] ?? [];
    edits.push({ range: editRange(view, edit), newText: edit.newText });
    changes[file] = edits;
  }
  return changes;
}

function editRange(view: JudgedFile, edit: FixEdit): Range {
  const line = view.lineOf(edit);
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

function rangeOf(view: JudgedFile, at: LinePlace & { readonly start: number; readonly end: number }): Range {
  const line = view.lineOf(at);
  return { start: { line, character: at.start }, end: { line, character: at.end } };
}

type Place = Range['start'];

function compare(a: Place, b: Place): number {
  return a.line - b.line || a.character - b.character;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function touches(a: Range, b: Range): boolean {
  return compare(a.start, b.end) <= 0 && compare(b.start, a.end) <= 0;
}

function overlaps(a: Range, b: Range): boolean {
  const isSamePlace = compare(a.start, b.start) === 0;
  return isSamePlace || (compare(a.start, b.end) < 0 && compare(b.start, a.end) < 0);
}
