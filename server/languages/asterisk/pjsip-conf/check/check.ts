import type { Diagnostic } from 'vscode-languageserver-types';
import type { Severity } from '../../../../rules/rule.ts';
import type { Entry, SectionPlace } from '../../config/entry.ts';
import { Findings, type Judged as JudgedBy } from '../../config/findings.ts';
import { byHeaderTrait, headerTraits } from '../../config/headerTraits.ts';
import { byLineKind, collectFindings, diagnosticOf, type LineRules } from '../../config/judging.ts';
import type { ConfigLine } from '../../config/line.ts';
import type { RuleLists } from '../../config/ruleLists.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import type { LineRule, NameRule, PjsipRule, WholeRule } from '../rules/rule.ts';
import { ObjectRules } from './objectRules.ts';
import { rules } from './rules.ts';

export type Judged = JudgedBy<PjsipRule>;

/** The diagnostics of one file; with `limits`, at most so many of each severity. */
export function checkFile(
  model: PjsipConf,
  file: string,
  limits?: Readonly<Record<Severity, number>>,
): Diagnostic[] {
  return judge(model, file, limits).map(judged => diagnosticOf(model, judged));
}

/**
 * Everything that the rules report about one file. Only what changed since the last call is judged again: the sections with changed
 * names, and the objects that refer to them or that they refer to.
 */
export function judge(
  model: PjsipConf,
  file: string,
  limits?: Readonly<Record<Severity, number>>,
): readonly Judged[] {
  const state = stateOf(model);
  refresh(model, state);
  return state.findings.of(file, limits);
}

interface CheckState {
  /** The state of the files at the last judgment. */
  project: PjsipConf['project'] | undefined;
  readonly findings: Findings<PjsipRule>;
  readonly rules: RulesByKind;
  /** Names with findings that suggest another name. */
  readonly lookedAround: Set<string>;
}

const states = new WeakMap<PjsipConf, CheckState>();

function stateOf(model: PjsipConf): CheckState {
  let state = states.get(model);
  if (state === undefined) {
    state = { project: undefined, findings: new Findings(), rules: rulesFor(model), lookedAround: new Set() };
    states.set(model, state);
  }
  return state;
}

function refresh(model: PjsipConf, state: CheckState): void {
  const touched = model.takeTouched(state.lookedAround);
  if (touched === undefined) state.findings.clear();
  const { names, heirs, reading } = model.conf;
  for (const key of touched ?? new Set([...names.keys(), ...heirs.keys()]))
    putName(model, state, names.get(key) ?? [], key);
  if (touched?.size === 0 && state.project === model.project) return;
  state.project = model.project;
  if (touched === undefined) {
    // Lines of files that the server never reaches.
    const lost = reading.entries.filter(({ isLost }) => isLost).flatMap(({ pieces }) => pieces);
    const found: Judged[] = [];
    for (const place of new Set(lost.map(piece => piece.place))) judgeLines(model, state.rules, place, found);
    state.findings.put('section', 'lost', found);
  }
  const beforeSections: Judged[] = [];
  for (const place of new Set(reading.preambles)) judgeLines(model, state.rules, place, beforeSections);
  state.findings.put('section', 'preambles', beforeSections);
  state.findings.put('whole', 'all', judgeWhole(model, state.rules));
}

function putName(model: PjsipConf, state: CheckState, entries: readonly Entry[], key: string): void {
  const found = judgeName(model, state.rules, entries, key);
  state.findings.put('name', key, found);
  if (found.some(({ rule }) => rule.on === 'object' && rule.looksAround === true))
    state.lookedAround.add(key);
  else state.lookedAround.delete(key);
}

function judgeName(
  model: PjsipConf,
  active: RulesByKind,
  entries: readonly Entry[],
  key: string,
): readonly Judged[] {
  const found: Judged[] = [];
  const names = model.isPlain(key) ? active.plainName : active.name;
  for (const rule of names.for(headerTraits(entries)))
    collectFindings(rule, rule.check(entries, key, model), found);
  for (const object of model.objectsOf(key))
    if (model.isComplete(object.entry)) judgeObject(model, active, object, found);
  for (const { pieces } of entries) {
    const first = pieces[0];
    // Nearly all sections: no includes.
    if (first !== undefined && pieces.length === 1) judgeLines(model, active, first.place, found);
    else
      for (const place of new Set(pieces.map(piece => piece.place))) judgeLines(model, active, place, found);
  }
  return found;
}

function judgeObject(model: PjsipConf, active: RulesByKind, object: PjsipObject, found: Judged[]): void {
  const called = active.object.for(object);
  for (let index = 0; index < called.length; index++) {
    const rule = called[index];
    const findings = rule?.check(object, model);
    if (rule !== undefined && findings !== undefined) collectFindings(rule, findings, found);
  }
}

function judgeLines(
  model: PjsipConf,
  { line: lineRules, plainLine: plainRules }: RulesByKind,
  place: SectionPlace,
  found: Judged[],
): void {
  const { lines } = place.section;
  for (let line = 0; line < lines.length; line++) {
    const text = lines[line];
    if (text === undefined) continue;
    const called = (isPlain(text) ? plainRules : lineRules)[text.kind];
    if (called.length === 0) continue;
    for (const rule of called) collectFindings(rule, rule.check(text, { place, line }, model), found);
  }
}

/** A header or an option as nearly all are: nothing behind its code, and no character with a special meaning. */
function isPlain(line: ConfigLine): boolean {
  if (line.kind === 'header') return line.options.length === 0 && line.end === line.nameEnd + 1;
  return (
    line.kind === 'option' &&
    line.name !== '' &&
    line.backslash === undefined &&
    !line.value.startsWith('"') &&
    line.text[line.end] !== ';'
  );
}

function judgeWhole(model: PjsipConf, { whole }: RulesByKind): readonly Judged[] {
  const found: Judged[] = [];
  for (const rule of whole) collectFindings(rule, rule.check(model), found);
  return found;
}

interface RulesByKind {
  readonly line: LineRules<LineRule>;
  /** Those for lines without anything special. */
  readonly plainLine: LineRules<LineRule>;
  readonly name: RuleLists<NameRule>;
  /** Those for names whose sections are all objects. */
  readonly plainName: RuleLists<NameRule>;
  readonly object: ObjectRules;
  readonly whole: readonly WholeRule[];
}

/** The rules that apply to the release of a model and are not turned off. */
function rulesFor(model: PjsipConf): RulesByKind {
  const active = rules.filter(
    rule =>
      model.settings.severities[rule.code] !== 'off' &&
      (rule.since === undefined || model.release.branch >= Number.parseInt(rule.since, 10)) &&
      (rule.until === undefined || model.release.branch < Number.parseInt(rule.until, 10)),
  );
  const ofLines = active
    .filter(rule => rule.on === 'line')
    .filter(rule => model.isWizardFile || rule.isAboutWizards !== true);
  const ofNames = active.filter(rule => rule.on === 'name');
  return {
    line: byLineKind(ofLines),
    plainLine: byLineKind(ofLines.filter(rule => rule.isAboutWizards === true)),
    name: byHeaderTrait(ofNames),
    plainName: byHeaderTrait(ofNames.filter(rule => rule.isAboutFaults !== true)),
    object: new ObjectRules(active.filter(rule => rule.on === 'object')),
    whole: active.filter(rule => rule.on === 'whole'),
  };
}
