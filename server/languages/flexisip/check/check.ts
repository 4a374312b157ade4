import type { Diagnostic, Range } from 'vscode-languageserver-types';
import { diagnostic } from '../../../rules/diagnostic.ts';
import type { Judged as JudgedBy } from '../../../rules/finding.ts';
import { appendAll } from '../../../text/longLists.ts';
import { expressionOf, holdsExpression, TEXT_EXPRESSIONS } from '../expressions/expressionSettings.ts';
import {
  existsIn,
  type ItemFacts,
  type ItemType,
  isSince,
  itemFacts,
  sectionFacts,
  typeIn,
  type Version,
} from '../facts/facts.ts';
import type { FlexisipModel } from '../model/model.ts';
import { lineOf } from '../model/model.ts';
import type { Section } from '../reading/parser.ts';
import type {
  ExpressionRule,
  FileRule,
  Finding,
  FlexisipRule,
  LineKind,
  LineRule,
  Place,
  SettingRule,
} from '../rules/rule.ts';
import { inDoubt, refusedLater } from './releaseDoubt.ts';
import { rules } from './rules.ts';

export type Judged = JudgedBy<Finding, FlexisipRule>;

export function checkFile(model: FlexisipModel): Diagnostic[] {
  return judge(model).map(judged => diagnosticOf(model, judged));
}

/** All findings of the rules in a file. Sections that did not change are not checked again. */
export function judge(model: FlexisipModel): Judged[] {
  const active = rulesFor(model);
  const found: Judged[] = [];
  model.tree.sections.forEach((section, sectionIndex) => {
    appendAll(found, judgeSection(section, sectionIndex, model.version, active));
  });
  for (const rule of active.file) add(found, rule, rule.check(model));
  appendAll(found, refusedLater(model, active.file, found));
  return found.map(judged => inDoubt(model, judged) ?? judged);
}

export function rangeOf(model: FlexisipModel, at: Place): Range {
  const line = lineOf(model, at);
  return { start: { line, character: at.start }, end: { line, character: at.end } };
}

/** The findings of the last check of a section, with the rules, the version and the position they are valid for. */
interface Kept {
  readonly key: string;
  readonly sectionIndex: number;
  readonly judged: readonly Judged[];
}

const keptSections = new WeakMap<Section, Kept>();

function judgeSection(
  section: Section,
  sectionIndex: number,
  version: Version,
  active: ActiveRules,
): readonly Judged[] {
  const kept = keptSections.get(section);
  if (kept?.key === active.key && kept.sectionIndex === sectionIndex) return kept.judged;
  const judged: Judged[] = [];
  const name = section.header?.name ?? '';
  const facts = sectionFacts(name);
  section.lines.forEach((source, line) => {
    const { statement } = source;
    if (statement.kind === 'comment') return;
    const entry = statement.kind === 'entry' && !statement.ignored ? statement : undefined;
    const item = entry && itemFacts(name, entry.key);
    if (entry === undefined || facts === undefined || item === undefined || !existsIn(item, version)) {
      const subject = { section, sectionIndex, line, source, version };
      for (const rule of active.line[statement.kind]) add(judged, rule, rule.check(subject));
      return;
    }
    const type = typeIn(item, version);
    const setting = { section, sectionIndex, line, source, version, entry, item, type, sectionFacts: facts };
    for (const rule of active.line.setting) add(judged, rule, rule.check(setting));
    const expression = expressionOf(setting);
    const condition = expression && { ...setting, expression };
    for (const rule of rulesAbout(item, type, active)) {
      add(judged, rule, rule.on === 'setting' ? rule.check(setting) : condition && rule.check(condition));
    }
  });
  keptSections.set(section, { key: active.key, sectionIndex, judged });
  return judged;
}

function add(judged: Judged[], rule: FlexisipRule, findings: Iterable<Finding> | undefined): void {
  if (findings !== undefined) for (const finding of findings) judged.push({ rule, finding });
}

interface ActiveRules {
  /** Equal when the rules are equal. */
  readonly key: string;
  readonly line: Readonly<Record<LineKind, readonly LineRule[]>>;
  readonly setting: readonly (SettingRule | ExpressionRule)[];
  /** Those about the settings of a type, and of a type and a key that a rule names. */
  readonly about: Map<string, readonly (SettingRule | ExpressionRule)[]>;
  readonly file: readonly FileRule[];
}

let latest: ActiveRules | undefined;

/** The rules that apply to the version and are not turned off. */
function rulesFor(model: FlexisipModel): ActiveRules {
  const off = Object.keys(model.settings.severities).filter(
    code => model.settings.severities[code] === 'off',
  );
  const key = `${model.version.label} ${off.join(' ')}`;
  if (latest?.key === key) return latest;
  const active = rules.filter(
    rule =>
      !off.includes(rule.code) &&
      (rule.since === undefined || isSince(model.version, rule.since)) &&
      (rule.until === undefined || !isSince(model.version, rule.until)),
  );
  const lineRules = active.filter(rule => rule.on === 'line');
  const ofKind = (kind: LineKind) => lineRules.filter(({ kinds }) => kinds.includes(kind));
  latest = {
    key,
    line: {
      setting: ofKind('setting'),
      entry: ofKind('entry'),
      section: ofKind('section'),
      dropped: ofKind('dropped'),
      blank: ofKind('blank'),
    },
    setting: active.filter(rule => rule.on === 'setting' || rule.on === 'expression'),
    about: new Map(),
    file: active.filter(rule => rule.on === 'file'),
  };
  return latest;
}

/** Keys that rules name: others are judged by their type alone. */
const namedKeys: ReadonlySet<string> = new Set([
  ...TEXT_EXPRESSIONS,
  ...rules.flatMap(rule => (rule.on === 'setting' ? (rule.keys ?? []) : [])),
]);

/** The rules that may find something in a setting of an item. */
function rulesAbout(
  item: ItemFacts,
  type: ItemType,
  { about, setting }: ActiveRules,
): readonly (SettingRule | ExpressionRule)[] {
  const subject = namedKeys.has(item.key) ? `${type} ${item.key}` : type;
  let found = about.get(subject);
  if (found === undefined) {
    const isExpression = holdsExpression(item, type);
    found = setting.filter(rule =>
      rule.on === 'expression'
        ? isExpression
        : rule.types?.includes(type) !== false && rule.keys?.includes(item.key) !== false,
    );
    about.set(subject, found);
  }
  return found;
}

function diagnosticOf(model: FlexisipModel, { rule, finding }: Judged): Diagnostic {
  const related = finding.related?.map(other => ({
    location: { uri: model.uri, range: rangeOf(model, other) },
    message: other.message,
  }));
  return diagnostic(rule, finding, rangeOf(model, finding), related);
}
