import { SymbolKind, type TypeHierarchyItem } from 'vscode-languageserver-types';
import { lineRange } from '../config/columns.ts';
import type { AsteriskConf } from '../config/conf.ts';
import type { Entry } from '../config/entry.ts';
import type { Section } from '../config/parser.ts';

/** The section that a name means at a section: the section itself, the one it adds to, or the one it copies from. */
export function preparedHierarchy(
  conf: AsteriskConf,
  key: string,
  at: Entry | undefined,
): TypeHierarchyItem[] {
  const meant = at === undefined || at.key === key ? at : conf.parentOf(at, key);
  const target = meant?.isAppend === true ? conf.appendTarget(meant) : meant;
  const section = target ?? conf.names.get(key)?.find(candidate => !candidate.isAppend);
  return section === undefined ? [] : [itemOf(conf, section)];
}

/** The sections that a section copies from. */
export function supertypesOf(conf: AsteriskConf, item: TypeHierarchyItem): TypeHierarchyItem[] {
  const entry = entryOf(conf, item);
  if (entry === undefined) return [];
  return entry.parents
    .map(name => conf.parentOf(entry, name))
    .filter(parent => parent !== undefined)
    .map(parent => itemOf(conf, parent));
}

/** The sections that copy from a section. */
export function subtypesOf(conf: AsteriskConf, item: TypeHierarchyItem): TypeHierarchyItem[] {
  const entry = entryOf(conf, item);
  return entry === undefined ? [] : directHeirs(conf, entry).map(heir => itemOf(conf, heir));
}

/** The sections with an entry between their parentheses, in reading order. */
export function directHeirs(
  conf: AsteriskConf,
  entry: Entry,
  heirsOf: HeirLookup = heirLookup(conf),
): Entry[] {
  const heirs = [...heirsOf(entry)].sort((a, b) => a.ordinal - b.ordinal);
  // A file that is included twice gives the same section twice.
  const seen = new Set<Section>();
  return heirs.filter(({ place: { section } }) => !seen.has(section) && seen.add(section));
}

/** The entries that copy from an entry directly. */
export type HeirLookup = (entry: Entry) => readonly Entry[];

/** Looks at the heirs of a name once, however many entries with that name are asked for. */
export function heirLookup(conf: AsteriskConf): HeirLookup {
  const byName = new Map<string, ReadonlyMap<Entry, readonly Entry[]>>();
  return entry => {
    const byParent = byName.get(entry.key) ?? heirsByParent(conf, entry.key);
    byName.set(entry.key, byParent);
    return byParent.get(entry) ?? [];
  };
}

function heirsByParent(conf: AsteriskConf, key: string): ReadonlyMap<Entry, readonly Entry[]> {
  const byParent = new Map<Entry, Entry[]>();
  for (const heir of conf.heirs.get(key) ?? []) {
    for (const parent of new Set(heir.parents.map(name => conf.parentOf(heir, name)))) {
      if (parent?.key !== key) continue;
      const heirs = byParent.get(parent);
      if (heirs === undefined) byParent.set(parent, [heir]);
      else heirs.push(heir);
    }
  }
  return byParent;
}

function itemOf(conf: AsteriskConf, { place, header, isTemplate }: Entry): TypeHierarchyItem {
  const line = conf.lineOf({ place, line: 0 });
  const last = line + place.section.lines.length - 1;
  return {
    name: header.name,
    kind: isTemplate ? SymbolKind.Interface : SymbolKind.Class,
    ...(isTemplate ? { detail: 'template' } : {}),
    uri: place.file,
    range: { start: { line, character: 0 }, end: { line: last, character: 0 } },
    selectionRange: lineRange(line, header.nameStart, header.nameEnd),
  };
}

/** The section of an item: the nearest one with its name, because the lines above may have changed since. */
function entryOf(conf: AsteriskConf, item: TypeHierarchyItem): Entry | undefined {
  const { line } = item.selectionRange.start;
  const distance = ({ place }: Entry): number => Math.abs(conf.lineOf({ place, line: 0 }) - line);
  return conf.names
    .get(item.name.toLowerCase())
    ?.filter(({ place, isAppend }) => place.file === item.uri && !isAppend)
    .sort((a, b) => distance(a) - distance(b))[0];
}
