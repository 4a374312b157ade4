import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import { findingsOf, improves, type Judge } from '../../improves.ts';
import { checkFile, type Judged, judge } from '../check/check.ts';
import { loadModuleEdits } from '../check/loadModule.ts';
import type { Version } from '../facts/versions.ts';
import type { Fix } from '../model/finding.ts';
import { modelOf, type ScriptModel } from '../model/model.ts';
import type { ScriptView } from '../model/view.ts';
import { parse, print, rangeOf, type ScriptTree } from '../reading/parser.ts';
import { type Upgrade, upgradeModel } from '../upgrade/upgrade.ts';

/** Quick fixes for what stands at `range`, and the migration of the whole script. */
export function actionsAt(
  view: ScriptView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const actions: CodeAction[] = [];
  const wants = (kind: CodeActionKind) =>
    only === undefined || only.some(one => kind === one || kind.startsWith(`${one}.`));
  if (wants(CodeActionKind.QuickFix)) {
    const fixes: CodeAction[] = [];
    for (const judged of judge(view.model)) {
      const { finding, rule } = judged;
      if (finding.place.uri !== view.uri || finding.fixes === undefined) continue;
      const at = rangeOf(finding.span, finding.place.start);
      if (!overlaps(at, range)) continue;
      const mended = diagnostics.filter(
        diagnostic => diagnostic.code === rule.code && overlaps(diagnostic.range, at),
      );
      for (const fix of finding.fixes) {
        fixes.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          ...(mended.length > 0 ? { diagnostics: mended } : {}),
          ...(fix.isPreferred === true ? { isPreferred: true } : {}),
          edit: editOf([{ judged, fix }]),
        });
      }
    }
    fixes.push(...missingModuleActions(view, range, diagnostics));
    actions.push(...improving(view, fixes));
  }
  const fixAll: CodeActionKind = CodeActionKind.SourceFixAll;
  if (wants(fixAll)) {
    const preferred = preferredFixes(judge(view.model), view.uri);
    if (preferred.length > 0)
      actions.push({
        title: 'Fix everything that has one right fix',
        kind: fixAll,
        edit: editOf(preferred),
      });
  }
  if (wants(CodeActionKind.RefactorRewrite)) {
    actions.push(...upgradeActions(view));
  }
  return actions;
}

interface Chosen {
  readonly judged: Judged;
  readonly fix: Fix;
}

/** The fixes that are right without thinking, those that touch the same text only once. */
function preferredFixes(found: readonly Judged[], uri: string | undefined): Chosen[] {
  const chosen: Chosen[] = [];
  const taken: { readonly uri: string; readonly range: Range }[] = [];
  for (const judged of found) {
    if (uri !== undefined && judged.finding.place.uri !== uri) continue;
    const fix = judged.finding.fixes?.find(one => one.isPreferred === true);
    if (fix === undefined) continue;
    const { place } = judged.finding;
    const ranges = fix.edits.map(edit => rangeOf(edit.span, place.start));
    if (ranges.some(range => taken.some(one => one.uri === place.uri && overlaps(one.range, range))))
      continue;
    for (const range of ranges) taken.push({ uri: place.uri, range });
    chosen.push({ judged, fix });
  }
  return chosen;
}

/** The branches an upgrade is offered for; the one with long-term support comes first. */
const offeredTargets: readonly Version[] = ['3.6', '4.0'];
/** Longer scripts are upgraded from the palette or the command line: a light bulb may not take that long. */
const upgradeLineLimit = 6000;

