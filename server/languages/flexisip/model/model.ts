import { least } from '../../../text/longLists.ts';
import type { LanguageSettings, Project } from '../../project.ts';
import { versionIn } from '../../serverVersions.ts';
import {
  defaultIn,
  existsIn,
  type ItemFacts,
  type ItemType,
  isPreRelease,
  isSince,
  itemFacts,
  masterVersion,
  releaseLines,
  type SectionFacts,
  sectionFacts,
  stillReadFor,
  typeIn,
  type Version,
  versionNamed,
} from '../facts/facts.ts';
import { flexisipVersions } from '../facts/serverVersions.ts';
import { booleanOf, type Word, words } from '../facts/values.ts';
import { type Entry, type FlexisipTree, type Section, sectionStarts } from '../reading/parser.ts';

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

export interface Detection {
  /** `settings`: the user selected it; `keys`: the newest stable release that knows the most keys; `header`: the comment in a printed default. */
  readonly by: 'settings' | 'keys' | 'header';
  /** Keys of the file that the release does not know. */
  readonly unknownKeys: number;
  /** Releases that match the file as well as the chosen one, oldest first; empty if the user selected the release. */
  readonly alsoFitting: readonly Version[];
}

export interface FlexisipModel {
  readonly uri: string;
  readonly tree: FlexisipTree;
  /** Number of the first line of every section of the tree. */
  readonly starts: readonly number[];
  readonly version: Version;
  readonly detection: Detection;
  /** By name in lower case. */
  readonly groups: ReadonlyMap<string, SectionGroup>;
  readonly settings: LanguageSettings;
  /** Texts of the files next to the configuration, by name; null for a file that does not exist. */
  readonly companions: ReadonlyMap<string, string | null>;
}

/** The value of an item that the server uses. */
export interface Effective {
  readonly value: string;
  /** Undefined when the default applies. */
  readonly setting: Setting | undefined;
  readonly item: ItemFacts | undefined;
}

export function buildModel(project: Project<FlexisipTree>, settings: LanguageSettings): FlexisipModel {
  const tree = project.trees.get(project.root) ?? { sections: [] };
  return modelOf(project.root, tree, settings, project.companions);
}

export function modelOf(
  uri: string,
  tree: FlexisipTree,
  settings: LanguageSettings,
  companions: ReadonlyMap<string, string | null> = new Map(),
): FlexisipModel {
  const groups = groupSections(tree);
  const { version, detection } = chooseVersion(tree, groups, versionIn(settings, flexisipVersions));
  return { uri, tree, starts: sectionStarts(tree), version, detection, groups, settings, companions };
}

/** The line of a setting in the file. */
export function lineOf(model: FlexisipModel, at: { sectionIndex: number; line: number }): number {
  return (model.starts[at.sectionIndex] ?? 0) + at.line;
}

/** The value of an item: as written, otherwise under its old name, otherwise the default of the release. */
export function effective(model: FlexisipModel, section: string, key: string): Effective {
  const item = itemFacts(section, key);
  const own = written(model, section, key);
  if (own !== undefined) return { value: own.entry.value, setting: own, item };
  for (const old of stillReadFor(section, key)) {
    const earlier = written(model, section, old.key);
    if (earlier !== undefined) return { value: earlier.entry.value, setting: earlier, item };
  }
  return { value: item === undefined ? '' : defaultIn(item, model.version), setting: undefined, item };
}

/** The line that sets a key: the last one with its name, in releases that start with more than one. */
export function written(model: FlexisipModel, section: string, key: string): Setting | undefined {
  const all = settingsNamed(model, section, key);
  return isSince(model.version, DUPLICATES_REFUSED) ? all[0] : all.at(-1);
}

/** The lines that set a key, in the order of the file. */
export function settingsNamed(model: FlexisipModel, section: string, key: string): readonly Setting[] {
  return model.groups.get(section.toLowerCase())?.settings.get(key.toLowerCase()) ?? [];
}

/** From this release on, the server does not start if a key has a second line. */
export const DUPLICATES_REFUSED = '2.4.0-beta';

export function flag(model: FlexisipModel, section: string, key: string): boolean {
  return booleanOf(effective(model, section, key).value) ?? false;
}

export function list(model: FlexisipModel, section: string, key: string): Word[] {
  return words(effective(model, section, key).value, model.version);
}

export type KnownSetting = Setting & { readonly item: ItemFacts };

/** All settings of items that the release knows, in the order of their sections. */
export const knownSettings = perGroup(({ settings }, version) =>
  [...settings.values()].flat().filter(setting => isOfKnownItem(setting, version)),
);

