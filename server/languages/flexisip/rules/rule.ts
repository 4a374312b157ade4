import type { RuleInfo } from '../../../rules/rule.ts';
import type { Expression } from '../expressions/expressionTree.ts';
import type { ItemFacts, ItemType, SectionFacts, Version } from '../facts/facts.ts';
import type { Finding, Fix, Place } from '../model/finding.ts';
import type { Setting } from '../model/groups.ts';
import type { FlexisipModel } from '../model/model.ts';
import type { ConfigurationLine, Entry, Section, Statement } from '../reading/parser.ts';

export type { Finding, Fix, FixEdit, Place } from '../model/finding.ts';

/** A line of a section, for rules that need nothing else. */
export interface LineSubject {
  readonly section: Section;
  readonly sectionIndex: number;
  readonly line: number;
  readonly source: ConfigurationLine;
  readonly version: Version;
}

/** A `key=value` line of a known item. */
export interface SettingSubject extends LineSubject {
  readonly entry: Entry;
  readonly item: ItemFacts;
  /** The type that the item has in the version. */
  readonly type: ItemType;
  readonly sectionFacts: SectionFacts;
}

/** A line with a Boolean expression. */
export interface ExpressionSubject extends SettingSubject {
  readonly expression: Expression;
}

type Findings = Iterable<Finding> | undefined;

/** What a line is: `setting` sets an item that the release has, and any other key and value are an `entry`. */
export type LineKind = Exclude<Statement['kind'], 'comment'> | 'setting';

/** Checks single lines of some kinds; runs again only when their section or the version changes. */
export interface LineRule extends RuleInfo {
  readonly on: 'line';
  readonly kinds: readonly LineKind[];
  check(subject: LineSubject): Findings;
}

/** Checks single settings of known items; runs again only when their section or the version changes. */
export interface SettingRule extends RuleInfo {
  readonly on: 'setting';
  /** The types of items, and their keys, about which there may be findings; absent for all of them. */
  readonly types?: readonly ItemType[];
  readonly keys?: readonly string[];
  check(subject: SettingSubject): Findings;
}

/** Likewise, of those with a Boolean expression. */
export interface ExpressionRule extends RuleInfo {
  readonly on: 'expression';
  check(subject: ExpressionSubject): Findings;
}

/** Checks what depends on more than one section; runs after every change. */
export interface FileRule extends RuleInfo {
  readonly on: 'file';
  /**
   * The rule applies from `since` (of the rule or the finding) on, and one release may accept what another one refuses.
   */
  readonly differsByRelease?: true;
  /** Releases before `since` accept what the rule speaks of. */
  readonly acceptedBefore?: true;
  check(model: FlexisipModel): Findings;
}

export type FlexisipRule = LineRule | SettingRule | ExpressionRule | FileRule;

/** The name of a key. */
export function atKey(at: { sectionIndex: number; line: number; entry: Entry }): Place {
  return { sectionIndex: at.sectionIndex, line: at.line, start: at.entry.keyStart, end: at.entry.keyEnd };
}

/** The value of a key; the whole setting if the value is empty. */
export function atValue(at: { sectionIndex: number; line: number; entry: Entry }): Place {
  const { entry } = at;
  const start = entry.valueStart < entry.valueEnd ? entry.valueStart : entry.keyStart;
  return { sectionIndex: at.sectionIndex, line: at.line, start, end: entry.valueEnd };
}

/** A part of a value, by offsets in it. */
export function inValue(
  at: { sectionIndex: number; line: number; entry: Entry },
  start: number,
  end: number,
): Place {
  const base = at.entry.valueStart;
  const last = Math.max(at.entry.valueEnd, base);
  const from = Math.min(base + start, last);
  return { sectionIndex: at.sectionIndex, line: at.line, start: from, end: Math.min(base + end, last) };
}

/** The place in a value where its expression breaks; the whole value if that place is empty. */
export function atFailure(
  at: { sectionIndex: number; line: number; entry: Entry },
  { start, end }: { readonly start: number; readonly end: number },
): Place {
  return end > start ? inValue(at, start, end) : atValue(at);
}

/** The name in the header of a section. */
export function atHeader(sectionIndex: number, section: Section): Place {
  const { header } = section;
  return { sectionIndex, line: 0, start: header?.nameStart ?? 0, end: header?.nameEnd ?? 0 };
}

/** The header of the first section of a name, or the first line of the file. */
export function atSection(model: FlexisipModel, name: string): Place {
  const index = model.groups.get(name.toLowerCase())?.parts[0];
  const section = index === undefined ? undefined : model.tree.sections[index];
  if (index === undefined || section === undefined) return { sectionIndex: 0, line: 0, start: 0, end: 0 };
  return atHeader(index, section);
}

/** The value of a setting if it is written, otherwise the header of its section. */
export function atSettingOr(model: FlexisipModel, setting: Setting | undefined, section: string): Place {
  return setting === undefined ? atSection(model, section) : atValue(setting);
}

export function replacing(title: string, at: Place, newText: string, isPreferred = false): Fix {
  const { sectionIndex, line, start, end } = at;
  const edits = [{ sectionIndex, line, start, end, newText }];
  return { title, edits, ...(isPreferred ? { isPreferred } : {}) };
}

export function removingLine(
  title: string,
  at: { sectionIndex: number; line: number },
  isPreferred = false,
): Fix {
  const edit = {
    sectionIndex: at.sectionIndex,
    line: at.line,
    start: 0,
    end: 0,
    newText: '',
    wholeLine: true,
  };
  return { title, edits: [edit], ...(isPreferred ? { isPreferred } : {}) };
}

/** Adds `key=value` after a line. */
export function addingSetting(
  title: string,
  at: { sectionIndex: number; line: number },
  key: string,
  value: string,
): Fix {
  const newText = `${key}=${value}`;
  const edit = { sectionIndex: at.sectionIndex, line: at.line, start: 0, end: 0, newText, lineAfter: true };
  return { title, edits: [edit] };
}
