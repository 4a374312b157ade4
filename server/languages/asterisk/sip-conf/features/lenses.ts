import type { CodeLens, Location } from 'vscode-languageserver-types';
import { lineRange } from '../../config/columns.ts';
import type { Entry } from '../../config/entry.ts';
import { directHeirs, type HeirLookup, heirLookup } from '../../editing/hierarchy.ts';
import { countHeirs, type HeirCount } from '../describe/describeSection.ts';
import { isSpecial, type SipConf } from '../model/model.ts';
import type { SipConfView } from './cursor.ts';

/**
 * Above templates: the number of devices that use them. Above a name with several sections: the number of sections. Above
 * devices: what would match them.
 */
export function lensesOf(view: SipConfView): CodeLens[] {
  const { model, uri } = view;
  const lenses: CodeLens[] = [];
  const known = new Map<string, readonly Entry[]>();
  const sameName = (key: string): readonly Entry[] => {
    let same = known.get(key);
    if (same === undefined) {
      same = model.names.get(key)?.filter(other => !other.isAppend) ?? [];
      known.set(key, same);
    }
    return same;
  };
  // Whether a device is loaded is determined only on demand.
  const isDevice = model.reading.entries.length <= MOST_DEVICES;
  let left = MOST_COUNTED;
  const heirsOf = heirLookup(model);
  for (const entry of model.reading.byFile.get(uri) ?? []) {
    if (entry === undefined || entry.isLost) continue;
    if (entry.isTemplate && !entry.isAppend) {
      const count = countHeirs(model, entry, left, heirsOf);
      left -= count.devices + count.templates;
      lenses.push(usersLens(model, entry, count, heirsOf));
    }
    if (entry.isAppend || isSpecial(entry.key)) continue;
    const same = sameName(entry.key);
    // Above each one if there are only a few; a hundred lists of a hundred places would not help.
    if (same.length > 1 && (same.length <= MOST_NAMESAKES || same[0] === entry)) {
      lenses.push(lens(model, entry, `${same.length} sections named ${entry.header.name}`, same));
    }
    // The last section with a name determines the name of the device.
    if (isDevice && !entry.isTemplate && sameName(entry.key).findLast(other => !other.isTemplate) === entry)
      lenses.push(matchLens(model, entry));
  }
  return lenses;
}

/** In a file with thousands of devices, a lens above each one would be too much for the editor and the user. */
const MOST_DEVICES = 3000;
const MOST_NAMESAKES = 20;
/** Maximum number of template users counted for a file; users of nested templates count each time. */
const MOST_COUNTED = 300_000;

function matchLens(model: SipConf, entry: Entry): CodeLens {
  const { uri, range } = headerLocation(model, entry);
  const title = 'Explain a call from this device';
  return {
    range,
    command: { title, command: 'sipWorkbench.explainDevice', arguments: [uri, entry.header.name] },
  };
}

/** The editor shows a list of places, which does not need all users of a template that thousands use. */
const MAX_PLACES = 1000;

function usersLens(
  model: SipConf,
  entry: Entry,
  { devices, templates, isAll }: HeirCount,
  heirsOf: HeirLookup,
): CodeLens {
  const words = [
    ...(devices > 0 || templates === 0 ? [counted(devices, 'device')] : []),
    ...(templates > 0 ? [counted(templates, 'template')] : []),
  ];
  const verb = devices + templates === 1 ? 'uses' : 'use';
  const sentence = `${words.join(' and ')} ${verb} this template`;
  const title = isAll
    ? sentence
    : devices + templates === 0
      ? 'Users of this template'
      : `At least ${sentence}`;
  return lens(model, entry, title, directHeirs(model, entry, heirsOf));
}

function counted(count: number, what: string): string {
  return count === 0 ? `No ${what}s` : count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

function lens(model: SipConf, entry: Entry, title: string, places: readonly Entry[]): CodeLens {
  const { uri, range } = headerLocation(model, entry);
  const locations = places.slice(0, MAX_PLACES).map(place => headerLocation(model, place));
  return {
    range,
    command: { title, command: 'sipWorkbench.showReferences', arguments: [uri, range.start, locations] },
  };
}

function headerLocation(model: SipConf, { place, header }: Entry): Location {
  const line = model.lineOf({ place, line: 0 });
  return { uri: place.file, range: lineRange(line, header.nameStart, header.nameEnd) };
}
