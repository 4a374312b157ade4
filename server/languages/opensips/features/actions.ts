import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import { appendAll } from '../../../text/longLists.ts';
import { nearest } from '../../../text/spelling.ts';
import { fixAll, quickFixesAt, touches, wantsKind } from '../../fixes.ts';
import { findingsOf, improves, type Judge } from '../../improves.ts';
import type { Upgrade } from '../../upgrade.ts';
import { checkFile, type Judged, judge } from '../check/check.ts';
import { loadModuleEdits } from '../check/loadModule.ts';
import { moduleFacts } from '../facts/facts.ts';
import { longTermVersion, newestVersion, type Version } from '../facts/versions.ts';
import type { FixEdit } from '../model/finding.ts';
import type { ScriptModel } from '../model/model.ts';
import { modelOf } from '../model/modelOf.ts';
import { moduleNameOf } from '../model/placed.ts';
import type { ScriptView } from '../model/view.ts';
import { parse, print, rangeOf, type ScriptTree } from '../reading/parser.ts';
import { stringValue } from '../syntax/token.ts';
import { upgradeModel } from '../upgrade/upgrade.ts';

/** Quick fixes for the findings at `range`, and the migration of the whole script. */
export function actionsAt(
  view: ScriptView,
  range: Range,
  diagnostics: readonly Diagnostic[],
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const { uri, model } = view;
  const file = {
    uri,
    judged: judge(model).filter(({ finding }) => finding.place.uri === uri),
    rangeOf: ({ span, place }: Judged['finding']) => rangeOf(span, place.start),
    changeOf: (edit: FixEdit, { place }: Judged['finding']) => ({
      uri: (edit.place ?? place).uri,
      range: rangeOf(edit.span, (edit.place ?? place).start),
      newText: edit.text,
    }),
  };
  const actions: CodeAction[] = [];
  if (wantsKind(only, CodeActionKind.QuickFix)) {
    const fixes = quickFixesAt(file, range, diagnostics);
    appendAll(actions, improving(view, [...fixes, ...missingModuleActions(view, range, diagnostics)]));
  }
  if (only !== undefined && wantsKind(only, CodeActionKind.SourceFixAll)) appendAll(actions, fixAll(file));
  if (wantsKind(only, CodeActionKind.RefactorRewrite)) appendAll(actions, upgradeActions(view));
  return actions;
}

/** The versions that an upgrade is offered for; the one with long-term support comes first. */
const offeredTargets: readonly Version[] = [longTermVersion, newestVersion];
/** Longer scripts are upgraded only from the palette or the command line: a light bulb must not take that long. */
const upgradeLineLimit = 6000;

/** The upgrade of the whole script to a later version, as one edit; the title counts what is left to do. */
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
        title: `Migrate to OpenSIPS ${to}: ${done} change${done === 1 ? '' : 's'}${left === 0 ? '' : `, ${left} need${left === 1 ? 's' : ''} manual work`}`,
        kind: CodeActionKind.RefactorRewrite,
        edit: { changes: Object.fromEntries(upgrade.files.map(file => [file.uri, [wholeText(file)]])) },
      },
    ];
  });
}

const upgrades = new WeakMap<ScriptModel, Map<Version, Upgrade | undefined>>();

/** The editor requests light bulbs whenever the cursor moves, and the result stays the same until the script changes. */
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

/** Loads the module that a finding reports as missing. */
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
    if (!touches(at, range)) continue;
    for (const module of finding.missingModules) {
      if (offered.has(module) || isMeantBySomeLine(view.model, module)) continue;
      const load = loadModuleEdits(view.model, module);
      if (load === undefined) continue;
      offered.add(module);
      actions.push({
        title: view.model.modules.has(module)
          ? `Load the module ${module} above this line`
          : `Load the module ${module}`,
        kind: CodeActionKind.QuickFix,
        diagnostics: diagnostics.filter(
          diagnostic => diagnostic.code === rule.code && touches(diagnostic.range, at),
        ),
        edit: { changes: { [load.uri]: [...load.edits] } },
      });
    }
  }
  return actions;
}

/** True if a line that loads a module has a misspelled name, and may be meant to load this one: correcting it is the fix. */
function isMeantBySomeLine({ items }: ScriptModel, module: string): boolean {
  return items.some(({ item }) => {
    if (item.type !== 'loadmodule' || item.path === undefined) return false;
    const name = moduleNameOf(stringValue(item.path)).replace(/\.$/, '');
    if (moduleFacts(name) !== undefined && stringValue(item.path).endsWith('.so')) return false;
    return name === '' || nearest(name, [module]) === module;
  });
}

/** Only the fixes after which our own check finds fewer problems and no new ones. */
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
