import type { Entry, Piece, Setting } from './entry.ts';
import { findLine, type Lines, linesOf, listed, type Question } from './lines.ts';

/** How the sections of a file relate to each other. */
export interface Sections {
  /** What a name between the parentheses of `entry` refers to at that position. */
  parentOf(entry: Entry, name: string): Entry | undefined;
  /** The `(+)` sections that add to an entry, in reading order. */
  appendedTo(entry: Entry): readonly Entry[];
  /** The section that a `(+)` section adds to. */
  appendTarget(entry: Entry): Entry | undefined;
  /** At least one section copies from this one. */
  isNamedAsParent(entry: Entry): boolean;
}

/** Computes and caches which lines count for which section: those of its parents as of its position, its own, those appended. */
export class Inheritance {
  private readonly sections: Sections;
  /** The state of a section after this header and its lines were read: for `(+)`, of the section that it adds to. */
  private readonly shared = new Map<Entry, Lines>();
  /** The same for sections that no other one needs: those of a huge file would not fit, and are seldom needed twice. */
  private readonly single = new Map<Entry, Lines>();
  /** The answers of `linesOf`, so that asking again costs one lookup. */
  private readonly ends = new Map<Entry, Lines>();
  /** Weak, so that the lists of sections that an edit replaced are not kept. */
  private lists = new WeakMap<Lines, readonly Setting[]>();
  private listCount = 0;
  private listedLines = 0;
  private readonly namedQuestions = new Map<string, Question>();

  constructor(sections: Sections) {
    this.sections = sections;
  }

  /** The lines that count for a section in the end; for a `(+)` section, what it adds. */
  linesOf(entry: Entry): Lines {
    // Nothing adds to these.
    const known = this.single.get(entry) ?? this.ends.get(entry);
    if (known !== undefined) return known;
    if (!entry.isAppend) {
      const lines = this.after(this.latest(entry, Number.POSITIVE_INFINITY));
      if (this.single.has(entry)) return lines;
      if (this.ends.size >= MAX_KEPT) this.ends.clear();
      this.ends.set(entry, lines);
      return lines;
    }
    return this.linesOver(this.copiedBy(entry), entry);
  }

  /** The lines of a section to which nothing is added, with what it copies; computed again at each call. */
  linesOver(copied: readonly Lines[], entry: Entry): Lines {
    return this.withPieces(copied, entry, false);
  }

  /** What a section copies from those between its parentheses. */
  copiedBy(entry: Entry): readonly Lines[] {
    return this.parentsOf(entry).map(parent => this.after(parent));
  }

  /** A section's own lines as of the start of the next section. */
  ownSettingsOf(entry: Entry): readonly Setting[] {
    const { own } = this.after(entry);
    return own.every(setting => setting.entry === entry)
      ? own
      : own.filter(setting => setting.entry === entry);
  }

  /** The lines as one list. `isCutShort`: it copies so much that some of the copying was not followed. */
  list(lines: Lines, atCut: () => void): readonly Setting[] {
    if (lines.copied.length === 0) return lines.own;
    const known = this.lists.get(lines);
    if (known !== undefined) return known;
    const { settings, isCutShort } = listed(lines);
    if (isCutShort) atCut();
    this.listedLines += settings.length;
    this.listCount++;
    if (this.listCount > MAX_KEPT || this.listedLines > MAX_LISTED) {
      this.forgetLists();
      this.listCount = 1;
      this.listedLines = settings.length;
    }
    this.lists.set(lines, settings);
    return settings;
  }

  forget(entry: Entry): void {
    this.ends.delete(entry);
    this.shared.delete(entry);
    this.single.delete(entry);
  }

  clear(): void {
    this.ends.clear();
    this.shared.clear();
    this.single.clear();
    this.forgetLists();
    this.namedQuestions.clear();
  }

  private forgetLists(): void {
    this.lists = new WeakMap();
    this.listCount = 0;
    this.listedLines = 0;
  }

  private known(entry: Entry): Lines | undefined {
    return this.shared.get(entry) ?? this.single.get(entry);
  }

