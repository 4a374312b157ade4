import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { FindingWords, Fix, Judged } from '../rules/finding.ts';
import { appendAll } from '../text/longLists.ts';
import { takenPlaces } from '../text/takenPlaces.ts';

/** The findings in a file, with how its language identifies places. */
export interface FixableFile<Edit, Finding extends FindingWords<object, Edit>> {
  readonly uri: string;
  readonly judged: readonly Judged<Finding>[];
  rangeOf(finding: Finding): Range;
  /** An edit of a fix of `finding`; `uri` is set only if it is in another file. */
  changeOf(edit: Edit, finding: Finding): TextEdit & { readonly uri?: string };
}

/** The fixes for the findings in a range, and, if requested, one action for all fixes that need no decision. */
export function fixActionsAt<Edit, Finding extends FindingWords<object, Edit>>(
  file: FixableFile<Edit, Finding>,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  return [
    ...(wantsKind(only, CodeActionKind.QuickFix) ? quickFixesAt(file, range, diagnostics) : []),
    // It concerns the file, not the place.
    ...(only !== undefined && wantsKind(only, CodeActionKind.SourceFixAll) ? fixAll(file) : []),
  ];
}

/** True if actions of a kind are requested; without `only`, all are. */
export function wantsKind(only: readonly CodeActionKind[] | undefined, kind: CodeActionKind): boolean {
  return (
    only === undefined ||
    only.some(wanted => kind === wanted || wanted === '' || kind.startsWith(`${wanted}.`))
  );
}

/**
 * The fixes for the findings in a range, in text order; then, for each rule that has more findings in
 * this file, one action with all of its preferred fixes.
 */
export function quickFixesAt<Edit, Finding extends FindingWords<object, Edit>>(
  file: FixableFile<Edit, Finding>,
  range: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const single = singleFixesAt(file, range, diagnostics);
  const codes = new Set(
    single.flatMap(({ isPreferred, diagnostics: [shown] = [] }) =>
      isPreferred === true && typeof shown?.code === 'string' ? [shown.code] : [],
    ),
  );
  return [...single, ...[...codes].flatMap(code => fixAllOfRule(file, code, diagnostics))];
}

function singleFixesAt<Edit, Finding extends FindingWords<object, Edit>>(
  file: FixableFile<Edit, Finding>,
  range: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const shownAt = new Map<string, Diagnostic>();
  for (const diagnostic of [...diagnostics].reverse())
    shownAt.set(spot(diagnostic.code, diagnostic.range), diagnostic);
  return placed(file, ({ fixes, lateFix }) => lateFix !== undefined || (fixes ?? []).length > 0)
    .filter(({ place }) => touches(place, range))
    .sort(byPlace)
    .flatMap(({ judged: { rule, finding }, place }) => {
      const shown = shownAt.get(spot(rule.code, place));
      const { fixes = [], lateFix } = finding;
      return [...fixes, ...(lateFix === undefined ? [] : [lateFix()])].map(fix => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        ...(shown === undefined ? {} : { diagnostics: [shown] }),
        ...(fix.isPreferred === true ? { isPreferred: true } : {}),
        edit: { changes: changesOf(file, fix, finding) },
      }));
    });
}

function spot(code: Diagnostic['code'], { start }: Range): string {
  return `${start.line}:${start.character} ${code}`;
}

/** All preferred fixes in the file that do not conflict; no action if there are none. */
export function fixAll<Edit, Finding extends FindingWords<object, Edit>>(
  file: FixableFile<Edit, Finding>,
): CodeAction[] {
  const { edits } = preferredFixes(file);
  if (edits.length === 0) return [];
  const kind = CodeActionKind.SourceFixAll;
  return [{ title: 'Fix all auto-fixable problems', kind, edit: { changes: { [file.uri]: edits } } }];
}

/** The same for one rule, if it has more than one fix. */
function fixAllOfRule<Edit, Finding extends FindingWords<object, Edit>>(
  file: FixableFile<Edit, Finding>,
  code: string,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const { edits, count } = preferredFixes({
    ...file,
    judged: file.judged.filter(({ rule }) => rule.code === code),
  });
  if (count < 2) return [];
  return [
    {
      title: `Fix all ${count} problems of ${code}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: diagnostics.filter(diagnostic => diagnostic.code === code),
      edit: { changes: { [file.uri]: edits } },
    },
  ];
}

/** The edits of the preferred fixes that do not conflict, and their number. */
function preferredFixes<Edit, Finding extends FindingWords<object, Edit>>(
  file: FixableFile<Edit, Finding>,
): { readonly edits: TextEdit[]; readonly count: number } {
  const { uri } = file;
  const isPreferred = (fix: Fix<Edit>): boolean => fix.isPreferred === true;
  const taken: TextEdit[] = [];
  const places = takenPlaces();
  let count = 0;
  for (const { judged } of placed(file, ({ fixes }) => fixes?.some(isPreferred) === true).sort(byPlace)) {
    const fix = judged.finding.fixes?.find(isPreferred);
    if (fix === undefined) continue;
    const changes = changesOf(file, fix, judged.finding);
    // A fix that changes other files does not concern only this file.
    if (Object.keys(changes).some(other => other !== uri)) continue;
    const edits = changes[uri] ?? [];
    if (edits.some(({ range }) => places.overlaps(range))) continue;
    for (const { range } of edits) places.add(range);
    appendAll(taken, edits);
    count++;
  }
  return { edits: taken, count };
}

/** True for ranges that overlap or touch. */
export function touches(a: Range, b: Range): boolean {
  return compare(a.start, b.end) <= 0 && compare(b.start, a.end) <= 0;
}

/** The lines of a range from end to end, for a language in which a line is one statement. */
export function wholeLines({ start, end }: Range): Range {
  return {
    start: { line: start.line, character: 0 },
    end: { line: end.line, character: Number.MAX_SAFE_INTEGER },
  };
}

interface Placed<Finding> {
  readonly judged: Judged<Finding>;
  readonly place: Range;
}

function placed<Edit, Finding extends FindingWords<object, Edit>>(
  file: FixableFile<Edit, Finding>,
  isWanted: (finding: Finding) => boolean,
): Placed<Finding>[] {
  return file.judged
    .filter(({ finding }) => isWanted(finding))
    .map(judged => ({ judged, place: file.rangeOf(judged.finding) }));
}

function byPlace<Finding>(a: Placed<Finding>, b: Placed<Finding>): number {
  return compare(a.place.start, b.place.start) || compareTexts(a.judged.rule.code, b.judged.rule.code);
}

function changesOf<Edit, Finding extends FindingWords<object, Edit>>(
  file: FixableFile<Edit, Finding>,
  fix: Fix<Edit>,
  finding: Finding,
): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of fix.edits) {
    const { uri = file.uri, range, newText } = file.changeOf(edit, finding);
    const edits = changes[uri] ?? [];
    edits.push({ range, newText });
    changes[uri] = edits;
  }
  return changes;
}

type Place = Range['start'];

function compare(a: Place, b: Place): number {
  return a.line - b.line || a.character - b.character;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
