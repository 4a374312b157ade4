import facts from '../../../facts/flexisip.json';

export type ItemType =
  | 'Boolean'
  | 'BooleanExpr'
  | 'ByteSize'
  | 'DurationMIN'
  | 'DurationMS'
  | 'DurationS'
  | 'Integer'
  | 'IntegerRange'
  | 'String'
  | 'StringList';

/** A key that a release of the server declares; see server/facts/flexisip.json. */
export interface ItemFacts {
  readonly section: string;
  readonly key: string;
  /** Type and default of the newest release that has the item; `typeIn` and `defaultIn` give those of a release. */
  readonly type: ItemType;
  readonly default: string;
  /** Allowed words; empty if any text is allowed. */
  readonly values: readonly string[];
  /** Smallest and largest number; empty without limits. */
  readonly range: readonly number[];
  /** First release that has it; null when only the development branch does. */
  readonly since: string | null;
  /** First release without it. */
  readonly removed: string | null;
  readonly deprecated: Deprecation | null;
  /** First release that reads the value but does not use it; absent for an item that has an effect. */
  readonly idleSince?: string;
  readonly deprecatedValue: { readonly value: string; readonly since: string } | null;
  readonly history: readonly { readonly from: string; readonly type: string; readonly default: string }[];
  readonly description: string;
  /** Who gets in, or what leaks, with an unsafe value. */
  readonly security: string | null;
}

export interface Deprecation {
  readonly since: string | null;
  readonly firstTag: string;
  readonly replacement: string | null;
  /** The replacement takes the same value; absent if it needs a different one. */
  readonly renamed?: boolean;
  /** The server still reads the old key of a renamed item if the new one is absent (`setFallback`). */
  readonly stillRead?: boolean;
}

export interface SectionFacts {
  readonly name: string;
  /** A module of the proxy, with `enabled`, `filter`, `from-domains` and `to-domains`. */
  readonly module: boolean;
  readonly since: string | null;
  readonly removed: string | null;
  readonly experimental: boolean;
  /** Exists only if `[global] plugins` lists its plugin. */
  readonly plugin: boolean;
  /** Build option that the section requires. */
  readonly build: string | null;
  readonly deprecated: { readonly since: string; readonly movedTo: string } | null;
  readonly description: string;
}

/** A release of the server, in the order of release. */
export interface Version {
  /** As shown: a release line such as `2.5`, a tag such as `2.4.0-beta`, or `master`. */
  readonly label: string;
  /** The tag whose behavior is meant. */
  readonly tag: string;
  /** Position in the list of tags; the development branch comes last. */
  readonly rank: number;
}

/** The newest release of every release line, oldest first. */
export function releaseLines(): readonly Version[] {
  return tables().lines;
}

/** The development branch. */
export function masterVersion(): Version {
  return { label: 'master', tag: 'master', rank: facts.tags.length };
}

/**
 * The release for a setting such as `2.5`, `2.5.1` or `master`; for a number that is not a release, the newest release line
 * before it, or the oldest of all. Undefined for text that is not a number.
 */
export function versionNamed(text: string): Version | undefined {
  const wanted = text.trim().replace(/^v/i, '');
  if (wanted === 'master') return masterVersion();
  const { lines } = tables();
  const line = lines.find(candidate => candidate.label === wanted);
  if (line !== undefined) return line;
  const rank = facts.tags.indexOf(wanted);
  if (rank >= 0) return { label: wanted, tag: wanted, rank };
  const number = releaseNumber(wanted);
  if (number === undefined) return undefined;
  const near = lines.findLast(candidate => (releaseNumber(candidate.label) ?? 0) <= number) ?? lines[0];
  return near === undefined ? undefined : { ...near, label: wanted };
}

/** `2.10.3` and `2.10` as a number that compares with those of other releases. */
function releaseNumber(text: string): number | undefined {
  const match = /^(\d+)(?:\.(\d+)(?:[.-].*)?)?$/.exec(text);
  return match === null ? undefined : Number(match[1]) * 1000 + Number(match[2] ?? 999);
}

/** Is the version the named tag or a later one? An unknown tag counts as later than all others. */
export function isSince(version: Version, tag: string | null): boolean {
  return version.rank >= rankOf(tag);
}

/** Does the version have only alpha or beta releases so far? */
export function isPreRelease(version: Version | undefined): boolean {
  return version?.tag.includes('-') === true;
}

/** The number of a release, also for pre-release tags: `2.6.0` for `2.6.0-beta`. */
export function releaseOf(tag: string): string {
  return tag.replace(/-.*/, '');
}

/** The releases that have something, by their ranks. */
export interface Span {
  /** The first one. */
  readonly from: number;
  /** The first one without it. */
  readonly to: number;
}

