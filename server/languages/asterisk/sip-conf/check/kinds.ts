import type { Entry } from '../../config/entry.ts';
import type { Lines } from '../../config/lines.ts';
import { type Device, isSpecial, type SipConf } from '../model/model.ts';
import type { DeviceRule } from '../rules/rule.ts';

/** A kind of device. */
export interface Kind {
  /** Known once a device was judged in which only rules about individual devices found anything. */
  known: KnownKind | undefined;
}

export interface KnownKind {
  /** The device that was judged. */
  readonly device: Device;
  /** The rules that are still called for each device. */
  readonly rules: readonly DeviceRule[];
}

/**
 * The devices of a file by kind. Those of one kind differ only in what is individual: their names, and the values of a few options.
 * Where rules found nothing in one of them, they would find nothing in the others, so the phones of a large file are judged once
 * for each of its few kinds. Only for one check: a kind also depends on all other sections.
 */
export class Kinds {
  private readonly kinds = new Map<string, Kind>();
  private readonly numbers = new Map<Lines, number>();

  constructor(private readonly model: SipConf) {}

  /** The kind of the device that sections form; undefined for what is unusual. */
  of(entries: readonly Entry[]): Kind | undefined {
    const [entry] = entries;
    if (entry === undefined || entries.length > 1 || !this.isUsual(entry)) return undefined;
    const text = this.describe(entry);
    if (text === undefined) return undefined;
    let kind = this.kinds.get(text);
    if (kind === undefined && this.kinds.size < MOST_KINDS) {
      kind = { known: undefined };
      this.kinds.set(text, kind);
    }
    return kind;
  }

  private isUsual({ header, key, place, pieces, isTemplate, isAppend, parents }: Entry): boolean {
    return (
      !isTemplate &&
      !isAppend &&
      pieces.length === 1 &&
      header.fault === undefined &&
      header.isCut === undefined &&
      key !== '' &&
      !isSpecial(key) &&
      !parents.includes('') &&
      !place.section.hasDirectives &&
      !place.section.hasJoin
    );
  }

  /** What devices of one kind have in common: what they copy, and their lines. */
  private describe(entry: Entry): string | undefined {
    const { model } = this;
    if (model.users !== undefined || model.reading.refused.has(entry)) return undefined;
    let text = '';
    if (entry.parents.length > 0) {
      const copied = model.copiedBy(entry);
      if (copied.length < entry.parents.length) return undefined;
      for (const lines of copied) text += `${this.numberOf(lines)},`;
    }
    for (const line of entry.place.section.lines) {
      // Below an open comment, the same text is not the same line.
      if (line.depth !== 0) return undefined;
      if (line.kind === 'option')
        text += line.value !== '' && isIndividual(line.key) ? `${line.key}\n` : line.text;
      else if (line.kind === 'stray' || line.kind === 'long') return undefined;
    }
    return text;
  }

  private numberOf(lines: Lines): number {
    let number = this.numbers.get(lines);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(lines, number);
    }
    return number;
  }
}

/** Most files have a few. */
const MOST_KINDS = 1000;

/** True for an option of which rules about kinds ask at most whether its value is empty. */
export function isIndividual(key: string): boolean {
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
