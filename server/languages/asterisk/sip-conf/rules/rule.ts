import type { RuleInfo } from '../../../../rules/rule.ts';
import type { Entry, LinePlace, Setting } from '../../config/entry.ts';
import type { Finding } from '../../config/finding.ts';
import type { HeaderTrait } from '../../config/headerTraits.ts';
import type { ConfigLine, OptionLine } from '../../config/line.ts';
import type { Reading } from '../../config/reading.ts';

export {
  atHeader,
  atLine,
  atName,
  atValue,
  type Finding,
  type Fix,
  type FixEdit,
  type Related,
  removingLine,
  replacing,
} from '../../config/finding.ts';

import type { OptionFacts } from '../facts/facts.ts';
import type { Device, General, SipConf } from '../model/model.ts';
import type { Role } from '../model/role.ts';

/** An option line with everything that is known about it. */
export interface OptionSubject extends LinePlace {
  readonly option: OptionLine;
  /** The main name of the option, or its lowercase key when it is unknown. */
  readonly name: string;
  readonly facts: OptionFacts | undefined;
  readonly role: Role;
  readonly model: SipConf;
}

type Findings = Iterable<Finding> | undefined;

/**
 * Judges single option lines. With `options`, it is called only for these main names. Without, its findings follow from the name,
 * the kind of section and the value alone: where no such rule found anything, none is called for this value again.
 */
export interface OptionRule extends RuleInfo {
  readonly on: 'option';
  readonly options?: readonly string[];
  /** Its findings follow from the name and the kind of section alone: where it found nothing, it is not called for this name again. */
  readonly isAboutNames?: boolean;
  /** False for an option in whose values it finds nothing. */
  mayRefuse?(facts: OptionFacts): boolean;
  check(subject: OptionSubject): Findings;
}

/** Judges a single line: directives, stray lines, comments, headers. */
export interface LineRule extends RuleInfo {
  readonly on: 'line';
  /** The kinds of lines that it is called for. */
  readonly kinds: readonly ConfigLine['kind'][];
  /** It may also find something in a line without anything special (check/plainLine.ts). */
  readonly isAboutPlain?: true;
  check(line: ConfigLine, at: LinePlace, model: SipConf): Findings;
}

/** Judges all sections with one name together: parents, duplicates, templates. Called again when one of them changes. */
export interface NameRule extends RuleInfo {
  readonly on: 'name';
  /** It is called only for names of which a header has one of these. */
  readonly headers?: readonly HeaderTrait[];
  /** Its findings also depend on sections with other names: where it found something, it is called again after every change. */
  readonly looksAround?: boolean;
  check(entries: readonly Entry[], key: string, model: SipConf): Findings;
}

/**
 * Judges a device as the server builds it. `reads` lists the options of [general] that the result depends on: it is called
 * again when one of their values changes, so it must not refer to lines of [general], which can move without such a change.
 */
export interface DeviceRule extends RuleInfo {
  readonly on: 'device';
  /** It is called only for devices that set one of these, by their main names, in their own lines or in those of a template. */
  readonly options?: readonly string[];
  readonly reads: readonly string[];
  /** Its findings also follow from what is individual about a device (check/kinds.ts): it is called for each one. */
  readonly isIndividual?: true;
  check(device: Device, general: General, model: SipConf): Findings;
}

/** Judges [general] as a whole; called even when there is none. */
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

/**
 * The subject of a device line, for messages at the line: the device, or all devices that share the line. A message with it
 * is the same for each of them, so it is shown once.
 */
export function whom(device: Device, setting: Setting): string {
  if (device.entries.includes(setting.entry)) return `"${device.name}"`;
  return `any device that inherits from "${setting.entry.header.name}"`;
}