/** Something that was added in a release, and perhaps removed in another one. */
interface Dated {
  readonly since: string | null;
  readonly removed: string | null;
}

export function spanOf(item: Dated): Span {
  return { from: rankOf(item.since), to: rankOf(item.removed) };
}

export function existsIn(item: Dated, { rank }: Version): boolean {
  return rank >= rankOf(item.since) && rank < rankOf(item.removed);
}

/** Sections and keys are compared case-insensitively. */
export function sectionFacts(name: string): SectionFacts | undefined {
  return tables().sections.get(name.toLowerCase());
}

export function itemFacts(section: string, key: string): ItemFacts | undefined {
  return tables().items.get(section.toLowerCase())?.get(key.toLowerCase());
}

export function allSections(): readonly SectionFacts[] {
  return facts.sections;
}

/** Items of earlier releases whose value the server still uses for an item that is not set. */
export function stillReadFor(section: string, key: string): readonly ItemFacts[] {
  return tables().stillRead.get(`${section}/${key}`.toLowerCase()) ?? [];
}

/** The items of a section that a release declares. */
export function itemsOf(section: string, version?: Version): readonly ItemFacts[] {
  const all = [...(tables().items.get(section.toLowerCase())?.values() ?? [])];
  return version === undefined ? all : all.filter(item => existsIn(item, version));
}

export function allItems(): readonly ItemFacts[] {
  return tables().list;
}

export function typeIn(item: ItemFacts, version: Version): ItemType {
  const type = historyAt(item, version)?.type;
  return type !== undefined && isItemType(type) ? type : item.type;
}

/** The default of an item, with the directories of the usual packages for build-time constants. */
export function defaultIn(item: ItemFacts, version: Version): string {
  const text = historyAt(item, version)?.default ?? item.default;
  const constants: Readonly<Record<string, string>> = facts.constants;
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => constants[name] ?? whole);
}

/** The modules of the proxy in the order in which a message passes them. */
export function moduleOrder(version: Version): readonly string[] {
  let order: readonly string[] = [];
  for (const entry of facts.moduleOrder) if (isSince(version, entry.tag)) order = entry.modules;
  return order;
}

function historyAt(item: ItemFacts, version: Version): ItemFacts['history'][number] | undefined {
  return item.history.findLast((entry, index) => index === 0 || isSince(version, entry.from));
}

function rankOf(tag: string | null): number {
  if (tag === null) return Number.POSITIVE_INFINITY;
  if (tag === 'master') return facts.tags.length;
  return tables().ranks.get(tag) ?? Number.POSITIVE_INFINITY;
}

interface Tables {
  readonly ranks: ReadonlyMap<string, number>;
  readonly lines: readonly Version[];
  readonly sections: ReadonlyMap<string, SectionFacts>;
  readonly items: ReadonlyMap<string, ReadonlyMap<string, ItemFacts>>;
  readonly list: readonly ItemFacts[];
  /** By section and key of the item that replaces them. */
  readonly stillRead: ReadonlyMap<string, readonly ItemFacts[]>;
}

let cached: Tables | undefined;

/** The indexes are built when the first file is read, not when the server starts. */
function tables(): Tables {
  cached ??= makeTables();
  return cached;
}

function makeTables(): Tables {
  const ranks = new Map(facts.tags.map((tag, rank) => [tag, rank]));
  const items = new Map<string, Map<string, ItemFacts>>();
  const list: ItemFacts[] = [];
  const stillRead = new Map<string, ItemFacts[]>();
  for (const item of facts.items) {
    if (!hasItemType(item)) continue;
    list.push(item);
    const section = item.section.toLowerCase();
    const keys = items.get(section) ?? new Map<string, ItemFacts>();
    keys.set(item.key.toLowerCase(), item);
    items.set(section, keys);
    if (item.deprecated?.stillRead !== true) continue;
    const replacement = `${section}/${item.deprecated.replacement}`.toLowerCase();
    stillRead.set(replacement, [...(stillRead.get(replacement) ?? []), item]);
  }
  return {
    ranks,
    lines: facts.lines.map(({ line, tag }) => ({ label: line, tag, rank: ranks.get(tag) ?? 0 })),
    sections: new Map(facts.sections.map(section => [section.name.toLowerCase(), section])),
    items,
    list,
    stillRead,
  };
}

const itemTypes: ReadonlySet<string> = new Set<ItemType>([
  'Boolean',
  'BooleanExpr',
  'ByteSize',
  'DurationMIN',
  'DurationMS',
  'DurationS',
  'Integer',
  'IntegerRange',
  'String',
  'StringList',
]);

function hasItemType<Item extends { readonly type: string }>(
  item: Item,
): item is Item & { readonly type: ItemType } {
  return isItemType(item.type);
}

function isItemType(text: string): text is ItemType {
  return itemTypes.has(text);
}
