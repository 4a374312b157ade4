import type { Diagnostic, DiagnosticRelatedInformation, Range } from 'vscode-languageserver-types';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Severity } from '../../rules/rule.ts';
import type { Entry, LinePlace, SectionPlace } from './entry.ts';
import { canonicalName, isAtLeast, optionFacts } from './facts.ts';
import { isSpecial, type SipConf } from './model.ts';
import type { Section } from './parser.ts';
import type { DeviceRule, Finding, LineRule, OptionRule, Role, SipConfRule } from './rule.ts';
import { rules } from './rules.ts';

/** A finding with the rule that made it. */
export interface Judged {
  readonly rule: SipConfRule;
  readonly finding: Finding;
}

/** The diagnostics of one file. */
export function checkFile(model: SipConf, file: string): Diagnostic[] {
  return judge(model, file).map(judged => diagnosticOf(model, judged));
}

/**
 * Everything the rules say about one file. Only what changed since the last call is judged again: the lines of changed
 * sections, the names they touch, and devices for which a value of [general] changed.
 */
export function judge(model: SipConf, file: string): readonly Judged[] {
  if (!model.hasChanSip) return judgeReading(model).filter(judged => judged.finding.place.file === file);
  const state = stateOf(model);
  refresh(model, state);
  const found: Judged[] = [];
  const add = (judged: readonly Judged[]): void => {
    for (const one of judged) if (one.finding.place.file === file) found.push(one);
  };
  // Devices that share a line share what is wrong with it.
  const said = new Set<string>();
  const addOnce = (judged: readonly Judged[]): void => {
    for (const one of judged) {
      const { rule, finding } = one;
      if (finding.place.file !== file) continue;
      const key = `${finding.place.index}:${finding.line}:${finding.start}:${rule.code}:${finding.message}`;
      if (!said.has(key)) found.push(one);
      said.add(key);
    }
  };
  for (const [place, judged] of state.bySection) {
    if (isCurrent(model, place)) add(judged);
    else state.bySection.delete(place);
  }
  for (const judged of state.byName.values()) add(judged);
  for (const judged of state.byDevice.values()) addOnce(judged);
  add(state.global);
  return found;
}

/** Where a finding stands in its file. */
export function rangeOf(model: SipConf, at: LinePlace & { start: number; end: number }): Range {
  const line = model.lineOf(at);
  return { start: { line, character: at.start }, end: { line, character: at.end } };
}

