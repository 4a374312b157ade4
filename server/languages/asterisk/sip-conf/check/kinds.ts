import type { Entry } from '../../config/entry.ts';
import type { ConfigLine } from '../../config/line.ts';
import type { Lines } from '../../config/lines.ts';
import { isSpecial, type SimilarDevices, type SipConf } from '../model/model.ts';
import type { DeviceRule, SipConfRule } from '../rules/rule.ts';
import { isPlain } from './plainLine.ts';
import type { RulesByKind } from './rulesByKind.ts';

/** A kind of device. */
export interface Kind {
  /** The first device of the kind. */
  readonly entry: Entry;
  /** What each of them copies. */
  readonly copied: readonly Lines[];
  /** Known once a device was judged in which only rules about individual devices found anything. */
  known: KnownKind | undefined;
}

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
  /** The latest first. */
  private readonly kinds: Kind[] = [];

  constructor(private readonly model: SipConf) {}

  /** The kind of the device that sections form; undefined for what is unusual. */
  of(entries: readonly Entry[]): Kind | undefined {
    const { model, kinds } = this;
    const [entry] = entries;
    if (entry === undefined || entries.length > 1 || !isUsual(entry)) return undefined;
    if (model.users !== undefined || model.reading.refused.has(entry)) return undefined;
    const copied = entry.parents.length === 0 ? none : model.copiedBy(entry);
    if (copied.length < entry.parents.length) return undefined;
    for (let index = 0; index < kinds.length; index++) {
      const kind = kinds[index];
      if (kind === undefined || !isOfKind(entry, copied, kind)) continue;
      if (index > 0) {
        kinds.splice(index, 1);
        kinds.unshift(kind);
      }
      return kind;
    }
    if (!entry.place.section.lines.every(isComparable)) return undefined;
    const kind: Kind = { entry, copied, known: undefined };
    kinds.unshift(kind);
    if (kinds.length > MOST_KINDS) kinds.pop();
    return kind;
  }
}

/** Most files have a few. */
const MOST_KINDS = 8;

const none: readonly never[] = [];

function isUsual({ header, key, place, pieces, isTemplate, isAppend, parents }: Entry): boolean {
  return (
    !isTemplate &&
    !isAppend &&
    pieces.length === 1 &&
    isPlain(header) &&
    header.isCut === undefined &&
    key !== '' &&
    !isSpecial(key) &&
    !parents.includes('') &&
    !place.section.hasDirectives &&
    !place.section.hasJoin
  );
}

/** Below an open comment, the same text is not the same line. */
function isComparable(line: ConfigLine): boolean {
  const { kind, depth } = line;
  return depth === 0 && kind !== 'stray' && kind !== 'long' && (kind !== 'option' || isPlain(line));
}

/** True if a section copies the same and has the same lines, except for what is individual. */
function isOfKind(entry: Entry, copied: readonly Lines[], kind: Kind): boolean {
  const { lines } = entry.place.section;
  const others = kind.entry.place.section.lines;
  if (lines.length !== others.length || copied.length !== kind.copied.length) return false;
  for (let index = 0; index < copied.length; index++) if (copied[index] !== kind.copied[index]) return false;
  if (lines[0]?.depth !== 0) return false;
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index];
    const other = others[index];
    if (line === undefined || other === undefined) return false;
    if (line !== other && !isLike(line, other)) return false;
  }
  return true;
}

function isLike(line: ConfigLine, other: ConfigLine): boolean {
  if (line.depth !== 0 || line.kind !== other.kind) return false;
  if (line.kind !== 'option' || other.kind !== 'option') return true;
  if (line.key !== other.key) return false;
  if (isIndividual(line.key) && line.value !== '' && other.value !== '') return isPlain(line);
  return line.text === other.text;
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
