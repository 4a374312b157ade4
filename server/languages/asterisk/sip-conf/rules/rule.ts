import type { RuleInfo, Severity } from '../../../../rules/rule.ts';
import type { Entry, LinePlace, SectionPlace, Setting } from '../../config/entry.ts';
import type { ConfigLine, OptionLine } from '../../config/line.ts';
import type { Reading } from '../../config/reading.ts';
import type { OptionFacts } from '../facts/facts.ts';
import type { Device, General, SipConf } from '../model/model.ts';
import type { Role } from '../model/role.ts';

/** Something a rule has to say about a stretch of one line. Columns are UTF-16 units from the start of the line. */
export interface Finding extends LinePlace {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** When it is less grave here than the rule says. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** Makes a fix that costs too much to make for every finding; asked when somebody wants to see it. */
  readonly lateFix?: () => Fix;
  readonly tag?: 'unnecessary' | 'deprecated';
}

export interface Related extends LinePlace {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A change that fixes the text. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly FixEdit[];
  /** True for the one that is right without thinking: it takes part in "fix all". */
  readonly isPreferred?: boolean;
}

export interface FixEdit extends LinePlace {
  readonly start: number;
  readonly end: number;
  /** An empty text over a whole line removes the line with its end of line. */
  readonly newText: string;
  readonly wholeLine?: boolean;
}

/** An option line with all that is known about it. */
export interface OptionSubject extends LinePlace {
  readonly option: OptionLine;
  /** The main name of the option, or its key in lower case when it is unknown. */
  readonly name: string;
  readonly facts: OptionFacts | undefined;
  readonly role: Role;
  readonly model: SipConf;
}

type Findings = Iterable<Finding> | undefined;

/** Judges single option lines. With `options` it is asked only for those main names. */
export interface OptionRule extends RuleInfo {
  readonly on: 'option';
  readonly options?: readonly string[];
  check(subject: OptionSubject): Findings;
}

/** Judges any single line: directives, stray lines, comments, headers. */
export interface LineRule extends RuleInfo {
  readonly on: 'line';
  check(line: ConfigLine, at: LinePlace, model: SipConf): Findings;
}

/** Judges all sections of one name together: parents, duplicates, templates. Asked again when one of them changes. */
export interface NameRule extends RuleInfo {
  readonly on: 'name';
  /** What it says depends on sections of other names too: where it spoke, it is asked again after every change. */
  readonly looksAround?: boolean;
  check(entries: readonly Entry[], key: string, model: SipConf): Findings;
}

/**
 * Judges a device as the server builds it. `reads` names the options of [general] that the answer depends on: it is asked
 * again when one of their values changes, so it must not point at lines of [general], which move without that.
 */
export interface DeviceRule extends RuleInfo {
  readonly on: 'device';
  readonly reads: readonly string[];
  check(device: Device, general: General, model: SipConf): Findings;
}

/** Judges [general] as a whole; asked even when there is none. */
export interface GeneralRule extends RuleInfo {
  readonly on: 'general';
  check(general: General, model: SipConf): Findings;
}

/** Judges what happened while the files were read: includes, lines before the first section. */
export interface ReadingRule extends RuleInfo {
  readonly on: 'reading';
  check(reading: Reading, model: SipConf): Findings;
}

export type SipConfRule = OptionRule | LineRule | NameRule | DeviceRule | GeneralRule | ReadingRule;

/** The range of the value of an option, or of the whole option when the value is empty. */
export function atValue(at: LinePlace & { readonly option: OptionLine }): Omit<Finding, 'message'> {
  const { option, place, line } = at;
  const isEmpty = option.value === '';
  return { place, line, start: isEmpty ? option.nameStart : option.valueStart, end: option.valueEnd };
}

/** The range of the name of an option. */
export function atName(at: LinePlace & { readonly option: OptionLine }): Omit<Finding, 'message'> {
  return { place: at.place, line: at.line, start: at.option.nameStart, end: at.option.nameEnd };
}

/** The range of the name in the header of a section. */
export function atHeader(entry: Entry): Omit<Finding, 'message'> {
  return { place: entry.place, line: 0, start: entry.header.nameStart, end: entry.header.nameEnd };
}

/** The range of the code of a line: without comments and the spaces around it. */
export function atLine(place: SectionPlace, line: number): Omit<Finding, 'message'> {
  const text = place.section.lines[line];
  if (text === undefined || text.kind === 'blank' || text.kind === 'comment' || text.kind === 'long') {
    return { place, line, start: 0, end: text?.text.trimEnd().length ?? 0 };
  }
  return { place, line, start: text.start, end: text.end };
}

/**
 * Whom a line of a device is about, for messages at the line: the device, or all that share the line. A message made with
 * it is the same for each of them, so it is shown once.
 */
export function whom(device: Device, setting: Setting): string {
  if (device.entries.includes(setting.entry)) return `"${device.name}"`;
  return `any device that copies from "${setting.entry.header.name}"`;
}

/** A fix that puts `newText` in the place of a range. */
export function replacing(
  title: string,
  at: Omit<Finding, 'message'>,
  newText: string,
  isPreferred = false,
): Fix {
  const { place, line, start, end } = at;
  return { title, edits: [{ place, line, start, end, newText }], ...(isPreferred ? { isPreferred } : {}) };
}

/** A fix that removes a line. */
export function removingLine(title: string, at: LinePlace, isPreferred = false): Fix {
  const edit = { place: at.place, line: at.line, start: 0, end: 0, newText: '', wholeLine: true };
  return { title, edits: [edit], ...(isPreferred ? { isPreferred } : {}) };
}