/** The whole script as a later branch wants it, as one edit; the title counts what is left. */
function upgradeActions({ tree, model }: ScriptView): CodeAction[] {
  if (tree.lines.length > upgradeLineLimit) return [];
  return offeredTargets.flatMap(to => {
    const upgrade = upgradeTo(model, to);
    if (upgrade === undefined || upgrade.files.length === 0) return [];
    const count = (verdict: string) => upgrade.changes.filter(one => one.verdict === verdict).length;
    const done = count('done') + count('check');
    const left = count('by-hand');
    return [
      {
        title: `Migrate to OpenSIPS ${to}: ${done} change${done === 1 ? '' : 's'}${left === 0 ? '' : `, ${left} left to do by hand`}`,
        kind: CodeActionKind.RefactorRewrite,
        edit: { changes: Object.fromEntries(upgrade.files.map(file => [file.uri, [wholeText(file)]])) },
      },
    ];
  });
}

const upgrades = new WeakMap<ScriptModel, Map<Version, Upgrade | undefined>>();

/** Light bulbs are asked for with every move of the cursor, and the answer stays the same until the script changes. */
function upgradeTo(model: ScriptModel, to: Version): Upgrade | undefined {
  const known = upgrades.get(model) ?? new Map<Version, Upgrade | undefined>();
  upgrades.set(model, known);
  if (!known.has(to)) known.set(to, upgradeModel(model, undefined, to));
  return known.get(to);
}

/** Only the lines that differ are replaced, so that the cursor and folded regions outside them stay. */
function wholeText({ before, text }: Upgrade['files'][number]): TextEdit {
  const old = before.split('\n');
  const changed = text.split('\n');
  let first = 0;
  while (first < Math.min(old.length, changed.length) - 1 && old[first] === changed[first]) first++;
  let last = 0;
  while (
    last < Math.min(old.length, changed.length) - first - 1 &&
    old[old.length - 1 - last] === changed[changed.length - 1 - last]
  )
    last++;
  const endLine = old.length - 1 - last;
  return {
    range: {
      start: { line: first, character: 0 },
      end: { line: endLine, character: (old[endLine] ?? '').length },
    },
    newText: changed.slice(first, changed.length - last).join('\n'),
  };
}

/** Loads the module that a finding misses. */
function missingModuleActions(
  view: ScriptView,
  range: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const actions: CodeAction[] = [];
  const offered = new Set<string>();
  for (const { rule, finding } of judge(view.model)) {
    if (finding.missingModules === undefined || finding.place.uri !== view.uri) continue;
    const at = rangeOf(finding.span, finding.place.start);
    if (!overlaps(at, range)) continue;
    for (const module of finding.missingModules) {
      const load = offered.has(module) ? undefined : loadModuleEdits(view.model, module);
      if (load === undefined) continue;
      offered.add(module);
      actions.push({
        title: view.model.modules.has(module)
          ? `Load the module ${module} above this line`
          : `Load the module ${module}`,
        kind: CodeActionKind.QuickFix,
        diagnostics: diagnostics.filter(
          diagnostic => diagnostic.code === rule.code && overlaps(diagnostic.range, at),
        ),
        edit: { changes: { [load.uri]: [...load.edits] } },
      });
    }
  }
  return actions;
}

/** Only the fixes after which our own check finds less, and nothing new. */
function improving(view: ScriptView, actions: readonly CodeAction[]): CodeAction[] {
  if (actions.length === 0) return [];
  const { project, settings } = view.model;
  const judgeScript: Judge<ScriptTree, ScriptModel> = {
    parse,
    print,
    model: changed => modelOf(changed, { ...settings, opensipsVersion: view.model.version }, undefined),
    check: (uri, _, model) => checkFile(model, uri),
  };
  const before = findingsOf(judgeScript, project);
  return actions.filter(
    ({ edit }) => edit === undefined || improves(judgeScript, project, before, edit) !== false,
  );
}

function editOf(chosen: readonly Chosen[]): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { judged, fix } of chosen) {
    const { place } = judged.finding;
    const edits = fix.edits.map(edit => ({ range: rangeOf(edit.span, place.start), newText: edit.text }));
    const list = changes[place.uri];
    if (list === undefined) changes[place.uri] = edits;
    else list.push(...edits);
  }
  return { changes };
}

function overlaps(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
