import type { Entry, Setting } from '../config/entry.ts';
import type { Release } from '../pjsip-conf/facts/facts.ts';
import {
  canonicalName,
  optionFacts,
  scopesIn,
  existsIn as sipOptionExists,
} from '../sip-conf/facts/facts.ts';
import type { Device, SipConf } from '../sip-conf/model/model.ts';

/** What is converted: [general] as the defaults of all devices, a template, or a device. */
export interface OptionView {
  readonly model: SipConf;
  readonly release: Release;
  readonly kind: 'general' | 'template' | 'device';
  readonly name: string;
  /** The lines of the section itself and of what it inherits from, without those of [general]. */
  readonly own: readonly Setting[];
  readonly isDynamic: boolean;
  /** The device that is converted; undefined for the others. */
  readonly device: Device | undefined;
}

/** The line in force: the one of the section, or the one of [general] where the option applies to devices. */
export function lineFor(view: OptionView, name: string): Setting | undefined {
  return ownLine(view, name) ?? generalLine(view.model, name);
}

/** The last line of the section itself. */
export function ownLine(view: OptionView, name: string): Setting | undefined {
  return view.kind === 'general' ? undefined : lastOf(view.own, name, view.model);
}

/** The line of [general], where it applies to devices. */
export function generalLine(model: SipConf, name: string): Setting | undefined {
  const facts = optionFacts(name);
  if (facts === undefined || isOfDevicesAlone(name) || !scopesIn(facts, model.branch).includes('general'))
    return undefined;
  return lastOf(model.general.settings, name, model);
}

/** All lines of options, by their main names, that the branch knows, in the order of the list. */
export function allOf(settings: readonly Setting[], names: readonly string[], model: SipConf): Setting[] {
  const byName = placesByName(settings);
  const places = names.flatMap(name => byName.get(name) ?? []);
  if (names.length > 1) places.sort((a, b) => a - b);
  return places
    .map(place => settings[place])
    .filter(setting => setting !== undefined)
    .filter(({ option }) => {
      const facts = optionFacts(option.key);
      return facts !== undefined && sipOptionExists(facts, model.branch, option.key);
    });
}

const knownPlaces = new WeakMap<readonly Setting[], ReadonlyMap<string, readonly number[]>>();

/** Where the lines of each option are: a hundred options are looked up in the same list, which may be inherited and long. */
function placesByName(settings: readonly Setting[]): ReadonlyMap<string, readonly number[]> {
  const known = knownPlaces.get(settings);
  if (known !== undefined) return known;
  const places = new Map<string, number[]>();
  settings.forEach(({ option }, place) => {
    const name = canonicalName(option.key);
    const others = places.get(name);
    if (others === undefined) places.set(name, [place]);
    else others.push(place);
  });
  knownPlaces.set(settings, places);
  return places;
}

/** These have no effect in [general]: neither devices nor guests inherit them from there (measured). */
export function isOfDevicesAlone(name: string): boolean {
  return /^dtls/.test(name) || name === 'encryption' || name === 'avpf' || name === 'force_avp';
}

export function templateView(model: SipConf, release: Release, entry: Entry): OptionView {
  const own = model.settingsOf(entry);
  const host = lastOf(own, 'host', model)?.value.toLowerCase();
  const isDynamic = host === undefined || host === 'dynamic';
  return { model, release, kind: 'template', name: entry.header.name, own, isDynamic, device: undefined };
}

export function generalView(model: SipConf, release: Release): OptionView {
  return { model, release, kind: 'general', name: 'general', own: [], isDynamic: true, device: undefined };
}

function lastOf(settings: readonly Setting[], name: string, model: SipConf): Setting | undefined {
  return allOf(settings, [name], model).at(-1);
}
