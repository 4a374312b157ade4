import type { AsteriskConf } from './conf.ts';
import type { Entry } from './entry.ts';
import type { ConfigLine, OptionLine } from './line.ts';
import type { Lines } from './lines.ts';

/** Sections that copy the same and have the same lines, except for what is individual. */
export interface SectionKind<Known> {
  /** The first section of the kind. */
  readonly entry: Entry;
  /** What each of them copies. */
  readonly copied: readonly Lines[];
  /** What was found out about one of them and is the same for all. */
  known: Known | undefined;
}

/** True for two lines with the same option, each with its section, that do not differ or only in what is individual. */
export type AreAlike = (line: OptionLine, entry: Entry, other: OptionLine, otherEntry: Entry) => boolean;

/**
 * The sections of a file by kind: a large file has thousands, of a few kinds. Only as long as the file does not change: what a
 * section copies depends on others.
 */
export class SectionKinds<Known> {
  /** The latest first. */
  private readonly kinds: SectionKind<Known>[] = [];

  constructor(
    private readonly conf: AsteriskConf,
    private readonly areAlike: AreAlike,
  ) {}

  /** The kind of a section; undefined for what is unusual. */
  of(entry: Entry): SectionKind<Known> | undefined {
    const { conf, kinds } = this;
    if (!isUsual(entry) || conf.reading.refused.has(entry)) return undefined;
    const copied = entry.parents.length === 0 ? none : conf.copiedBy(entry);
    if (copied.length < entry.parents.length) return undefined;
    for (let index = 0; index < kinds.length; index++) {
      const kind = kinds[index];
      if (kind === undefined || !this.isOfKind(entry, copied, kind)) continue;
      if (index > 0) {
        kinds.splice(index, 1);
        kinds.unshift(kind);
      }
      return kind;
    }
    if (!entry.place.section.lines.every(isComparable)) return undefined;
    const kind: SectionKind<Known> = { entry, copied, known: undefined };
    kinds.unshift(kind);
    if (kinds.length > MOST_KINDS) kinds.pop();
    return kind;
  }

  private isOfKind(entry: Entry, copied: readonly Lines[], kind: SectionKind<Known>): boolean {
    const { lines } = entry.place.section;
    const others = kind.entry.place.section.lines;
    if (lines.length !== others.length || copied.length !== kind.copied.length) return false;
    for (let index = 0; index < copied.length; index++)
      if (copied[index] !== kind.copied[index]) return false;
    if (lines[0]?.depth !== 0) return false;
    for (let index = 1; index < lines.length; index++) {
      const line = lines[index];
      const other = others[index];
      if (line === undefined || other === undefined) return false;
      if (line.depth !== 0 || line.kind !== other.kind) return false;
      if (line.kind !== 'option' || other.kind !== 'option') continue;
      if (line.key !== other.key || !this.areAlike(line, entry, other, kind.entry)) return false;
    }
    return true;
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
    header.fault === undefined &&
    header.isCut === undefined &&
    key !== '' &&
    !parents.includes('') &&
    !place.section.hasDirectives &&
    !place.section.hasJoin
  );
}

/** Below an open comment, the same text is not the same line. */
function isComparable({ kind, depth }: ConfigLine): boolean {
  return depth === 0 && kind !== 'stray' && kind !== 'long';
}
