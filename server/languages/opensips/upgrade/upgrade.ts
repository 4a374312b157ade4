import { DiagnosticSeverity, type TextEdit } from 'vscode-languageserver-types';
import { messageText } from '../../../rules/diagnostic.ts';
import { applied } from '../../improves.ts';
import type { LanguageSettings, Project } from '../../project.ts';
import type { Upgrade, UpgradeChange } from '../../upgrade.ts';
import { checkFile, judge } from '../check/check.ts';
import { isAtLeast, type Version, versions } from '../facts/versions.ts';
import { bodiesOf } from '../model/bodies.ts';
import type { ScriptModel } from '../model/model.ts';
import { modelOf } from '../model/modelOf.ts';
import { parse, print, rangeOf, type ScriptTree } from '../reading/parser.ts';
import { callSteps } from './calls.ts';
import { globalSteps } from './globals.ts';
import { moduleSteps } from './modules.ts';
import type { UpgradeContext, UpgradeItem, UpgradeStep } from './step.ts';
import { type TakenRanges, takenRanges } from './takenRanges.ts';
import { tlsSteps } from './tls.ts';

/** A change may make room for the next one; scripts need two to four rounds. */
const roundLimit = 12;

/** The steps; those that understand the meaning of a construct come first, the fixes of rules last. */
const steps: readonly UpgradeStep[] = [...tlsSteps, ...moduleSteps, ...callSteps, ...globalSteps, ruleFixes];

/** The upgrade of a script; `from` is detected if it is not given. Undefined when the script is already of the
 * target version or a later one.
 */
export function upgradeModel(
  model: ScriptModel,
  from: Version | undefined,
  to: Version,
): Upgrade | undefined {
  const { project, settings } = model;
  const detected = modelOf(project, { ...settings, opensipsVersion: 'auto' }, undefined).version;
  if (from !== undefined) return isAtLeast(from, to) ? undefined : upgradeScript(project, settings, from, to);
  if (!isAtLeast(detected, to)) return upgradeScript(project, settings, detected, to);
  // Forms that several versions accept do not identify the version; the script may still contain what the target refuses.
  const before = versions[versions.indexOf(to) - 1];
  const upgrade = before === undefined ? undefined : upgradeScript(project, settings, before, to);
  return upgrade === undefined || upgrade.files.length === 0 ? undefined : upgrade;
}

/** Rewrites a script for a later version. Several hops are one: every step knows the form of the target and the
 * forms of older versions. The result is read and checked like a script of the target version; what is left is
 * reported for the user to decide.
 */
export function upgradeScript(
  project: Project<ScriptTree>,
  settings: LanguageSettings,
  from: Version,
  to: Version,
): Upgrade {
  const before = new Map([...project.trees].map(([uri, tree]) => [uri, print(tree)]));
  const texts = new Map(before);
  let changes: UpgradeChange[] = [];
  let model = read(project, settings, texts, to);
  for (let round = 0; round < roundLimit; round++) {
    const chosen = withoutOverlaps(
      steps.flatMap(step => [...step({ model, from, to, bodies: bodiesOf(model) })]),
      new Set(changes.map(keyOf)),
    );
    if (chosen.length === 0) break;
    changes = applyAll(chosen, changes, texts);
    model = read(project, settings, texts, to);
  }
  const remaining = [...texts.keys()].map(uri => ({ uri, diagnostics: checkFile(model, uri) }));
  return {
    from,
    to,
    files: [...texts].flatMap(([uri, text]) => {
      const old = before.get(uri) ?? '';
      return old === text ? [] : [{ uri, before: old, text }];
    }),
    changes: [...changes, ...leftToDo(remaining, changes)].sort(
      (a, b) => a.uri.localeCompare(b.uri) || a.line - b.line,
    ),
    remaining,
  };
}

function read(
  project: Project<ScriptTree>,
  settings: LanguageSettings,
  texts: ReadonlyMap<string, string>,
  to: Version,
): ScriptModel {
  const trees = new Map([...texts].map(([uri, text]) => [uri, parse(text)]));
  return modelOf({ ...project, trees }, { ...settings, opensipsVersion: to }, undefined);
}

