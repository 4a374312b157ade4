import type { LanguageSettings, Project } from '../../../project.ts';
import { appendTarget } from '../../config/appending.ts';
import type { Branch } from '../../config/branch.ts';
import { isAtLeast } from '../../config/branch.ts';
import {
  type Entry,
  entryOf,
  type LinePlace,
  type Piece,
  type SectionPlace,
  type Setting,
} from '../../config/entry.ts';
import { type ConfigTree, endsInComment, type Section } from '../../config/parser.ts';
import { type Reading, readProject } from '../../config/reading.ts';
import { branchOf, canonicalName, optionFacts } from '../facts/facts.ts';

/**
 * A sip.conf with all it includes, as chan_sip would load it. Updated in place from edit to edit: only the names whose
 * sections changed, and those that copy from them, are worked out again.
 */
export class SipConf {
  readonly branch: Branch;
  readonly hasChanSip: boolean;
  project: Project<ConfigTree>;
  settings: LanguageSettings;
  reading: Reading;
  /** Entries that exist for the server, by name in lower case, in reading order. */
  readonly names = new Map<string, Entry[]>();
  /** Entries that copy from a name, by that name in lower case. */
  readonly heirs = new Map<string, Set<Entry>>();
  /** All templates that exist for the server. */
  readonly templates = new Set<Entry>();
  /** Names to be judged again since the last call of `takeChanged`; undefined stands for all of them. */
  private changed: Set<string> | undefined;
  private readonly devices = new Map<string, Device | undefined>();
  private readonly settingsOfEntry = new Map<Entry, readonly Setting[]>();
  private readonly additions = new Map<string, Additions>();
  private globals: General | undefined;
  /** Sections copy from each other so often that not all of it was followed. */
  isCutShort = false;

  constructor(project: Project<ConfigTree>, settings: LanguageSettings) {
    const { branch, hasChanSip } = branchOf(settings.asteriskVersion);
    this.branch = branch;
    this.hasChanSip = hasChanSip;
    this.project = project;
    this.settings = settings;
    this.reading = this.readAll();
  }

  /** Takes in a new state of the same root. */
  update(project: Project<ConfigTree>): void {
    const old = this.project;
    this.project = project;
    if (!isSameShape(old, project) || !this.splice(old, project)) this.reading = this.readAll();
  }

  /** The names to be judged again since the last call; undefined for all of them. */
  takeChanged(): ReadonlySet<string> | undefined {
    const { changed } = this;
    this.changed = new Set();
    return changed;
  }

  /** The first section called general, with what is appended to it: the only one that the server looks at. */
  get general(): General {
    this.globals ??= generalOf(this);
    return this.globals;
  }

  /** A device by its name in lower case; undefined when no section of that name becomes one. */
  device(key: string): Device | undefined {
    if (!this.devices.has(key)) {
      if (this.devices.size >= MAX_KEPT) this.devices.clear();
      this.devices.set(key, deviceOf(this, key));
    }
    return this.devices.get(key);
  }

  /** Names, in lower case, of all sections that are not templates and not special, in reading order. */
  *deviceKeys(): Generator<string> {
    for (const [key, entries] of this.names) {
      if (!isSpecial(key) && entries.some(entry => !entry.isTemplate && !entry.isAppend)) yield key;
    }
  }

  /** The lines that count for an entry: those of its parents as they stood there, its own, and those appended later. */
  settingsOf(entry: Entry): readonly Setting[] {
    let settings = this.settingsOfEntry.get(entry);
    if (settings === undefined) {
      if (this.settingsOfEntry.size >= MAX_KEPT) this.settingsOfEntry.clear();
      settings = collect(this, entry);
      this.settingsOfEntry.set(entry, settings);
    }
    return settings;
  }

  /** What a name between the parentheses of `entry` stands for at that place. */
  parentOf(entry: Entry, name: string): Entry | undefined {
    const isFirstOfAll = name === '' && isAtLeast(this.branch, '13');
    const candidates = isFirstOfAll ? this.reading.entries : this.names.get(name.toLowerCase());
    const first = candidates?.find(
      candidate => !candidate.isAppend && !candidate.isLost && !this.reading.refused.has(candidate),
    );
    return first !== undefined && first.ordinal < entry.ordinal ? first : undefined;
  }

  /** Some section that is not a template copies from this name, directly or through templates. */
  isCopied(key: string): boolean {
    const waiting = [key];
    const seen = new Set(waiting);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      for (const heir of this.heirs.get(name) ?? []) {
        if (!heir.isTemplate) return true;
        if (seen.has(heir.key)) continue;
        seen.add(heir.key);
        waiting.push(heir.key);
      }
    }
    return false;
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

