import type { Diagnostic } from 'vscode-languageserver-types';
import type { Severity } from '../../../../rules/rule.ts';
import { appendAll } from '../../../../text/longLists.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { Entry, SectionPlace } from '../../config/entry.ts';
import { Findings, type Judged as JudgedBy } from '../../config/findings.ts';
import { byHeaderTrait, headerTraits } from '../../config/headerTraits.ts';
import { type Joins, joinsOf } from '../../config/joins.ts';
import { byLineKind, collectFindings, diagnosticOf, type LineRules } from '../../config/judging.ts';
import { LineTraits } from '../../config/lineTraits.ts';
import { OptionTraits, type RuleLists } from '../../config/ruleLists.ts';
import { canonicalName } from '../facts/facts.ts';
import { pjsipTypes } from '../facts/pjsipTypes.ts';
import { type Device, deviceLike, type SipConf } from '../model/model.ts';
import type { Role } from '../model/role.ts';
import { roleOf } from '../model/role.ts';
import { isGeneralWhole } from '../model/whole.ts';
import type { DeviceRule, Finding, LineRule, NameRule, OptionRule, SipConfRule } from '../rules/rule.ts';
import { isIndividual, Kinds, type KnownKind } from './kinds.ts';
import { noteFine, OptionRules } from './optionRules.ts';
import { rules } from './rules.ts';
import { judgesUsers, judgeUser, shownInSipConf, type UsersRules } from './usersConf.ts';

export type Judged = JudgedBy<SipConfRule>;

/** The diagnostics of one file; with `limits`, at most so many of each severity. */
export function checkFile(
  model: SipConf,
  file: string,
  limits?: Readonly<Record<Severity, number>>,
): Diagnostic[] {
  return judge(model, file, limits).map(judged => diagnosticOf(model, judged));
}

/**
 * Everything the rules report about one file. Only what changed since the last call is judged again: the lines of changed
 * sections, the names they affect, and devices for which a value of [general] changed.
 */
export function judge(
  model: SipConf,
  file: string,
  limits?: Readonly<Record<Severity, number>>,
): readonly Judged[] {
  const state = stateOf(model);
  refresh(model, state);
  return state.findings.of(file, limits);
}

/** As `judge`, for one section. */
export function judgeWithin(model: SipConf, place: SectionPlace): readonly Judged[] {
  const state = stateOf(model);
  refresh(model, state);
  return state.findings.within(place);
}

/** What is known from the last check of a model. */
interface CheckState {
  /** The state of the files at the last judgment. */
  project: SipConf['project'] | undefined;
  readonly findings: Findings<SipConfRule>;
  /** The sections that belong to each name, as last judged. */
  readonly sections: Map<string, readonly JudgedSection[]>;
  /** Names with a finding that depends on other names. */
  readonly lookedAround: Set<string>;
  /** The findings in users.conf, by device. */
  readonly users: Map<string, readonly Judged[]>;
  /** What device rules read of [general], as last judged. */
  general: { readonly isWhole: boolean; readonly values: ReadonlyMap<string, string | undefined> };
  readonly rules: RulesByKind;
}

interface JudgedSection {
  readonly place: SectionPlace;
  readonly role: Role | undefined;
  /** The finding also depends on other sections with the name. */
  readonly isJoined: boolean;
  /** The server never evaluates the values, because no section copies from this template. */
  readonly isIdle: boolean;
}

const states = new WeakMap<SipConf, CheckState>();

function stateOf(model: SipConf): CheckState {
  let state = states.get(model);
  if (state === undefined) {
    state = {
      project: undefined,
      findings: new Findings(),
      sections: new Map(),
      lookedAround: new Set(),
      users: new Map(),
      general: { isWhole: true, values: new Map() },
      rules: rulesFor(model),
    };
    states.set(model, state);
  }
  return state;
}

