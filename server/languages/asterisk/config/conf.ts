import { replaceItems } from '../../../text/longLists.ts';
import type { Project } from '../../project.ts';
import { EarlierSections } from './appending.ts';
import type { Branch } from './branch.ts';
import { difference, isBroken, isSameShape, newEntry, stopsBeforeHeader } from './difference.ts';
import type { Entry, LinePlace, Setting } from './entry.ts';
import { Inheritance } from './inheritance.ts';
import { findLine, type Lines, type Question } from './lines.ts';
import { type ConfigTree, endsInComment } from './parser.ts';
import { type Reading, readProject, type Stop } from './reading.ts';
import { SectionNames } from './sectionNames.ts';

/**
 * An Asterisk file with everything it includes, as the configuration reader (main/config.c) hands it to a module: sections with
 * the lines that count for them, and where each line came from. How a module interprets them is not known here. Updated in
 * place after each edit: only names whose sections changed, and names that copy from them, are computed again.
 */
export class AsteriskConf {
  readonly branch: Branch;
  project: Project<ConfigTree>;
  reading: Reading;
  /** Sections copy from each other so often that some of the copying was not followed. */
  isCutShort = false;
  /** Names to check again since the last call of `takeChanged`; undefined means all names. */
  private changed: Set<string> | undefined;
  private readonly inheritance = new Inheritance({
    parentOf: (entry, name) => this.parentOf(entry, name),
    appendedTo: entry => this.appendedTo(entry),
    appendTarget: entry => this.appendTarget(entry),
    isNamedAsParent: entry => this.heirs.has(entry.key) || this.heirs.has(''),
  });
  private readonly additions = new Map<string, Additions>();
  private readonly sections: SectionNames;

  /** An edit may have changed where the server stops. */
  private areStopsStale = false;

  constructor(project: Project<ConfigTree>, branch: Branch) {
    this.branch = branch;
    this.project = project;
    this.sections = new SectionNames(
      branch,
      () => this.reading.entries,
      entry => this.reading.refused.has(entry),
    );
    this.reading = this.readAll();
  }

  /** Entries that exist for the server, by lowercase name; entries with the same name in reading order. */
  get names(): ReadonlyMap<string, readonly Entry[]> {
    return this.sections.entries;
  }

  /** The same with the names in reading order as well: sorted once after an edit that moves names. */
  get namesInOrder(): ReadonlyMap<string, readonly Entry[]> {
    return this.sections.inOrder;
  }

  /** Entries that copy from a name, by that name in lowercase. */
  get heirs(): ReadonlyMap<string, ReadonlySet<Entry>> {
    return this.sections.heirs;
  }

  /** All templates that exist for the server. */
  get templates(): ReadonlySet<Entry> {
    return this.sections.templates;
  }

  /** A number that differs whenever an edit changed the names of templates. */
  get templateChanges(): number {
    return this.sections.templateChanges;
  }

  /** Adopts a new state of the same root. */
  update(project: Project<ConfigTree>): void {
    const old = this.project;
    this.project = project;
    if (isSameShape(old, project) && this.splice(old, project)) return;
    this.reading = this.readAll();
    this.forgetAll();
  }

  /** Lines at which the server stops reading the file that contains them. Whether it stops may depend on sections far away. */
  get stops(): readonly Stop[] {
    if (this.areStopsStale) {
      const { byFile } = this.reading;
      // The positions of these entries follow later edits; those of a separate reading would not.
      const stops = readProject(this.project, this.branch).stops.map(stop => ({
        ...stop,
        place: byFile.get(stop.place.file)?.[stop.place.index]?.place ?? stop.place,
      }));
      this.reading = { ...this.reading, stops };
      this.areStopsStale = false;
    }
    return this.reading.stops;
  }

  /** The names to check again since the last call; undefined means all names. */
  takeChanged(): ReadonlySet<string> | undefined {
    const { changed } = this;
    this.changed = new Set();
    return changed;
  }

  /**
   * True for a section that a module sees when it walks through the file: not a template, not turned into one by
   * `[name](+,!)`, not lines for another section, and not refused because of its header.
   */
  isVisible(entry: Entry): boolean {
    return (
      !entry.isTemplate &&
      !entry.isAppend &&
      !entry.isLost &&
      !this.reading.refused.has(entry) &&
      !this.appendedTo(entry).some(other => other.isTemplate)
    );
  }

  /** The lines that count for an entry: those of its parents as of its position, its own, and those appended later. */
  settingsOf(entry: Entry): readonly Setting[] {
    return this.listOf(this.linesOf(entry));
  }

  /** The lines of the entry itself, as they were before anything was appended. */
  ownSettingsOf(entry: Entry): readonly Setting[] {
    return this.inheritance.ownSettingsOf(entry);
  }