/** What follows from each setting of a known item alone; the settings of a section are looked at again when it changes. */
export function perSetting<Value>(
  look: (setting: KnownSetting, version: Version) => Value | undefined,
): (model: Pick<FlexisipModel, 'groups' | 'version'>) => readonly Value[] {
  return perGroup((group, version) =>
    [...group.settings.values()].flat().flatMap(setting => {
      if (!isOfKnownItem(setting, version)) return [];
      const value = look(setting, version);
      return value === undefined ? [] : [value];
    }),
  );
}

/** What follows from each group of sections alone, computed again only for a group that has changed. */
export function perGroup<Value>(
  look: (group: SectionGroup, version: Version) => readonly Value[],
): (model: Pick<FlexisipModel, 'groups' | 'version'>) => readonly Value[] {
  const kept = new WeakMap<SectionGroup, Map<number, readonly Value[]>>();
  const of = (group: SectionGroup, version: Version): readonly Value[] => {
    const byRelease = kept.get(group) ?? new Map<number, readonly Value[]>();
    kept.set(group, byRelease);
    const values = byRelease.get(version.rank) ?? look(group, version);
    byRelease.set(version.rank, values);
    return values;
  };
  return ({ groups, version }) => {
    const found: Value[] = [];
    for (const group of groups.values()) for (const value of of(group, version)) found.push(value);
    return found;
  };
}

function isOfKnownItem(setting: Setting, version: Version): setting is KnownSetting {
  return setting.item !== undefined && existsIn(setting.item, version);
}

/** Is a module enabled? Modules that the release does not have are not. */
export function isModuleOn(model: FlexisipModel, module: string): boolean {
  const facts = sectionFacts(module);
  return facts !== undefined && existsIn(facts, model.version) && flag(model, module, 'enabled');
}

/** Does the release know the item? */
export function isKnown(model: FlexisipModel, section: string, key: string): boolean {
  const item = itemFacts(section, key);
  return item !== undefined && existsIn(item, model.version);
}

/** The type of an entry in the release; an item that the release does not have keeps the type of those that do. */
export function typeOf(version: Version, item: ItemFacts): ItemType {
  return typeIn(item, version);
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

function groupSections(tree: FlexisipTree): ReadonlyMap<string, SectionGroup> {
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

function chooseVersion(
  tree: FlexisipTree,
  groups: ReadonlyMap<string, SectionGroup>,
  wanted: string,
): { version: Version; detection: Detection } {
  const chosen = wanted === 'auto' ? undefined : versionNamed(wanted);
  if (chosen !== undefined) {
    return {
      version: chosen,
      detection: { by: 'settings', unknownKeys: Math.floor(misfit(groups, chosen)), alsoFitting: [] },
    };
  }
  const candidates = [...releaseLines(), masterVersion()];
  const misfits = candidates.map(version => misfit(groups, version));
  const fewest = least(misfits);
  const fitting = candidates.filter((_, index) => misfits[index] === fewest);
  // The development branch is chosen only if no release matches as well, and a pre-release only if no stable one does.
  const released = fitting.filter(version => version.label !== 'master');
  const stable = released.findLast(version => !isPreRelease(version));
  const named = headerVersion(tree);
  const header = released.find(version => version.label === named);
  const version = header ?? stable ?? released.at(-1) ?? fitting.at(-1) ?? masterVersion();
  const alsoFitting = header === undefined ? released.filter(other => other !== version) : [];
  return {
    version,
    detection: { by: header === undefined ? 'keys' : 'header', unknownKeys: Math.floor(fewest), alsoFitting },
  };
}

/**
 * How badly a release matches the keys of a file: one for each key that it does not know, and very little for each key
 * of a section that it skips.
 */
function misfit(groups: ReadonlyMap<string, SectionGroup>, version: Version): number {
  let sum = 0;
  for (const part of misfits({ groups, version })) sum += part;
  return sum;
}

const misfits = perGroup(({ facts, settings }, version) => {
  const isReadOver = facts != null && facts.deprecated !== null && !existsIn(facts, version);
  let sum = 0;
  for (const [first] of settings.values()) {
    if (first?.item !== undefined && !existsIn(first.item, version)) sum += isReadOver ? 1e-4 : 1;
  }
  return sum === 0 ? [] : [sum];
});

/** The release line in the first comment of a printed default, as in `default Flexisip (v2.4.0-alpha-136-g…)`. */
function headerVersion(tree: FlexisipTree): string | undefined {
  for (const line of tree.sections[0]?.lines.slice(0, 5) ?? []) {
    const match = /Flexisip \(?v?(\d+\.\d+)\.\d+/.exec(line.text);
    if (match !== null) return match[1];
  }
  return undefined;
}