function refresh(model: SipConf, state: CheckState): void {
  const changed = model.takeChanged();
  // A check of another file of the same project.
  if (changed?.size === 0 && state.project === model.project) return;
  state.project = model.project;
  if (changed === undefined) {
    state.findings.clear();
    state.sections.clear();
    state.lookedAround.clear();
    state.users.clear();
  }
  const stale = takeStale(model, state);
  const names = changed?.size === 0 ? changed : new Set([...(changed ?? []), ...state.lookedAround]);
  const kinds = new Kinds(model);
  if (changed === undefined) {
    for (const [key, entries] of model.names) judgeAll(model, state, kinds, key, entries);
    for (const key of model.heirs.keys()) if (!model.names.has(key)) judgeAll(model, state, kinds, key, []);
  } else {
    for (const key of names) judgeAll(model, state, kinds, key, model.names.get(key) ?? []);
    if (stale.length > 0)
      for (const key of model.names.keys())
        if (!names.has(key)) judgeAgain(model, state, key, new Set(stale));
  }
  const ofUsers = changed === undefined || stale.length > 0 ? undefined : names;
  judgeUsers(model, state, ofUsers);
  if (changed === undefined) {
    const lost = model.reading.entries.filter(entry => entry.isLost);
    judgeSections(model, state, lost, UNREAD, false);
  }
  const { preambles } = model.reading;
  state.findings.put(
    'whole',
    'preamble',
    preambles.flatMap(place => judgeSection(model, state, { place, role: undefined, isIdle: false }, false)),
  );
  const whole = [...judgeReading(model), ...judgeGeneral(model, state), ...[...state.users.values()].flat()];
  state.findings.put('whole', 'all', shownInSipConf(model, whole));
}

/** In place of a name for sections that the server never reads; no name has this sign. */
const UNREAD = ']';

const none: readonly never[] = [];

/** Judges everything about one name at once: what the model keeps of its sections is then still there. */
function judgeAll(
  model: SipConf,
  state: CheckState,
  kinds: Kinds,
  key: string,
  entries: readonly Entry[],
): void {
  const kind = kinds.of(entries);
  if (kind?.known !== undefined) {
    judgeLike(model, state, kind.known, key, entries);
    return;
  }
  state.findings.put('name', key, judgeName(model, state, entries, key));
  judgeSections(model, state, entries, key, false);
  const device = model.device(key);
  state.findings.put('device', key, device === undefined ? none : judgeDevice(model, state, device));
  if (kind !== undefined && device !== undefined && isFine(state, key, entries))
    kind.known = { device, rules: rulesOf(device, state).filter(isIndividualRule) };
}

/** Judges what is individual about a device. */
function judgeLike(
  model: SipConf,
  state: CheckState,
  { device, rules }: KnownKind,
  key: string,
  entries: readonly Entry[],
): void {
  const [entry] = entries;
  state.findings.drop('name', key);
  state.lookedAround.delete(key);
  judgeSections(model, state, entries, key, true);
  const found =
    entry === undefined || rules.length === 0
      ? none
      : judgeDevice(model, state, deviceLike(device, model, entry), rules);
  state.findings.put('device', key, found);
}

/** Nothing was found but by rules about individual devices. */
function isFine({ findings }: CheckState, key: string, entries: readonly Entry[]): boolean {
  return (
    findings.get('name', key).length === 0 &&
    findings.get('device', key).every(({ rule }) => isIndividualRule(rule)) &&
    entries.every(({ place }) => findings.get('section', place).length === 0)
  );
}

function isIndividualRule(rule: SipConfRule): boolean {
  return rule.on === 'device' && rule.isIndividual === true;
}

/** Judges the devices of users.conf with these names, or all of them. */
function judgeUsers(model: SipConf, state: CheckState, names: ReadonlySet<string> | undefined): void {
  const entries = model.users?.entries;
  for (const key of names ?? entries?.keys() ?? [])
    if (entries?.has(key) === true) state.users.set(key, judgeUser(model, key, state.rules.users));
}

/** The device rules that read something of [general] that has changed since the last call. */
function takeStale(model: SipConf, state: CheckState): readonly DeviceRule[] {
  const { device } = state.rules;
  const { isWhole, values } = state.general;
  const names = new Set(device.flatMap(({ reads }) => reads));
  const now = {
    isWhole: isGeneralWhole(model),
    values: new Map(Array.from(names, name => [name, valuesOf(model, name)])),
  };
  state.general = now;
  if (isWhole !== now.isWhole) return device.filter(({ reads }) => reads.length > 0);
  return device.filter(({ reads }) => reads.some(name => values.get(name) !== now.values.get(name)));
}

/** All values of an option of [general], of which `register` has many. */
function valuesOf({ general }: SipConf, name: string): string | undefined {
  const settings = general.all(name);
  return settings.length === 0 ? undefined : settings.map(({ value }) => value).join('\n');
}