  /** The same as `settingsOf`, as a graph: for finding a line without listing all of them. */
  linesOf(entry: Entry): Lines {
    return this.inheritance.linesOf(entry);
  }

  /** What a section copies from those between its parentheses; unknown ones are missing. */
  copiedBy(entry: Entry): readonly Lines[] {
    return this.inheritance.copiedBy(entry);
  }

  /** The lines of a section to which nothing is added, with what it copies; computed again at each call. */
  linesOver(copied: readonly Lines[], entry: Entry): Lines {
    return this.inheritance.linesOver(copied, entry);
  }

  /** The list that a graph of lines represents. */
  listOf(lines: Lines): readonly Setting[] {
    return this.inheritance.list(lines, () => {
      this.isCutShort = true;
    });
  }

  /** The first or last line of an entry that matches. */
  lineFor(entry: Entry, question: Question): Setting | undefined {
    return findLine(this.linesOf(entry), question);
  }

  /** What a name between the parentheses of `entry` refers to at that position. */
  parentOf(entry: Entry, name: string): Entry | undefined {
    return this.sections.parentOf(entry, name);
  }

  /** At least one section that is not a template copies from this name, directly or through templates. */
  isCopied(key: string): boolean {
    return this.sections.isCopied(key);
  }

  /** The section that a `(+)` section adds to. */
  appendTarget(entry: Entry): Entry | undefined {
    return this.additionsTo(entry.key).targets.get(entry);
  }

  /** The `(+)` sections that add to an entry, in reading order. */
  appendedTo(entry: Entry): readonly Entry[] {
    return this.additionsTo(entry.key).appended.get(entry) ?? [];
  }

  /** Number of a line from the top of its file. */
  lineOf(place: LinePlace): number {
    const tree = this.project.trees.get(place.place.file);
    return (tree?.starts[place.place.index] ?? 0) + place.line;
  }

  /** A module drops what it built from the sections of a lowercase name, when one of them changed. */
  protected forget(_key: string): void {}

  /** A module drops everything it built from the sections: they were read again. */
  protected forgetAll(): void {}

  private additionsTo(key: string): Additions {
    const entries = this.names.get(key);
    if (entries === undefined || entries.length < 2) return noAdditions;
    let additions = this.additions.get(key);
    if (additions === undefined) {
      additions = entries.some(({ isAppend }) => isAppend) ? additionsOf(this, entries) : noAdditions;
      this.additions.set(key, additions);
    }
    return additions;
  }

  private readAll(): Reading {
    const reading = readProject(this.project, this.branch);
    this.areStopsStale = false;
    this.sections.clear();
    this.inheritance.clear();
    this.additions.clear();
    this.changed = undefined;
    for (const entry of reading.entries) this.sections.enter(entry);
    return reading;
  }

  /** Replaces the sections that an edit of one file changed; false when the change reaches further. */
  private splice(old: Project<ConfigTree>, next: Project<ConfigTree>): boolean {
    for (const [file, tree] of next.trees) {
      const before = old.trees.get(file);
      if (before === undefined) return false;
      if (before !== tree && !this.spliceFile(file, before, tree)) return false;
    }
    return true;
  }

  private spliceFile(file: string, before: ConfigTree, after: ConfigTree, firstSection = 0): boolean {
    const ofFile = this.reading.byFile.get(file);
    if (ofFile === undefined || this.reading.entangled.has(file)) return false;
    const { from, oldUntil, newUntil } = difference(before.sections, after.sections, firstSection);
    if (from === oldUntil && from === newUntil) return true;
    // Sections that copy from the very first section, whichever that is.
    if (this.heirs.has('')) return false;
    const isRoot = file === this.project.root;
    // Other files that match the same pattern may be lost with it.
    if (!isRoot && (endsInComment(before) || endsInComment(after))) return false;
    if (from === 0) return isRoot && this.splicePreamble(file, before, after);
    const removed = ofFile.slice(from, oldUntil);
    const replaced = before.sections.slice(from, oldUntil);
    const added = after.sections.slice(from, newUntil);
    if ([...replaced, ...added].some(section => section.hasDirectives)) return false;

    // The lines at the start of a file that was included after them.
    if (
      [ofFile[from - 1], ...removed].some(entry => entry?.pieces.some(piece => piece.place !== entry.place))
    )
      return false;
    const first = removed[0]?.ordinal ?? this.ordinalBehind(ofFile, from);
    if (first === undefined) return false;
    const entries = added.map((section, offset) => newEntry(file, section, from + offset, first + offset));
    if (entries.some(entry => entry === undefined)) return false;
    const news = entries.filter(entry => entry !== undefined);
    const olds = removed.filter(entry => entry !== undefined);
    if (olds.length !== removed.length) return false;
    // In an included file, a line that stops the server removes the rest of that file, and whether it does so
    // depends on the names above it.
    if (this.project.trees.size > 1 && [...olds, ...news].some(entry => this.stopsOrSupports(entry)))
      return false;
    if (
      !isRoot &&
      (olds.some(isBroken) || news.some(isBroken) || [...replaced, ...added].some(section => section.hasStop))
    )
      return false;

    const isSameReading =
      olds.length === news.length &&
      olds.every((entry, index) => entry.header.text === news[index]?.header.text);
    const isAffected = (entry: Entry): boolean =>
      isBroken(entry) || (this.stopsOrSupports(entry) && (!isSameReading || this.reading.stops.length > 0));
    if ([...replaced, ...added].some(section => section.hasStop) || [...olds, ...news].some(isAffected))
      this.areStopsStale = true;
    this.replace(ofFile, from, first, olds, news);
    return true;
  }