function diagnosticOf(model: SipConf, { rule, finding }: Judged): Diagnostic {
  const related = finding.related?.map(
    (other): DiagnosticRelatedInformation => ({
      location: { uri: other.place.file, range: rangeOf(model, other) },
      message: other.message,
    }),
  );
  const tag = finding.tag === 'deprecated' ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary;
  return {
    range: rangeOf(model, finding),
    severity: severities[rule.severity],
    code: rule.code,
    source: 'SIP Workbench',
    message: finding.message,
    ...(related === undefined ? {} : { relatedInformation: related }),
    ...(finding.tag === undefined ? {} : { tags: [tag] }),
  };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** What is known from the last check of a model. */
interface CheckState {
  readonly bySection: Map<SectionPlace, readonly Judged[]>;
  readonly judgedSections: WeakMap<
    Section,
    { readonly place: SectionPlace; readonly role: Role | undefined }
  >;
  readonly byName: Map<string, readonly Judged[]>;
  readonly byDevice: Map<string, readonly Judged[]>;
  /** Names about which a rule that looks around has spoken. */
  readonly lookedAround: Set<string>;
  global: readonly Judged[];
  generalValues: string;
  readonly rules: RulesByKind;
}

const states = new WeakMap<SipConf, CheckState>();

function stateOf(model: SipConf): CheckState {
  let state = states.get(model);
  if (state === undefined) {
    state = {
      bySection: new Map(),
      judgedSections: new WeakMap(),
      byName: new Map(),
      byDevice: new Map(),
      lookedAround: new Set(),
      global: [],
      generalValues: '',
      rules: rulesFor(model),
    };
    states.set(model, state);
  }
  return state;
}

function refresh(model: SipConf, state: CheckState): void {
  const changed = model.takeChanged();
  if (changed === undefined) state.bySection.clear();
  const values = valuesRead(model, state.rules.device);
  const keys = changed ?? new Set([...model.names.keys(), ...state.byName.keys(), ...state.byDevice.keys()]);
  const names =
    changed === undefined || changed.size === 0 ? keys : new Set([...keys, ...state.lookedAround]);
  const devices =
    values === state.generalValues ? keys : new Set([...model.names.keys(), ...state.byDevice.keys()]);
  state.generalValues = values;
  for (const key of names) {
    const entries = model.names.get(key) ?? [];
    keep(
      state.byName,
      key,
      entries.length === 0 && !model.heirs.has(key) ? [] : judgeName(model, state, entries, key),
    );
    for (const entry of entries) judgeSections(model, state, entry);
  }
  for (const key of devices) keep(state.byDevice, key, judgeDevice(model, state, key));
  if (changed === undefined) {
    for (const entry of model.reading.entries) if (entry.isLost) judgeSections(model, state, entry);
  }
  const { preamble } = model.reading;
  if (preamble !== undefined) judgeSection(model, state, preamble, undefined);
  state.global = [...judgeReading(model), ...judgeGeneral(model, state)];
}

function keep(map: Map<string, readonly Judged[]>, key: string, judged: readonly Judged[]): void {
  if (judged.length === 0) map.delete(key);
  else map.set(key, judged);
}

/** The values of [general] that device rules look at, as one text. */
function valuesRead(model: SipConf, deviceRules: readonly DeviceRule[]): string {
  const names = new Set(deviceRules.flatMap(rule => rule.reads));
  return [...names].map(name => model.general.last(name)?.value ?? '\u0000').join('\n');
}

function isCurrent(model: SipConf, place: SectionPlace): boolean {
  if (model.reading.preamble === place) return true;
  return model.project.trees.get(place.file)?.sections[place.index] === place.section;
}

function judgeSections(model: SipConf, state: CheckState, entry: Entry): void {
  const role = roleOf(model, entry);
  for (const piece of entry.pieces) judgeSection(model, state, piece.place, role);
}

function judgeSection(model: SipConf, state: CheckState, place: SectionPlace, role: Role | undefined): void {
  const earlier = state.judgedSections.get(place.section);
  if (earlier !== undefined && earlier.role === role && earlier.place === place) return;
  state.judgedSections.set(place.section, { place, role });
  const found: Judged[] = [];
  const { lines } = place.section;
  const { line: lineRules, option: optionRules, byOption } = state.rules;
  for (let line = 0; line < lines.length; line++) {
    const text = lines[line];
    if (text === undefined || text.kind === 'blank') continue;
    const at = { place, line };
    for (const rule of lineRules) collectFindings(rule, rule.check(text, at, model), found);
    if (text.kind !== 'option' || role === undefined || role === 'ignored') continue;
    const name = canonicalName(text.key);
    const subject = { place, line, option: text, name, facts: optionFacts(text.key), role, model };
    for (const rule of optionRules) collectFindings(rule, rule.check(subject), found);
    for (const rule of byOption.get(name) ?? []) collectFindings(rule, rule.check(subject), found);
  }
  if (found.length === 0) state.bySection.delete(place);
  else state.bySection.set(place, found);
}

/** What kind of section an entry is for the server. */
export function roleOf(model: SipConf, entry: Entry): Role {
  const target = entry.isAppend ? model.appendTarget(entry) : entry;
  if (target === undefined || target.isTemplate) return 'template';
  if (!isSpecial(entry.key)) return 'device';
  const first = model.names.get(entry.key)?.find(candidate => !candidate.isTemplate && !candidate.isAppend);
  if (first !== target) return 'ignored';
  return entry.key === 'general' ? 'general' : 'authentication';
}

function judgeName(model: SipConf, state: CheckState, entries: readonly Entry[], key: string): Judged[] {
  const found: Judged[] = [];
  for (const rule of state.rules.name) collectFindings(rule, rule.check(entries, key, model), found);
  if (found.some(({ rule }) => rule.on === 'name' && rule.looksAround === true)) state.lookedAround.add(key);
  else state.lookedAround.delete(key);
  return found;
}

function judgeDevice(model: SipConf, state: CheckState, key: string): Judged[] {
  const device = model.device(key);
  const found: Judged[] = [];
  if (device === undefined) return found;
  for (const rule of state.rules.device)
    collectFindings(rule, rule.check(device, model.general, model), found);
  return found;
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

function collectFindings(rule: SipConfRule, findings: Iterable<Finding> | undefined, found: Judged[]): void {
  if (findings === undefined) return;
  for (const finding of findings) found.push({ rule, finding });
}

interface RulesByKind {
  readonly option: readonly OptionRule[];
  readonly byOption: ReadonlyMap<string, readonly OptionRule[]>;
  readonly line: readonly LineRule[];
  readonly name: readonly (SipConfRule & { on: 'name' })[];
  readonly device: readonly DeviceRule[];
  readonly general: readonly (SipConfRule & { on: 'general' })[];
  readonly reading: readonly (SipConfRule & { on: 'reading' })[];
}

/** The rules that speak for the branch of a model and are not switched off. */
function rulesFor(model: SipConf): RulesByKind {
  const active = rules.filter(
    rule =>
      model.settings.severities[rule.code] !== 'off' &&
      (rule.since === undefined || isAtLeast(model.branch, rule.since)) &&
      (rule.until === undefined || !isAtLeast(model.branch, rule.until)),
  );
  const byOption = new Map<string, OptionRule[]>();
  const option: OptionRule[] = [];
  for (const rule of active) {
    if (rule.on !== 'option') continue;
    if (rule.options === undefined) option.push(rule);
    for (const name of rule.options ?? []) {
      const list = byOption.get(name);
      if (list === undefined) byOption.set(name, [rule]);
      else list.push(rule);
    }
  }
  return {
    option,
    byOption,
    line: active.filter(rule => rule.on === 'line'),
    name: active.filter(rule => rule.on === 'name'),
    device: active.filter(rule => rule.on === 'device'),
    general: active.filter(rule => rule.on === 'general'),
    reading: active.filter(rule => rule.on === 'reading'),
  };
}
