import {
  existsIn,
  type ItemFacts,
  itemFacts,
  type SectionFacts,
  sectionFacts,
  type Version,
} from '../facts/facts.ts';
import type { Entry, FlexisipTree, Section } from '../reading/parser.ts';

/** A `key=value` line that the server accepts. */
export interface Setting {
  readonly section: Section;
  /** Number of the section in the tree, and of the line in the section. */
  readonly sectionIndex: number;
  readonly line: number;
  readonly entry: Entry;
  readonly item: ItemFacts | undefined;
}

/** All sections with the same name, which the server reads as one; the same object as long as they are the same. */
export interface SectionGroup {
  /** As first written. */
  readonly name: string;
  readonly facts: SectionFacts | undefined;
  /** Numbers of the sections in the tree. */
  readonly parts: readonly number[];
  /** By key in lower case, in file order. */
  readonly settings: ReadonlyMap<string, readonly Setting[]>;
}

/** A setting of an item that the release has. */
export type KnownSetting = Setting & { readonly item: ItemFacts };

/** The groups of a file, and the release that reads it. */
interface Groups {
  readonly groups: ReadonlyMap<string, SectionGroup>;
  readonly version: Version;
}

/** The sections of a file by name in lower case. */
export function groupSections(tree: FlexisipTree): ReadonlyMap<string, SectionGroup> {
  const parts = new Map<string, number[]>();
  tree.sections.forEach(({ header }, index) => {
    if (header === undefined) return;
    const key = header.name.toLowerCase();
    const others = parts.get(key);
    if (others === undefined) parts.set(key, [index]);
    else others.push(index);
  });
  return new Map([...parts].map(([key, indexes]) => [key, groupOf(tree, key, indexes)]));
}

const sectionSettings = new WeakMap<Section, readonly Setting[]>();

/** The settings of one section of the tree, remembered as long as the section exists. */
function settingsOf(section: Section, sectionIndex: number): readonly Setting[] {
  const kept = sectionSettings.get(section);
  if (kept !== undefined && (kept[0] === undefined || kept[0].sectionIndex === sectionIndex)) return kept;
  const settings: Setting[] = [];
  const name = section.header?.name;
  if (name !== undefined) {
    section.lines.forEach(({ statement }, line) => {
      if (statement.kind !== 'entry' || statement.ignored) return;
      const item = itemFacts(name, statement.key);
      settings.push({ section, sectionIndex, line, entry: statement, item });
    });
  }
  sectionSettings.set(section, settings);
  return settings;
}

/** Each group by its first section, with the settings of all its sections. */
const keptGroups = new WeakMap<
  Section,
  { readonly group: SectionGroup; readonly lists: readonly (readonly Setting[])[] }
>();

function groupOf(tree: FlexisipTree, key: string, parts: readonly number[]): SectionGroup {
  const sections = parts.flatMap(index => tree.sections[index] ?? []);
  const lists = sections.map((section, number) => settingsOf(section, parts[number] ?? 0));
  const [first] = sections;
  const kept = first === undefined ? undefined : keptGroups.get(first);
  if (kept !== undefined && isSame(kept.group.parts, parts) && isSame(kept.lists, lists)) return kept.group;
  const settings = new Map<string, Setting[]>();
  for (const setting of lists.flat()) {
    const settingKey = setting.entry.key.toLowerCase();
    const others = settings.get(settingKey);
    if (others === undefined) settings.set(settingKey, [setting]);
    else others.push(setting);
  }
  const group = { name: first?.header?.name ?? key, parts, settings, facts: sectionFacts(key) };
  if (first !== undefined) keptGroups.set(first, { group, lists });
  return group;
}

function isSame<Item>(list: readonly Item[], other: readonly Item[]): boolean {
  return list.length === other.length && list.every((item, index) => item === other[index]);
}

/** Something about a group of sections alone. */
type OfGroup<Value> = (group: SectionGroup, version: Version) => readonly Value[];

/** As `look`, which is asked again only about a group that has changed. */
export function remembered<Value>(look: OfGroup<Value>): OfGroup<Value> {
  const kept = new WeakMap<SectionGroup, Map<number, readonly Value[]>>();
  return (group, version) => {
    let byRelease = kept.get(group);
    if (byRelease === undefined) {
      byRelease = new Map();
      kept.set(group, byRelease);
    }
    let values = byRelease.get(version.rank);
    if (values === undefined) {
      values = look(group, version);
      byRelease.set(version.rank, values);
    }
    return values;
  };
}

/** The settings of items that the release has. */
export const knownSettings = remembered(({ settings }, version) => {
  const known: KnownSetting[] = [];
  for (const lines of settings.values())
    for (const setting of lines) if (isKnown(setting, version)) known.push(setting);
  return known;
});

/**
 * What follows from each setting of a known item and its section of the file; the settings of a section are looked at again
 * when it changes.
 */
export function perSetting<Value>(
  look: (setting: KnownSetting, version: Version) => Value | undefined,
): (model: Groups) => readonly Value[] {
  return perGroup((group, version) => {
    const found: Value[] = [];
    for (const setting of knownSettings(group, version)) {
      const value = look(setting, version);
      if (value !== undefined) found.push(value);
    }
    return found;
  });
}

/** What follows from each group of sections alone, computed again only for a group that has changed. */
export function perGroup<Value>(look: OfGroup<Value>): (model: Groups) => readonly Value[] {
  return inGroups(remembered(look));
}

/** The same of all groups of a file. */
export function inGroups<Value>(of: OfGroup<Value>): (model: Groups) => readonly Value[] {
  return ({ groups, version }) => {
    const found: Value[] = [];
    for (const group of groups.values()) for (const value of of(group, version)) found.push(value);
    return found;
  };
}

function isKnown(setting: Setting, version: Version): setting is KnownSetting {
  return setting.item !== undefined && existsIn(setting.item, version);
}