/** Judges the lines of all sections with a name, except unchanged ones. `isKnown`: they are a device of a kind that is fine. */
function judgeSections(
  model: SipConf,
  state: CheckState,
  entries: readonly Entry[],
  key: string,
  isKnown: boolean,
): void {
  const before = state.sections.get(key);
  const [only] = entries;
  const joins = joinsOf(model, entries);
  const isJoined = joins !== undefined;
  if (before === undefined && entries.length === 1 && only?.pieces.length === 1) {
    // Most names of a large file first appear in this form.
    const { place } = only;
    const role = roleOf(model, only);
    const isIdle = role === 'template' && !model.isCopied(key);
    const section = { place, role, isJoined, isIdle };
    state.sections.set(key, [section]);
    state.findings.put('section', place, judgeSection(model, state, section, isKnown, joins));
    return;
  }
  const sections: JudgedSection[] = [];
  const seen = new Set<SectionPlace>();
  const known = new Map(before?.map(judged => [judged.place, judged]));
  for (const entry of entries) {
    const role = roleOf(model, entry);
    for (const { place } of entry.pieces) {
      if (seen.has(place)) continue;
      seen.add(place);
      const isIdle = role === 'template' && !model.isCopied(key);
      const section = { place, role, isJoined, isIdle };
      sections.push(section);
      const judged = known.get(place);
      if (judged !== undefined && isSameJudgement(judged, section)) continue;
      state.findings.put('section', place, judgeSection(model, state, section, isKnown, joins));
    }
  }
  for (const { place } of before ?? []) if (!seen.has(place)) state.findings.drop('section', place);
  if (sections.length === 0) state.sections.delete(key);
  else state.sections.set(key, sections);
}

function isSameJudgement(a: JudgedSection, b: JudgedSection): boolean {
  return a.place === b.place && a.role === b.role && a.isIdle === b.isIdle && !a.isJoined && !b.isJoined;
}

function judgeSection(
  model: SipConf,
  state: CheckState,
  { place, role, isIdle }: Pick<JudgedSection, 'place' | 'role' | 'isIdle'>,
  isKnown: boolean,
  joins?: Joins,
): readonly Judged[] {
  const found: Judged[] = [];
  const { lines } = place.section;
  const { line: lineRules, option: optionRules } = state.rules;
  for (let line = 0; line < lines.length; line++) {
    const text = lines[line];
    if (text === undefined || (isKnown && text.kind === 'option' && !isIndividual(text.key))) continue;
    for (const rule of lineRules[text.kind])
      collectFindings(rule, rule.check(text, { place, line }, model), found);
    if (text.kind !== 'option' || role === undefined || role === 'ignored') continue;
    const option = joins?.has(text) === true ? joins.get(text) : text;
    if (option === undefined) continue;
    const ofName = optionRules.for(text.key, role);
    const { areNamesFine, fineValues, aboutValues, called } = ofName;
    const isPlain = option.name !== '' && option.backslash === undefined;
    const isFine = aboutValues.length === 0 || fineValues.has(option.value);
    if (areNamesFine && isPlain && isFine && called.length === 0) continue;
    const { name, facts } = ofName;
    const subject = { place, line, option, name, facts, role, model };
    // A fix would put the joined value of several lines into one.
    const isWritten = option === text;
    const take = (rules: readonly OptionRule[]): boolean => {
      const count = found.length;
      for (const rule of rules) {
        const findings = rule.check(subject);
        const fitting = isWritten ? findings : withoutFixes(findings);
        collectFindings(rule, isIdle && rule.severity === 'error' ? asWarnings(fitting) : fitting, found);
      }
      return found.length > count;
    };
    if (!areNamesFine || !isPlain) {
      const isFound = take(optionRules.aboutNames);
      ofName.areNamesFine ||= isPlain && !isFound;
    }
    if (!isFine && !take(aboutValues)) noteFine(ofName, option.value);
    take(called);
  }
  return found.length > 0 && isForPjsip(place.section)
    ? found.filter(({ rule }) => rule.on !== 'option')
    : found;
}

/** A section of pjsip.conf, which the server skips: what its options are here does not matter. */
function isForPjsip({ lines }: SectionPlace['section']): boolean {
  const type = lines.find(line => line.kind === 'option' && line.key === 'type');
  return type?.kind === 'option' && pjsipTypes.has(type.value);
}

