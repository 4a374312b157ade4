import { type Position, SymbolKind, type TypeHierarchyItem } from 'vscode-languageserver-types';
import { lineRange } from '../../config/columns.ts';
import type { Entry } from '../../config/entry.ts';
import type { Section } from '../../config/parser.ts';
import { isSpecial, type SipConf } from '../model/model.ts';
import { cursorAt, type SipConfView } from './cursor.ts';
import { namedAt } from './occurrences.ts';

/** The section at a position, or the section whose name is between the parentheses there. */
export function prepareHierarchy(view: SipConfView, position: Position): TypeHierarchyItem[] {
  const found = namedAt(view, position);
  if (found?.named.kind !== 'section' || isSpecial(found.named.key)) return [];
  const { key } = found.named;
  const { model } = view;
  const entry = cursorAt(view, position)?.entry;
  const meant = entry === undefined || entry.key === key ? entry : model.parentOf(entry, key);
  const target = meant?.isAppend === true ? model.appendTarget(meant) : meant;
  const section = target ?? model.names.get(key)?.find(candidate => !candidate.isAppend);
  return section === undefined ? [] : [itemOf(model, section)];
}

/** The sections that a section copies from. */
export function supertypesOf(model: SipConf, item: TypeHierarchyItem): TypeHierarchyItem[] {
  const entry = entryOf(model, item);
  if (entry === undefined) return [];
  return entry.parents
    .map(name => model.parentOf(entry, name))
    .filter(parent => parent !== undefined)
    .map(parent => itemOf(model, parent));
}

/** The sections that copy from a section. */
export function subtypesOf(model: SipConf, item: TypeHierarchyItem): TypeHierarchyItem[] {
  const entry = entryOf(model, item);
  return entry === undefined ? [] : directHeirs(model, entry).map(heir => itemOf(model, heir));
}

/** The sections with an entry between their parentheses, in reading order. */
export function directHeirs(model: SipConf, entry: Entry): Entry[] {
  const heirs = [...(model.heirs.get(entry.key) ?? [])]
    .filter(heir => heir.parents.some(name => model.parentOf(heir, name) === entry))
    .sort((a, b) => a.ordinal - b.ordinal);
  // A file that is included twice gives the same section twice.
  const seen = new Set<Section>();
  return heirs.filter(({ place: { section } }) => !seen.has(section) && seen.add(section));
}

function itemOf(model: SipConf, { place, header, isTemplate }: Entry): TypeHierarchyItem {
  const line = model.lineOf({ place, line: 0 });
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
function entryOf(model: SipConf, item: TypeHierarchyItem): Entry | undefined {
  const { line } = item.selectionRange.start;
  const distance = ({ place }: Entry): number => Math.abs(model.lineOf({ place, line: 0 }) - line);
  return model.names
    .get(item.name.toLowerCase())
    ?.filter(({ place, isAppend }) => place.file === item.uri && !isAppend)
    .sort((a, b) => distance(a) - distance(b))[0];
}
