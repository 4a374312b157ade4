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
  type Span,
  sectionFacts,
  spanOf,
  stillReadFor,
  typeIn,
  type Version,
  versionNamed,
} from '../facts/facts.ts';
import { flexisipVersions } from '../facts/serverVersions.ts';
import { booleanOf, type Word, words } from '../facts/values.ts';
import { type FlexisipTree, sectionStarts } from '../reading/parser.ts';
import { groupSections, type SectionGroup, type Setting } from './groups.ts';

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
  const { rank } = version;
  let sum = 0;
  for (const group of groups.values()) {
    const { facts } = group;
    const each = facts !== undefined && facts.deprecated !== null && !existsIn(facts, version) ? 1e-4 : 1;
    let ofGroup = 0;
    for (const { from, to } of spansOf(group)) if (rank < from || rank >= to) ofGroup += each;
    sum += ofGroup;
  }
  return sum;
}

const keptSpans = new WeakMap<SectionGroup, readonly Span[]>();

/** Which releases know the keys of a group. */
function spansOf(group: SectionGroup): readonly Span[] {
  let spans = keptSpans.get(group);
  if (spans === undefined) {
    spans = [...group.settings.values()].flatMap(([first]) =>
      first?.item === undefined ? [] : spanOf(first.item),
    );
    keptSpans.set(group, spans);
  }
  return spans;
}

/** The release line in the first comment of a printed default, as in `default Flexisip (v2.4.0-alpha-136-g…)`. */
function headerVersion(tree: FlexisipTree): string | undefined {
  for (const line of tree.sections[0]?.lines.slice(0, 5) ?? []) {
    const match = /Flexisip \(?v?(\d+\.\d+)\.\d+/.exec(line.text);
    if (match !== null) return match[1];
  }
  return undefined;
}