  /** Everything that a section builds on is above it, so it is computed in reading order, without recursion. */
  private after(wanted: Entry): Lines {
    const known = this.known(wanted);
    if (known !== undefined) return known;
    // Most sections of a large file copy from nothing.
    if (!wanted.isAppend && wanted.parents.length === 0) return this.keep(wanted, noLines);
    // And most of the others from a template that is known.
    const [only, ...more] = this.basesOf(wanted);
    const base = only === undefined || more.length > 0 ? undefined : this.known(only);
    if (base !== undefined) return this.keep(wanted, [base]);
    const missing = new Set<Entry>();
    const waiting = [wanted];
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      if (missing.has(entry) || this.known(entry) !== undefined) continue;
      missing.add(entry);
      for (const base of this.basesOf(entry)) waiting.push(base);
    }
    // An entry that clearing the cache removes on the way is still needed here.
    const made = new Map<Entry, Lines>();
    const lookUp = (entry: Entry): Lines => made.get(entry) ?? this.known(entry) ?? nothing;
    for (const entry of [...missing].sort((a, b) => a.ordinal - b.ordinal)) {
      made.set(entry, this.keep(entry, this.basesOf(entry).map(lookUp)));
    }
    return lookUp(wanted);
  }

  private keep(entry: Entry, bases: readonly Lines[]): Lines {
    const isShared = this.isShared(entry);
    const lines = this.withPieces(bases, entry, isShared);
    if (!isShared && this.single.size >= MAX_KEPT) this.single.clear();
    (isShared ? this.shared : this.single).set(entry, lines);
    return lines;
  }

  /** What precedes the lines of a section: for `(+)` the section it adds to, then the sections it copies from. */
  private basesOf(entry: Entry): readonly Entry[] {
    const parents = this.parentsOf(entry);
    const target = entry.isAppend ? this.sections.appendTarget(entry) : undefined;
    return target === undefined ? parents : [this.latest(target, entry.ordinal), ...parents];
  }

  private parentsOf(entry: Entry): readonly Entry[] {
    if (entry.parents.length === 0) return none;
    const found: Entry[] = [];
    for (const name of entry.parents) {
      const parent = this.sections.parentOf(entry, name);
      if (parent !== undefined) found.push(this.latest(parent, entry.ordinal));
    }
    return found;
  }

  /** The last section that added to `entry` above section number `before`, or the section itself. */
  private latest(entry: Entry, before: number): Entry {
    const appended = this.sections.appendedTo(entry);
    if (appended.length === 0) return entry;
    let low = 0;
    let high = appended.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((appended[middle]?.ordinal ?? before) < before) low = middle + 1;
      else high = middle;
    }
    return appended[low - 1] ?? entry;
  }

  private isShared(entry: Entry): boolean {
    return (
      entry.isAppend || this.sections.isNamedAsParent(entry) || this.sections.appendedTo(entry).length > 0
    );
  }

  /** Adds the lines of a section; those with `+=` become part of the last line of their name so far. */
  private withPieces(bases: readonly Lines[], entry: Entry, isShared: boolean): Lines {
    const own: Setting[] = [];
    for (const piece of entry.pieces) {
      if (piece.place.section.hasJoin) return this.withJoins(bases, entry, isShared);
      addSettings(own, piece, entry);
    }
    return linesOf(bases, own, isShared);
  }

  private withJoins(bases: readonly Lines[], entry: Entry, isShared: boolean): Lines {
    let copied = bases;
    let own: Setting[] = [];
    let lastOfName = new Map<string, number>();
    // By the lines that this section joins: the same list grows, so that many lines cost as much as they are long.
    const joins = new Map<number, Setting[]>();
    const written: Setting[] = [];
    for (const piece of entry.pieces) addSettings(written, piece, entry);
    for (const setting of written) {
      const { name, operator } = setting.option;
      if (operator === '+=' && !lastOfName.has(name) && this.holdName(copied, name)) {
        own = [...listed(linesOf(copied, own, false)).settings];
        copied = [];
        joins.clear();
        lastOfName = new Map(own.map(({ option }, index) => [option.name, index]));
      }
      const at = operator === '+=' ? lastOfName.get(name) : undefined;
      const old = at === undefined ? undefined : own[at];
      if (at === undefined || old === undefined) {
        lastOfName.set(name, own.length);
        own.push(setting);
      } else {
        const joined = joins.get(at) ?? [...(old.joined ?? [old])];
        joins.set(at, joined);
        joined.push(setting);
        own[at] = { ...setting, value: joinedValue(old, setting), joined };
      }
    }
    return linesOf(copied, own, isShared);
  }

  /** At least one line has exactly this name. */
  private holdName(copied: readonly Lines[], name: string): boolean {
    let question = this.namedQuestions.get(name);
    if (question === undefined) {
      question = { which: 'last', fits: ({ option }) => option.name === name };
      this.namedQuestions.set(name, question);
    }
    const asked = question;
    return copied.some(lines => findLine(lines, asked) !== undefined);
  }
}

/** How many sections have cached state that is cheap to compute again. */
export const MAX_KEPT = 4096;
/** Lines in the cached lists. */
const MAX_LISTED = 1_000_000;

const none: readonly Entry[] = [];
const noLines: readonly Lines[] = [];
const nothing: Lines = linesOf(noLines, [], false);

function joinedValue(old: Setting, { option }: Setting): string {
  const glue = option.text.slice(option.operatorStart + 2, option.valueStart);
  const value = `${old.value}${glue}${option.value}`;
  // Only an empty part leaves something to trim at an end.
  return old.value === '' || option.value.trimEnd() !== option.value || option.value === ''
    ? value.trim()
    : value;
}

function addSettings(settings: Setting[], { place, from, until }: Piece, entry: Entry): void {
  const { lines } = place.section;
  for (let line = from; line < until; line++) {
    const option = lines[line];
    if (option?.kind !== 'option' || option.name === '') continue;
    settings.push({ place, line, option, value: option.value, entry });
  }
}
