import type { Diagnostic } from 'vscode-languageserver-types';
import type { Severity } from '../../../../rules/rule.ts';
import { appendAll } from '../../../../text/longLists.ts';
import type { Entry, SectionPlace } from '../../config/entry.ts';
import { Findings, type Judged as JudgedBy } from '../../config/findings.ts';
import { headerTraits } from '../../config/headerTraits.ts';
import { joinsOf } from '../../config/joins.ts';
import { collectFindings, diagnosticOf } from '../../config/judging.ts';
import type { Device, SipConf } from '../model/model.ts';
import { roleOf } from '../model/role.ts';
import { SimilarDevices } from '../model/similarDevices.ts';
import { isGeneralWhole } from '../model/whole.ts';
import type { DeviceRule, SipConfRule } from '../rules/rule.ts';
import { judgeSection, type SectionToJudge } from './judgeSection.ts';
import { individualLines, isIndividualRule, Kinds, type KnownKind } from './kinds.ts';
import { type RulesByKind, rulesFor } from './rulesByKind.ts';
import { judgeUser, shownInSipConf } from './usersConf.ts';

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

interface JudgedSection extends SectionToJudge {
  /** The finding also depends on other sections with the name. */
  readonly isJoined: boolean;
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
    judgeSections(model, state, lost, UNREAD);
  }
  const { preambles } = model.reading;
  state.findings.put(
    'whole',
    'preamble',
    preambles.flatMap(place => judgeSection(model, state.rules, { place, role: undefined, isIdle: false })),
  );
  const whole = [...judgeWhole(model, state.rules), ...[...state.users.values()].flat()];
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
  const [entry] = entries;
  if (kind?.known !== undefined && entry !== undefined) {
    judgeLike(model, state, kind.known, entry);
    return;
  }
  state.findings.put('name', key, judgeName(model, state, entries, key));
  judgeSections(model, state, entries, key);
  const device = model.device(key);
  const rules = device === undefined ? none : state.rules.forDevice(device);
  state.findings.put('device', key, device === undefined ? none : judgeDevice(model, device, rules));
  if (kind !== undefined && device !== undefined && isFine(state, key, entries))
    kind.known = {
      devices: new SimilarDevices(device),
      lines: individualLines(kind, state.rules),
      rules: rules.filter(isIndividualRule),
    };
}

/** Judges what is individual about a device. */
function judgeLike(
  model: SipConf,
  state: CheckState,
  { devices, lines, rules }: KnownKind,
  entry: Entry,
): void {
  const { key, place } = entry;
  const { findings, sections } = state;
  findings.drop('name', key);
  state.lookedAround.delete(key);
  for (const before of sections.get(key) ?? []) findings.drop('section', before.place);
  const section: JudgedSection = { place, role: 'device', isIdle: false, isJoined: false };
  const inLines = judgeSection(model, state.rules, section, lines);
  findings.put('section', place, inLines);
  // Nearly all have none, and need not be known to be judged again.
  if (inLines.length > 0) sections.set(key, [section]);
  else sections.delete(key);
  const found = rules.length === 0 ? none : judgeDevice(model, devices.of(entry, model), rules);
  findings.put('device', key, found);
}

/** Nothing was found but by rules about individual devices. */
function isFine({ findings }: CheckState, key: string, entries: readonly Entry[]): boolean {
  return (
    findings.get('name', key).length === 0 &&
    findings.get('device', key).every(({ rule }) => isIndividualRule(rule)) &&
    entries.every(({ place }) => findings.get('section', place).length === 0)
  );
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

/** Judges the lines of all sections with a name, except unchanged ones. */
function judgeSections(model: SipConf, state: CheckState, entries: readonly Entry[], key: string): void {
  const before = state.sections.get(key);
  const joins = joinsOf(model, entries);
  const isJoined = joins !== undefined;
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
      state.findings.put(
        'section',
        place,
        judgeSection(model, state.rules, section, undefined, joins?.get(place)),
      );
    }
  }
  for (const { place } of before ?? []) if (!seen.has(place)) state.findings.drop('section', place);
  if (sections.length === 0) state.sections.delete(key);
  else state.sections.set(key, sections);
}

function isSameJudgement(a: JudgedSection, b: JudgedSection): boolean {
  return a.place === b.place && a.role === b.role && a.isIdle === b.isIdle && !a.isJoined && !b.isJoined;
}

function judgeName(model: SipConf, state: CheckState, entries: readonly Entry[], key: string): Judged[] {
  const found: Judged[] = [];
  for (const rule of state.rules.name.for(headerTraits(entries)))
    collectFindings(rule, rule.check(entries, key, model), found);
  if (found.some(({ rule }) => rule.on === 'name' && rule.looksAround === true)) state.lookedAround.add(key);
  else state.lookedAround.delete(key);
  return found;
}

function judgeDevice(model: SipConf, device: Device, rules: readonly DeviceRule[]): readonly Judged[] {
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
  for (const rule of state.rules.forDevice(device)) {
    if (again.has(rule)) collectFindings(rule, rule.check(device, model.general, model), found);
    else
      appendAll(
        found,
        before.filter(judged => judged.rule === rule),
      );
  }
  if (found.length > 0 || before.length > 0) state.findings.put('device', key, found);
}

/** Judges what concerns all devices: [general], and how the server reads the files. */
function judgeWhole(model: SipConf, { reading, general }: RulesByKind): readonly Judged[] {
  const found: Judged[] = [];
  for (const rule of reading) collectFindings(rule, rule.check(model.reading, model), found);
  for (const rule of general) collectFindings(rule, rule.check(model.general, model), found);
  return found;
}
