import type { Diagnostic, Range } from 'vscode-languageserver-types';
import { diagnostic } from '../../../rules/diagnostic.ts';
import type { Judged as JudgedBy } from '../../../rules/finding.ts';
import { appendAll } from '../../../text/longLists.ts';
import { expressionOf } from '../expressions/expressionSettings.ts';
import { existsIn, isSince, itemFacts, sectionFacts, typeIn, type Version } from '../facts/facts.ts';
import type { FlexisipModel } from '../model/model.ts';
import { lineOf } from '../model/model.ts';
import type { Section } from '../reading/parser.ts';
import type {
  ExpressionRule,
  FileRule,
  Finding,
  FlexisipRule,
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
    for (const judged of judgeSection(section, sectionIndex, model.version, active)) found.push(judged);
  });
  for (const rule of active.file) {
    for (const finding of rule.check(model) ?? []) found.push({ rule, finding });
  }
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
    if (source.statement.kind === 'comment') return;
    const subject = { section, sectionIndex, line, source, version };
    for (const rule of active.line) {
      for (const finding of rule.check(subject) ?? []) judged.push({ rule, finding });
    }
    const { statement } = source;
    if (statement.kind !== 'entry' || statement.ignored || facts === undefined) return;
    const item = itemFacts(name, statement.key);
    if (item === undefined || !existsIn(item, version)) return;
    const setting = { ...subject, entry: statement, item, type: typeIn(item, version), sectionFacts: facts };
    const expression = expressionOf(setting);
    const condition = expression === undefined ? undefined : { ...setting, expression };
    for (const rule of active.setting) {
      const findings = rule.on === 'setting' ? rule.check(setting) : condition && rule.check(condition);
      for (const finding of findings ?? []) judged.push({ rule, finding });
    }
  });
  keptSections.set(section, { key: active.key, sectionIndex, judged });
  return judged;
}

interface ActiveRules {
  /** Equal when the rules are equal. */
  readonly key: string;
  readonly line: readonly LineRule[];
  readonly setting: readonly (SettingRule | ExpressionRule)[];
  readonly file: readonly FileRule[];
}

/** The rules that apply to the version and are not turned off. */
function rulesFor(model: FlexisipModel): ActiveRules {
  const off = Object.keys(model.settings.severities).filter(
    code => model.settings.severities[code] === 'off',
  );
  const key = `${model.version.label} ${off.join(' ')}`;
  const active = rules.filter(
    rule =>
      !off.includes(rule.code) &&
      (rule.since === undefined || isSince(model.version, rule.since)) &&
      (rule.until === undefined || !isSince(model.version, rule.until)),
  );
  return {
    key,
    line: active.filter(rule => rule.on === 'line'),
    setting: active.filter(rule => rule.on === 'setting' || rule.on === 'expression'),
    file: active.filter(rule => rule.on === 'file'),
  };
}

function diagnosticOf(model: FlexisipModel, { rule, finding }: Judged): Diagnostic {
  const related = finding.related?.map(other => ({
    location: { uri: model.uri, range: rangeOf(model, other) },
    message: other.message,
  }));
  return diagnostic(rule, finding, rangeOf(model, finding), related);
}
