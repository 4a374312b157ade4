import type { Diagnostic } from 'vscode-languageserver-types';
import type { Severity } from '../../../../rules/rule.ts';
import type { Entry, SectionPlace } from '../../config/entry.ts';
import { Findings, type Judged as JudgedBy } from '../../config/findings.ts';
import { byHeaderTrait, headerTraits } from '../../config/headerTraits.ts';
import { byLineKind, collectFindings, diagnosticOf, type LineRules } from '../../config/judging.ts';
import { type ConfigLine, isPlainOption } from '../../config/line.ts';
import type { RuleLists } from '../../config/ruleLists.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { standsForOthers } from '../model/objectKinds.ts';
import type { LineRule, NameRule, ObjectRule, PjsipRule, WholeRule } from '../rules/rule.ts';
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
  const kinds: KnownKinds = new Map();
  for (const key of touched ?? new Set([...names.keys(), ...heirs.keys()]))
    putName(model, state, kinds, names.get(key) ?? [], key);
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

/**
 * For objects that others are like: the rules that are still called for the others. Only objects in which no other rule found
 * anything, and only during one check.
 */
type KnownKinds = Map<PjsipObject, readonly ObjectRule[]>;

function putName(
  model: PjsipConf,
  state: CheckState,
  kinds: KnownKinds,
  entries: readonly Entry[],
  key: string,
): void {
  const found = judgeName(model, state.rules, kinds, entries, key);
  state.findings.put('name', key, found);
  const looksAround = ({ rule }: Judged): boolean =>
    (rule.on === 'object' || rule.on === 'name') && rule.looksAround === true;
  if (found.some(looksAround)) state.lookedAround.add(key);
  else state.lookedAround.delete(key);
}

function judgeName(
  model: PjsipConf,
  active: RulesByKind,
  kinds: KnownKinds,
  entries: readonly Entry[],
  key: string,
): readonly Judged[] {
  const found: Judged[] = [];
  const names = model.isPlain(key) ? active.plainName : active.name;
  for (const rule of names.for(headerTraits(entries)))
    collectFindings(rule, rule.check(entries, key, model), found);
  const objects = model.objectsOf(key);
  for (let index = 0; index < objects.length; index++) {
    const object = objects[index];
    if (object !== undefined && model.isComplete(object.entry))
      judgeObject(model, active, kinds, object, found);
  }
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index];
    // Nearly always the object of this section.
    const object = objects[index]?.entry === entry ? objects[index] : undefined;
    if (entry !== undefined) judgeSection(model, active, kinds, entry, object, found);
  }
  return found;
}

function judgeObject(
  model: PjsipConf,
  active: RulesByKind,
  kinds: KnownKinds,
  object: PjsipObject,
  found: Judged[],
): void {
  const called = (object.like && kinds.get(object.like)) ?? active.object.for(object);
  const count = found.length;
  for (let index = 0; index < called.length; index++) {
    const rule = called[index];
    const findings = rule?.check(object, model);
    if (rule !== undefined && findings !== undefined) collectFindings(rule, findings, found);
  }
  if (object.like === undefined && standsForOthers(object) && found.slice(count).every(isIndividual))
    kinds.set(
      object,
      called.filter(rule => rule.isIndividual),
    );
}

function isIndividual({ rule }: Judged): boolean {
  return rule.on === 'object' && rule.isIndividual === true;
}

/** Judges the lines of a section, which `object` is created from. */
function judgeSection(
  model: PjsipConf,
  active: RulesByKind,
  kinds: KnownKinds,
  { pieces }: Entry,
  object: PjsipObject | undefined,
  found: Judged[],
): void {
  const [first] = pieces;
  const count = found.length;
  // Nearly all sections: no includes.
  if (first !== undefined && pieces.length === 1) {
    // Where lines differ from those of a known object, they are plain; the headers may differ.
    const isKnown = object?.like !== undefined && kinds.has(object.like);
    judgeLines(model, active, first.place, found, isKnown ? 1 : undefined);
  } else
    for (const place of new Set(pieces.map(piece => piece.place))) judgeLines(model, active, place, found);
  if (found.length > count && object !== undefined) kinds.delete(object);
}

function judgeLines(
  model: PjsipConf,
  { line: lineRules, plainLine: plainRules }: RulesByKind,
  place: SectionPlace,
  found: Judged[],
  until = place.section.lines.length,
): void {
  const { lines } = place.section;
  for (let line = 0; line < until; line++) {
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
  return line.kind === 'option' && isPlainOption(line);
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