  private additionsTo(key: string): Additions {
    const entries = this.names.get(key);
    if (entries === undefined || entries.length < 2) return noAdditions;
    let additions = this.additions.get(key);
    if (additions === undefined) {
      additions = additionsOf(this, entries);
      this.additions.set(key, additions);
    }
    return additions;
  }

  private readAll(): Reading {
    const reading = readProject(this.project, this.branch);
    this.names.clear();
    this.heirs.clear();
    this.templates.clear();
    this.devices.clear();
    this.settingsOfEntry.clear();
    this.additions.clear();
    this.globals = undefined;
    this.changed = undefined;
    for (const entry of reading.entries) this.enter(entry);
    return reading;
  }

  /** Replaces the sections that an edit of one file has changed; false when the change reaches further. */
  private splice(old: Project<ConfigTree>, next: Project<ConfigTree>): boolean {
    for (const [file, tree] of next.trees) {
      const before = old.trees.get(file);
      if (before === undefined) return false;
      if (before !== tree && !this.spliceFile(file, before, tree)) return false;
    }
    return true;
  }

  private spliceFile(file: string, before: ConfigTree, after: ConfigTree): boolean {
    const ofFile = this.reading.byFile.get(file);
    if (ofFile === undefined || this.reading.entangled.has(file)) return false;
    const { from, oldUntil, newUntil } = difference(before.sections, after.sections);
    if (from === oldUntil && from === newUntil) return true;
    // Sections that copy from the first of all, whichever that is.
    if (this.heirs.has('')) return false;
    const isRoot = file === this.project.root;
    // It may take files with it that match the same pattern.
    if (!isRoot && (endsInComment(before) || endsInComment(after))) return false;
    if (from === 0)
      return (
        isRoot &&
        this.splicePreamble(file, before, after) &&
        this.spliceFile(
          file,
          {
            ...before,
            sections: [after.sections[0] ?? before.sections[0], ...before.sections.slice(1)].filter(
              section => section !== undefined,
            ),
          },
          after,
        )
      );
    const removed = ofFile.slice(from, oldUntil);
    const replaced = before.sections.slice(from, oldUntil);
    const added = after.sections.slice(from, newUntil);
    if ([...replaced, ...added].some(section => section.hasDirectives)) return false;

    // The lines at the start of a file that was included behind them.
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
    // In an included file, a line that the server stumbles over removes the rest of that file, and whether it stumbles
    // depends on the names that came before.
    if (this.project.trees.size > 1 && [...olds, ...news].some(entry => this.stopsOrSupports(entry)))
      return false;
    if (
      !isRoot &&
      (olds.some(isBroken) || news.some(isBroken) || [...replaced, ...added].some(section => section.hasStop))
    )
      return false;

    const { entries: all } = this.reading;
    all.splice(first, olds.length, ...news);
    ofFile.splice(from, olds.length, ...news);
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
    for (const entry of olds) this.leave(entry);
    for (const entry of news) this.enter(entry);
    for (const entry of [...olds, ...news]) this.invalidate(entry);
    return true;
  }

  private splicePreamble(file: string, before: ConfigTree, after: ConfigTree): boolean {
    const section = after.sections[0];
    if (section === undefined || section.hasDirectives || before.sections[0]?.hasDirectives !== false)
      return false;
    const preambles = this.reading.preambles.slice(1);
    this.reading = { ...this.reading, preambles: [{ file, section, index: 0 }, ...preambles] };
    return true;
  }

  private ordinalBehind(ofFile: readonly (Entry | undefined)[], index: number): number | undefined {
    const previous = ofFile[index - 1];
    // What an include line of the section above brought in lies between, so the place is not known from here.
    return previous === undefined || previous.place.section.hasDirectives ? undefined : previous.ordinal + 1;
  }

  private stopsOrSupports(entry: Entry): boolean {
    if (entry.isAppend || entry.isTemplate || entry.parents.length > 0 || this.heirs.has(entry.key))
      return true;
    return this.names.get(entry.key)?.some(other => other.isAppend) === true;
  }

  private enter(entry: Entry): void {
    if (entry.isLost) return;
    if (entry.isTemplate && !entry.isAppend) this.templates.add(entry);
    const bucket = this.names.get(entry.key);
    if (bucket === undefined) this.names.set(entry.key, [entry]);
    else {
      let at = bucket.length;
      while (at > 0 && (bucket[at - 1]?.ordinal ?? 0) > entry.ordinal) at--;
      bucket.splice(at, 0, entry);
    }
    for (const parent of entry.parents) {
      const key = parent.toLowerCase();
      const heirs = this.heirs.get(key);
      if (heirs === undefined) this.heirs.set(key, new Set([entry]));
      else heirs.add(entry);
    }
  }

