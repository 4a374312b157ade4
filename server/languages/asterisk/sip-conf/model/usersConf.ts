import { type CompanionConf, companionConf } from '../../companions/companionConf.ts';
import { type Branch, isAtLeast } from '../../config/branch.ts';
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
  /** What the server registers with because of `registersip`, of sections without `hassip` too (reload_config). */
  readonly registerLines: readonly UsersRegisterLine[];
}

/** A line that the server makes and reads like the value of a `register` line. */
export interface UsersRegisterLine {
  readonly text: string;
  /** The lines that it is made from, that of `registersip` first. */
  readonly from: readonly Setting[];
}

/** reload_config: every section with hassip=yes, its own or from [general], becomes a friend; templates do not. */
export function usersConfOf(model: AsteriskConf): UsersConf | undefined {
  const conf = companionConf(model, 'users.conf');
  if (conf === undefined || conf === null) return undefined;
  const general = conf.settingsIn('general');
  const entries = new Map<string, Entry[]>();
  const settings = new Map<Entry, readonly Setting[]>();
  for (const section of conf.sections.values()) {
    const key = section.name.toLowerCase();
    if (isSpecial(key)) continue;
    const own = section.settings;
    const hasSip = [...own, ...general].find(({ option }) => option.key === 'hassip');
    if (!isTrue(hasSip?.value ?? '')) continue;
    const known = entries.get(key);
    if (known === undefined) entries.set(key, [section.entry]);
    else known.push(section.entry);
    settings.set(section.entry, [...general, ...own]);
  }
  return {
    conf,
    entries,
    settingsOf: entry => settings.get(entry),
    registerLines: registerLinesOf(conf, model.branch),
  };
}

/** The first line of each option counts. */
function registerLinesOf({ sections }: CompanionConf, branch: Branch): readonly UsersRegisterLine[] {
  const general = sections.get('general')?.settings ?? [];
  return [...sections.values()].flatMap(({ name, settings }) => {
    const own = (key: string): Setting | undefined => settings.find(({ option }) => option.key === key);
    const either = (key: string): Setting | undefined =>
      own(key) ?? general.find(({ option }) => option.key === key);
    const asked = either('registersip');
    const host = either('host');
    const user = either('username');
    if (name.toLowerCase() === 'general' || !isTrue(asked?.value ?? '') || !host?.value || !user?.value)
      return [];
    const secret = either('secret');
    const authUser = own('authuser');
    const contact = own('contact');
    const extra = authUser?.value ? `:${authUser.value}` : '';
    const password = secret?.value || extra !== '' ? `:${secret?.value ?? ''}` : '';
    const peer = isAtLeast(branch, '1.6.2') ? `${name}?` : '';
    const text = `${peer}${user.value}${password}${extra}@${host.value}/${contact?.value ?? 's'}`;
    const from = [asked, host, user, secret, authUser, contact];
    return [{ text, from: from.filter(setting => setting !== undefined) }];
  });
}
