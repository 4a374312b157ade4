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
}

/** reload_config: every section with hassip=yes, its own or from [general], becomes a friend; templates do not. */
export function usersConfOf(model: AsteriskConf): UsersConf | undefined {
  const conf = companionConf(model, 'users.conf');
  if (conf === undefined || conf === null) return undefined;
  const general = conf.sections.get('general')?.settings ?? [];
  const entries = new Map<string, Entry[]>();
  const settings = new Map<Entry, readonly Setting[]>();
  for (const section of conf.sections.values()) {
    const key = section.name.toLowerCase();
    if (isSpecial(key)) continue;
    const own = section.settings;
    const hasSip = [own, general].map(lines => lines.find(({ option }) => option.key === 'hassip'));
    const line = hasSip[0] ?? hasSip[1];
    if (line === undefined || !isTrue(line.value)) continue;
    const known = entries.get(key);
    if (known === undefined) entries.set(key, [section.entry]);
    else known.push(section.entry);
    settings.set(section.entry, [...general, ...own]);
  }
  return { conf, entries, settingsOf: entry => settings.get(entry) };
}
