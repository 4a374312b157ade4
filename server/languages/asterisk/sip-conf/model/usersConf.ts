import { type CompanionConf, companionConf } from '../../companions/companionConf.ts';
import type { AsteriskConf } from '../../config/conf.ts';
import type { Entry, Setting } from '../../config/entry.ts';
import { isTrue } from '../../values/truth.ts';
import { isSpecial } from './specialSections.ts';

/** The devices from the users.conf next to sip.conf: read first, then sip.conf adds to them. */
export interface UsersConf {
  readonly conf: CompanionConf;
  /** By lowercase name, in file order. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** The lines of [general] in users.conf, then those of the section; undefined for an entry of another file. */
  settingsOf(entry: Entry): readonly Setting[] | undefined;
  /** True when the server registers as this device with its host (`registersip`). */
  registers(entry: Entry): boolean;
}

/** reload_config: every section with hassip=yes, its own or from [general], becomes a friend; templates do not. */
export function usersConfOf(model: AsteriskConf): UsersConf | undefined {
  const conf = companionConf(model, 'users.conf');
  if (conf === undefined || conf === null) return undefined;
  const general = conf.settingsIn('general');
  const entries = new Map<string, Entry[]>();
  const settings = new Map<Entry, readonly Setting[]>();
  const registering = new Set<Entry>();
  for (const section of conf.sections.values()) {
    const key = section.name.toLowerCase();
    if (isSpecial(key)) continue;
    const own = section.settings;
    const first = (name: string): string | undefined =>
      [own, general].map(lines => lines.find(({ option }) => option.key === name)?.value).find(isSet);
    if (!isTrue(first('hassip') ?? 'no')) continue;
    if (isTrue(first('registersip') ?? 'no') && (first('username') ?? '') !== '')
      registering.add(section.entry);
    const known = entries.get(key);
    if (known === undefined) entries.set(key, [section.entry]);
    else known.push(section.entry);
    settings.set(section.entry, [...general, ...own]);
  }
  return {
    conf,
    entries,
    settingsOf: entry => settings.get(entry),
    registers: entry => registering.has(entry),
  };
}

function isSet(value: string | undefined): value is string {
  return value !== undefined;
}