/** The unambiguous fixes of rules, for what the target refuses. */
function* ruleFixes({ model, from }: UpgradeContext): Generator<UpgradeItem> {
  for (const { rule, finding } of judge(model)) {
    // The functions of `uri` that this replaces compared the two names.
    const comparedNames = rule.code === 'opensips-cfg/identities-must-match' && !isAtLeast(from, '3.0');
    if (rule.severity !== 'error' && rule.family !== 'migration' && !comparedNames) continue;
    const fix = finding.fixes?.find(one => one.isPreferred === true);
    if (fix === undefined) continue;
    const [what = finding.message, ...rest] = finding.message.split(/(?<=[.!?]) /);
    yield {
      place: finding.place,
      span: finding.span,
      edits: fix.edits.map(edit => ({
        uri: (edit.place ?? finding.place).uri,
        edit: { range: rangeOf(edit.span, (edit.place ?? finding.place).start), newText: edit.text },
      })),
      verdict: 'done',
      what: `${fix.title}.`,
      why: [what, ...rest.slice(0, 1)].join(' '),
    };
  }
}

/** The items of one round: each text is edited once, and each decision for the user is reported once. */
function withoutOverlaps(items: readonly UpgradeItem[], told: ReadonlySet<string>): readonly UpgradeItem[] {
  const taken = new Map<string, TakenRanges>();
  const takenOf = (uri: string): TakenRanges => {
    const known = taken.get(uri) ?? takenRanges();
    taken.set(uri, known);
    return known;
  };
  const seen = new Set(told);
  return items.filter(item => {
    if (item.edits.length === 0) {
      const key = keyOf(changeOf(item));
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    }
    if (!item.edits.every(({ uri, edit }) => takenOf(uri).isFree(edit.range))) return false;
    for (const { uri, edit } of item.edits) takenOf(uri).take(edit.range);
    return true;
  });
}

function changeOf({ place, span, verdict, what, why }: UpgradeItem): UpgradeChange {
  return { uri: place.uri, line: place.start + span.line, verdict, what, why };
}

/** A report line without an edit stays the same, wherever its line has moved. */
function keyOf({ uri, verdict, what, why }: UpgradeChange): string {
  return `${uri} ${verdict} ${what} ${why}`;
}

/** Applies the edits, and adjusts the lines of the report. */
function applyAll(
  items: readonly UpgradeItem[],
  changes: readonly UpgradeChange[],
  texts: Map<string, string>,
): UpgradeChange[] {
  const edits = new Map<string, TextEdit[]>();
  for (const { uri, edit } of items.flatMap(item => item.edits)) {
    const list = edits.get(uri);
    if (list === undefined) edits.set(uri, [edit]);
    else list.push(edit);
  }
  for (const [uri, list] of edits) texts.set(uri, applied(readyFor(list, texts.get(uri) ?? ''), list));
  const moves = new Map([...edits].map(([uri, list]) => [uri, movesOf(list)]));
  return [...changes, ...items.map(changeOf)].map(change => {
    const moved = moves.get(change.uri)?.(change.line) ?? 0;
    return { ...change, line: Math.max(0, change.line + moved) };
  });
}

/** A text whose last line is ended, if edits add lines below it. */
function readyFor(edits: readonly TextEdit[], text: string): string {
  const last = text.split('\n').length - 1;
  return edits.some(({ range }) => range.start.line > last) ? `${text}\n` : text;
}

/** By how many lines edits move a line. */
function movesOf(edits: readonly TextEdit[]): (line: number) => number {
  const grown = edits
    .map(({ range: { start, end }, newText }) => ({
      // An edit that ends where a line begins moves that line.
      from: end.character === 0 ? end.line : end.line + 1,
      by: newText.split('\n').length - 1 - (end.line - start.line),
    }))
    .filter(({ by }) => by !== 0)
    .sort((a, b) => a.from - b.from);
  let sum = 0;
  const sums = grown.map(({ from, by }) => {
    sum += by;
    return { from, sum };
  });
  return line => lastAt(sums, line)?.sum ?? 0;
}

function lastAt<Value extends { readonly from: number }>(
  sorted: readonly Value[],
  line: number,
): Value | undefined {
  let low = -1;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle]?.from ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return sorted[low];
}

/** Every remaining error that no line of the report mentions. */
function leftToDo(
  remaining: Upgrade['remaining'],
  changes: readonly UpgradeChange[],
): readonly UpgradeChange[] {
  const told = new Set(
    changes.filter(({ verdict }) => verdict === 'by-hand').map(({ uri, line }) => `${uri} ${line}`),
  );
  return remaining.flatMap(({ uri, diagnostics }) =>
    diagnostics
      .filter(one => one.severity === DiagnosticSeverity.Error && !told.has(`${uri} ${one.range.start.line}`))
      .map(one => {
        const [what = '', ...rest] = messageText(one).split(/(?<=[.!?]) /);
        return {
          uri,
          line: one.range.start.line,
          verdict: 'by-hand' as const,
          what: rest.at(-1) ?? what,
          why: what,
        };
      }),
  );
}