  private leave(entry: Entry): void {
    this.templates.delete(entry);
    const bucket = this.names.get(entry.key)?.filter(other => other !== entry) ?? [];
    if (bucket.length === 0) this.names.delete(entry.key);
    else this.names.set(entry.key, bucket);
    for (const parent of entry.parents) {
      const heirs = this.heirs.get(parent.toLowerCase());
      heirs?.delete(entry);
      if (heirs?.size === 0) this.heirs.delete(parent.toLowerCase());
    }
    this.settingsOfEntry.delete(entry);
  }

  /** Marks a name and all that copy from it, however indirectly, and the names that it copies from. */
  private invalidate(entry: Entry): void {
    const waiting = [entry.key];
    const seen = new Set<string>();
    const above = entry.parents.map(parent => parent.toLowerCase());
    for (let parent = above.pop(); parent !== undefined; parent = above.pop()) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      this.changed?.add(parent);
      for (const other of this.names.get(parent) ?? [])
        above.push(...other.parents.map(name => name.toLowerCase()));
    }
    seen.clear();
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (seen.has(key)) continue;
      seen.add(key);
      this.changed?.add(key);
      this.devices.delete(key);
      this.additions.delete(key);
      if (key === 'general') this.globals = undefined;
      for (const other of this.names.get(key) ?? []) this.settingsOfEntry.delete(other);
      for (const heir of this.heirs.get(key) ?? []) waiting.push(heir.key);
    }
  }
}

/** Devices and sections whose lines are kept gathered. All of a huge file would not fit, and are seldom asked for twice. */
const MAX_KEPT = 4096;

/** The [general] section as far as devices and global rules look at it. */
export interface General {
  readonly entry: Entry | undefined;
  readonly settings: readonly Setting[];
  /** The line that decides about an option, by its main name. */
  last(name: string): Setting | undefined;
  all(name: string): readonly Setting[];
}

/** A device as the server builds it from all sections of its name. */
export interface Device {
  /** As spelled in the last section. */
  readonly name: string;
  readonly key: string;
  /** The sections that are loaded for it, in reading order. */
  readonly entries: readonly Entry[];
  /** All option lines that count, in the order in which the server applies them. */
  readonly settings: readonly Setting[];
  /** Found by the name in From (user, friend). */
  readonly isUser: boolean;
  /** Found by address, may register (peer, friend). */
  readonly isPeer: boolean;
  /** The line that decides about an option, by its main name. */
  last(name: string): Setting | undefined;
  all(name: string): readonly Setting[];
}

/** `general` and `authentication` never become devices. */
export function isSpecial(key: string): boolean {
  return key === 'general' || key === 'authentication';
}

/** The value in force for a device: its own, that of [general] where the option is allowed there, or undefined. */
export function effective(device: Device, general: General, name: string): Setting | undefined {
  const own = device.last(name);
  if (own !== undefined) return own;
  return optionFacts(name)?.scopes.includes('general') === true ? general.last(name) : undefined;
}

/** The first `type` line of a section, which alone decides whether it is loaded. */
export function typeSetting(settings: readonly Setting[]): Setting | undefined {
  return settings.find(setting => setting.option.key === 'type');
}

/** What the sections of one name add to each other with `(+)`. */
interface Additions {
  readonly targets: ReadonlyMap<Entry, Entry>;
  readonly appended: ReadonlyMap<Entry, readonly Entry[]>;
}

const noAdditions: Additions = { targets: new Map(), appended: new Map() };

function additionsOf(model: SipConf, entries: readonly Entry[]): Additions {
  const targets = new Map<Entry, Entry>();
  const appended = new Map<Entry, Entry[]>();
  const earlier: Entry[] = [];
  for (const entry of entries) {
    if (!entry.isAppend) {
      earlier.push(entry);
      continue;
    }
    const target = appendTarget(entry, earlier, model.branch, (heir, name) => model.parentOf(heir, name));
    if (target === undefined) continue;
    targets.set(entry, target);
    const list = appended.get(target);
    if (list === undefined) appended.set(target, [entry]);
    else list.push(entry);
  }
  return { targets, appended };
}

/** The server copies without a bound, also when every copy doubles; we stop here and say so. */
const MAX_SETTINGS = 20_000;
const MAX_SECTIONS_COPIED = 20_000;

interface Gathering {
  readonly settings: Setting[];
  sections: number;
}

function collect(model: SipConf, entry: Entry): readonly Setting[] {
  const gathering: Gathering = { settings: [], sections: 0 };
  gather(model, entry, Number.POSITIVE_INFINITY, gathering);
  return gathering.settings;
}

