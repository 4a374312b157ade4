import type { Entry } from '../../config/entry.ts';
import type { ConfigLine, OptionLine } from '../../config/line.ts';
import { type SectionKind, SectionKinds } from '../../config/sectionKinds.ts';
import { isSpecial, type SipConf } from '../model/model.ts';
import type { SimilarDevices } from '../model/similarDevices.ts';
import type { DeviceRule, SipConfRule } from '../rules/rule.ts';
import { isPlain } from './plainLine.ts';
import type { RulesByKind } from './rulesByKind.ts';

/** A kind of device. Known once a device was judged in which only rules about individual devices found anything. */
export type Kind = SectionKind<KnownKind>;

export interface KnownKind {
  /** Those of the kind, from the one that was judged. */
  readonly devices: SimilarDevices;
  /** The lines that are still judged in each of them, by number. */
  readonly lines: readonly number[];
  /** The rules that are still called for each device. */
  readonly rules: readonly DeviceRule[];
}

/**
 * The devices of a file by kind. Those of one kind differ only in what is individual: their names, and the values of a few options.
 * Where rules found nothing in one of them, they would find nothing in the others, so the phones of a large file are judged once
 * for each of its few kinds. Only for one check: a kind also depends on all other sections.
 */
export class Kinds {
  private readonly sections: SectionKinds<KnownKind>;

  constructor(private readonly model: SipConf) {
    this.sections = new SectionKinds(model, areAlike);
  }

  /** The kind of the device that sections form; undefined for what is unusual. */
  of(entries: readonly Entry[]): Kind | undefined {
    const [entry] = entries;
    if (entry === undefined || entries.length > 1 || this.model.users !== undefined) return undefined;
    return isPlain(entry.header) && !isSpecial(entry.key) ? this.sections.of(entry) : undefined;
  }
}

function areAlike(line: OptionLine, _entry: Entry, other: OptionLine): boolean {
  if (!isPlain(line)) return false;
  if (line === other || line.text === other.text) return true;
  return isIndividual(line.key) && line.value !== '' && other.value !== '' && isPlain(other);
}

/** The lines of a kind in which rules about lines or options may find something in one device and not in another. */
export function individualLines({ entry }: Kind, rules: RulesByKind): readonly number[] {
  return entry.place.section.lines.flatMap((line, number) => (mayDiffer(line, rules) ? [number] : []));
}

function mayDiffer(line: ConfigLine, rules: RulesByKind): boolean {
  if (line.kind === 'option' && !isIndividual(line.key)) return false;
  if ((isPlain(line) ? rules.plainLine : rules.line)[line.kind].length > 0) return true;
  if (line.kind !== 'option') return false;
  const { aboutValues, called } = rules.option.for(line.key, 'device');
  return aboutValues.length > 0 || called.length > 0;
}

/** True for a rule that is called for each device of a kind. */
export function isIndividualRule(rule: SipConfRule): boolean {
  return rule.on === 'device' && rule.isIndividual === true;
}

/** True for an option of which rules about kinds ask at most whether its value is empty. */
function isIndividual(key: string): boolean {
  return individualOptions.has(key);
}

const individualOptions: ReadonlySet<string> = new Set([
  'secret',
  'md5secret',
  'remotesecret',
  'callerid',
  'cid_number',
  'fullname',
  'mailbox',
  'accountcode',
  'defaultuser',
  'username',
  'fromuser',
  'regexten',
  'description',
]);
