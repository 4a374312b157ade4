import type { Location } from 'vscode-languageserver-types';
import {
  groupOf,
  type InventoryGroup,
  type InventoryItem,
  type InventoryKind,
  type InventoryPlace,
} from '../../inventory.ts';
import { dialUses } from '../companions/dialUses.ts';
import { lineRange } from '../config/columns.ts';
import type { AsteriskConf } from '../config/conf.ts';
import type { Entry, LinePlace } from '../config/entry.ts';
import { directHeirs, heirLookup } from './hierarchy.ts';

/** What gives a line its number: the configuration, or the model around it. */
type Lines = { lineOf(place: LinePlace): number };

/** The name in the header of a section. */
export function headerPlace(lines: Lines, { place, header }: Entry): Location {
  const line = lines.lineOf({ place, line: 0 });
  return { uri: place.file, range: lineRange(line, header.nameStart, header.nameEnd) };
}

/** All lines of a section. */
export function wholeSection(lines: Lines, { place }: Entry): Location {
  const line = lines.lineOf({ place, line: 0 });
  const last = line + place.section.lines.length - 1;
  return {
    uri: place.file,
    range: { start: { line, character: 0 }, end: { line: last, character: 0 } },
  };
}

/** The sections that a section copies from. */
export function templatesOf(conf: AsteriskConf, entries: readonly Entry[]): InventoryPlace[] {
  const parents = entries.flatMap(entry => entry.parents.flatMap(name => conf.parentOf(entry, name) ?? []));
  return [...new Set(parents)].map(parent => ({
    kind: 'template',
    label: parent.header.name,
    detail: 'template',
    place: headerPlace(conf, parent),
  }));
}

/** Every template, with the sections that copy from it; `heirKind` is that of sections that are no templates themselves. */
export function templatesGroup(conf: AsteriskConf, heirKind: InventoryKind): InventoryGroup {
  return groupOf('templates', 'Templates', templateItems(conf, heirKind));
}

function templateItems(conf: AsteriskConf, heirKind: InventoryKind): readonly InventoryItem[] {
  const heirsOf = heirLookup(conf);
  return conf.reading.entries
    .filter(({ isTemplate, isAppend, isLost }) => isTemplate && !isAppend && !isLost)
    .map(entry => ({
      kind: 'template',
      label: entry.header.name,
      detail: '',
      place: headerPlace(conf, entry),
      extent: [wholeSection(conf, entry)],
      related: () =>
        directHeirs(conf, entry, heirsOf).map(heir => ({
          kind: heir.isTemplate ? 'template' : heirKind,
          label: heir.header.name,
          detail: 'uses this template',
          place: headerPlace(conf, heir),
        })),
    }));
}

/** The lines of the dialplan that call a device or watch its state. */
export function dialplanPlaces(
  conf: AsteriskConf,
  technology: 'SIP' | 'PJSIP',
  device: string,
): InventoryPlace[] {
  return dialUses(conf, technology, device).map(({ context, place }) => ({
    kind: 'route',
    label: `${technology}/${device}`,
    detail: `in the dialplan, context ${context}`,
    place,
  }));
}