/** Adds the lines that `entry` has at the point in reading order where section number `before` begins. */
function gather(model: SipConf, entry: Entry, before: number, gathering: Gathering): void {
  if (++gathering.sections > MAX_SECTIONS_COPIED || gathering.settings.length > MAX_SETTINGS) {
    model.isCutShort = true;
    return;
  }
  for (const name of entry.parents) {
    const parent = model.parentOf(entry, name);
    if (parent !== undefined) gather(model, parent, entry.ordinal, gathering);
  }
  for (const piece of entry.pieces) gatherPiece(piece, entry, gathering.settings);
  if (entry.isAppend) return;
  for (const other of model.appendedTo(entry)) {
    if (other.ordinal < before) gather(model, other, other.ordinal, gathering);
  }
}

function gatherPiece(piece: Piece, entry: Entry, settings: Setting[]): void {
  const { lines } = piece.place.section;
  for (let line = piece.from; line < piece.until; line++) {
    const option = lines[line];
    if (option?.kind !== 'option' || option.name === '') continue;
    const setting: Setting = { place: piece.place, line, option, value: option.value, entry };
    const earlier =
      option.operator === '+=' ? settings.findLastIndex(old => old.option.name === option.name) : -1;
    const old = settings[earlier];
    if (old === undefined) settings.push(setting);
    else {
      const glue = option.text.slice(option.operatorStart + 2, option.valueStart);
      const value = `${old.value}${glue}${option.value}`.trim();
      settings[earlier] = { ...setting, value, joined: [...(old.joined ?? [old]), setting] };
    }
  }
}

function generalOf(model: SipConf): General {
  const entry = model.names.get('general')?.find(candidate => !candidate.isTemplate && !candidate.isAppend);
  const settings = entry === undefined ? [] : model.settingsOf(entry);
  return { entry, settings, ...lookups(settings) };
}

function deviceOf(model: SipConf, key: string): Device | undefined {
  if (isSpecial(key)) return undefined;
  const entries: Entry[] = [];
  const settings: Setting[] = [];
  for (const entry of model.names.get(key) ?? []) {
    if (entry.isTemplate || entry.isAppend || model.reading.refused.has(entry)) continue;
    if (isTurnedIntoTemplate(model, entry)) continue;
    const lines = model.settingsOf(entry);
    if (!isDeviceType(typeSetting(lines)?.value)) continue;
    entries.push(entry);
    settings.push(...lines);
  }
  const name = entries.at(-1)?.header.name;
  return name === undefined
    ? undefined
    : { name, key, entries, settings, ...deviceKinds(settings), ...lookups(settings) };
}

/** Every `type` line adds what it names. */
export function deviceKinds(settings: readonly Setting[]): Pick<Device, 'isUser' | 'isPeer'> {
  let isUser = false;
  let isPeer = false;
  for (const { option, value } of settings) {
    if (option.key !== 'type') continue;
    const type = value.toLowerCase();
    isUser ||= type === 'user' || type === 'friend';
    isPeer ||= type === 'peer' || type === 'friend';
  }
  return { isUser, isPeer };
}

/** `[name](+,!)` removes a device again. */
export function isTurnedIntoTemplate(model: SipConf, entry: Entry): boolean {
  return model.appendedTo(entry).some(other => other.isTemplate);
}

export function isDeviceType(value: string | undefined): boolean {
  const type = value?.toLowerCase();
  return type === 'peer' || type === 'user' || type === 'friend';
}

/** The two ways to ask for lines of a list. */
export function lookups(settings: readonly Setting[]): Pick<Device, 'last' | 'all'> {
  return {
    last: name => settings.findLast(setting => canonicalName(setting.option.key) === name),
    all: name => settings.filter(setting => canonicalName(setting.option.key) === name),
  };
}

function newEntry(file: string, section: Section, index: number, ordinal: number): Entry | undefined {
  const header = section.lines[0];
  if (header?.kind !== 'header') return undefined;
  const place: SectionPlace = { file, section, index };
  return entryOf(header, place, [{ place, from: 0, until: section.lines.length }], ordinal, false);
}

function isBroken(entry: Entry): boolean {
  return entry.header.fault !== undefined || entry.isLost;
}

function isSameShape(a: Project<ConfigTree>, b: Project<ConfigTree>): boolean {
  if (a.root !== b.root || a.trees.size !== b.trees.size || a.companions.size !== b.companions.size)
    return false;
  for (const file of b.trees.keys()) if (!a.trees.has(file)) return false;
  for (const [name, text] of b.companions) if (a.companions.get(name) !== text) return false;
  return true;
}

/** The stretch in which two lists of sections differ. */
function difference(
  before: readonly Section[],
  after: readonly Section[],
): { from: number; oldUntil: number; newUntil: number } {
  let from = 0;
  const shorter = Math.min(before.length, after.length);
  while (from < shorter && before[from] === after[from]) from++;
  let oldUntil = before.length;
  let newUntil = after.length;
  while (oldUntil > from && newUntil > from && before[oldUntil - 1] === after[newUntil - 1]) {
    oldUntil--;
    newUntil--;
  }
  return { from, oldUntil, newUntil };
}