function* asWarnings(findings: Iterable<Finding> | undefined): Generator<Finding> {
  for (const finding of findings ?? []) yield { ...finding, severity: 'warning' };
}

function* withoutFixes(findings: Iterable<Finding> | undefined): Generator<Finding> {
  for (const { fixes: _fixes, lateFix: _lateFix, ...finding } of findings ?? []) yield finding;
}

function judgeName(model: SipConf, state: CheckState, entries: readonly Entry[], key: string): Judged[] {
  const found: Judged[] = [];
  for (const rule of state.rules.name.for(headerTraits(entries)))
    collectFindings(rule, rule.check(entries, key, model), found);
  if (found.some(({ rule }) => rule.on === 'name' && rule.looksAround === true)) state.lookedAround.add(key);
  else state.lookedAround.delete(key);
  return found;
}

function judgeDevice(
  model: SipConf,
  state: CheckState,
  device: Device,
  rules: readonly DeviceRule[] = rulesOf(device, state),
): readonly Judged[] {
  const found: Judged[] = [];
  for (const rule of rules) collectFindings(rule, rule.check(device, model.general, model), found);
  return found;
}

/** Judges a device by some of the rules; what the others found stays. */
function judgeAgain(model: SipConf, state: CheckState, key: string, again: ReadonlySet<SipConfRule>): void {
  const device = model.device(key);
  if (device === undefined) return;
  const before = state.findings.get('device', key);
  const found: Judged[] = [];
  for (const rule of rulesOf(device, state)) {
    if (again.has(rule)) collectFindings(rule, rule.check(device, model.general, model), found);
    else
      appendAll(
        found,
        before.filter(judged => judged.rule === rule),
      );
  }
  if (found.length > 0 || before.length > 0) state.findings.put('device', key, found);
}

function rulesOf(device: Device, { rules: { byTraits, traits } }: CheckState): readonly DeviceRule[] {
  return byTraits.for(traits.of(device.lines));
}

function judgeGeneral(model: SipConf, state: CheckState): Judged[] {
  const found: Judged[] = [];
  for (const rule of state.rules.general) collectFindings(rule, rule.check(model.general, model), found);
  return found;
}

function judgeReading(model: SipConf): Judged[] {
  const found: Judged[] = [];
  for (const rule of rulesFor(model).reading) collectFindings(rule, rule.check(model.reading, model), found);
  return found;
}

interface RulesByKind {
  readonly option: OptionRules;
  readonly line: LineRules<LineRule>;
  readonly name: RuleLists<NameRule>;
  readonly device: readonly DeviceRule[];
  readonly byTraits: RuleLists<DeviceRule>;
  readonly traits: LineTraits;
  readonly general: readonly (SipConfRule & { on: 'general' })[];
  readonly reading: readonly (SipConfRule & { on: 'reading' })[];
  readonly users: UsersRules;
}

/** sip_notify.conf is read as a list of messages for `sip notify`: its sections are not devices, its lines are headers. */
function holdsNotifyTypes(model: SipConf): boolean {
  return /(^|\/)sip_notify\.conf$/.test(model.project.root);
}

/** The rules that apply to the branch of a model and are not turned off. */
function rulesFor(model: SipConf): RulesByKind {
  const active = rules.filter(
    rule =>
      model.settings.severities[rule.code] !== 'off' &&
      (!holdsNotifyTypes(model) || rule.on === 'line' || rule.on === 'reading') &&
      (rule.since === undefined || isAtLeast(model.branch, rule.since)) &&
      (rule.until === undefined || !isAtLeast(model.branch, rule.until)),
  );
  const option = new OptionRules(
    active.filter(rule => rule.on === 'option'),
    model.branch,
  );
  const device = active.filter(rule => rule.on === 'device');
  const byOptions = new OptionTraits(device);
  return {
    option,
    line: byLineKind(active.filter(rule => rule.on === 'line')),
    name: byHeaderTrait(active.filter(rule => rule.on === 'name')),
    device,
    byTraits: byOptions.lists,
    traits: new LineTraits(key => byOptions.of(canonicalName(key))),
    users: { device: device.filter(judgesUsers), byOption: name => option.called(name).filter(judgesUsers) },
    general: active.filter(rule => rule.on === 'general'),
    reading: active.filter(rule => rule.on === 'reading'),
  };
}