  /** Replaces sections that began at `from` in their file and at `first` in reading order. */
  private replace(
    ofFile: (Entry | undefined)[],
    from: number,
    first: number,
    olds: readonly Entry[],
    news: readonly Entry[],
  ): void {
    const { entries: all } = this.reading;
    replaceItems(all, first, olds.length, news);
    replaceItems(ofFile, from, olds.length, news);
    if (news.length !== olds.length) {
      for (let ordinal = first; ordinal < all.length; ordinal++) {
        const entry = all[ordinal];
        if (entry !== undefined) entry.ordinal = ordinal;
      }
      for (let index = from; index < ofFile.length; index++) {
        const entry = ofFile[index];
        if (entry !== undefined) entry.place.index = index;
      }
    }
    this.sections.replace(olds, news);
    for (const entry of olds) this.inheritance.forget(entry);
    this.invalidate([...olds, ...news]);
  }

  /** Adopts new lines before the first header, then the other changes. */
  private splicePreamble(file: string, before: ConfigTree, after: ConfigTree): boolean {
    const [old] = before.sections;
    const [section] = after.sections;
    if (section === undefined || section.hasDirectives || old?.hasDirectives !== false) return false;
    const preambles = this.reading.preambles.slice(1);
    if (stopsBeforeHeader(section) || stopsBeforeHeader(old)) this.areStopsStale = true;
    this.reading = { ...this.reading, preambles: [{ file, section, index: 0 }, ...preambles] };
    return this.spliceFile(file, before, after, 1);
  }

  private ordinalBehind(ofFile: readonly (Entry | undefined)[], index: number): number | undefined {
    const previous = ofFile[index - 1];
    // The text that an include line of the section above brought in lies between, so the position is not known here.
    return previous === undefined || previous.place.section.hasDirectives ? undefined : previous.ordinal + 1;
  }

  private stopsOrSupports(entry: Entry): boolean {
    if (entry.isAppend || entry.isTemplate || entry.parents.length > 0 || this.heirs.has(entry.key))
      return true;
    return this.names.get(entry.key)?.some(other => other.isAppend) === true;
  }

  /** Marks the names of sections, everything that copies from them directly or indirectly, and the names that they copy from. */
  private invalidate(entries: readonly Entry[]): void {
    const waiting = [...new Set(entries.map(({ key }) => key))];
    const seen = new Set<string>();
    const above = entries.flatMap(({ parents }) => parents.map(parent => parent.toLowerCase()));
    for (let parent = above.pop(); parent !== undefined; parent = above.pop()) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      this.changed?.add(parent);
      for (const other of this.names.get(parent) ?? [])
        for (const name of other.parents) above.push(name.toLowerCase());
    }
    seen.clear();
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (seen.has(key)) continue;
      seen.add(key);
      this.changed?.add(key);
      this.forget(key);
      this.additions.delete(key);
      for (const other of this.names.get(key) ?? []) this.inheritance.forget(other);
      for (const heir of this.heirs.get(key) ?? []) waiting.push(heir.key);
    }
  }
}

/** What the sections with the same name add to each other with `(+)`. */
interface Additions {
  readonly targets: ReadonlyMap<Entry, Entry>;
  readonly appended: ReadonlyMap<Entry, readonly Entry[]>;
}

const noAdditions: Additions = { targets: new Map(), appended: new Map() };

function additionsOf(conf: AsteriskConf, entries: readonly Entry[]): Additions {
  const targets = new Map<Entry, Entry>();
  const appended = new Map<Entry, Entry[]>();
  const earlier = new EarlierSections(conf.branch, (heir, name) => conf.parentOf(heir, name));
  for (const entry of entries) {
    if (!entry.isAppend) {
      earlier.add(entry);
      continue;
    }
    const target = earlier.targetOf(entry);
    if (target === undefined) continue;
    targets.set(entry, target);
    const list = appended.get(target);
    if (list === undefined) appended.set(target, [entry]);
    else list.push(entry);
  }
  return { targets, appended };
}
