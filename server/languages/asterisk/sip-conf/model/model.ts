import type { LanguageSettings, Project } from '../../../project.ts';
import { versionIn } from '../../../serverVersions.ts';
import { AsteriskConf, MAX_KEPT } from '../../config/conf.ts';
import type { Entry, LinePlace, Setting } from '../../config/entry.ts';
import type { ConfigTree } from '../../config/parser.ts';
import { asteriskVersions } from '../../config/versions.ts';
import { branchOf, canonicalName, optionFacts } from '../facts/facts.ts';
import { isSpecial } from './specialSections.ts';
import { type UsersConf, usersConfOf } from './usersConf.ts';

export { isSpecial } from './specialSections.ts';

/** A sip.conf with all it includes, as chan_sip would load it: its [general] and its devices. */
export class SipConf extends AsteriskConf {
  readonly hasChanSip: boolean;
  readonly settings: LanguageSettings;
  private readonly devices = new Map<string, Device | undefined>();
  private globals: General | undefined;
  private fromUsers:
    | { readonly text: string | null | undefined; readonly conf: UsersConf | undefined }
    | undefined;

  constructor(project: Project<ConfigTree>, settings: LanguageSettings) {
    const { branch, hasChanSip } = branchOf(versionIn(settings, asteriskVersions));
    super(project, branch);
    this.hasChanSip = hasChanSip;
    this.settings = settings;
  }

  /** The first section called general, with what is appended to it: the only one that the server looks at. */
  get general(): General {
    this.globals ??= generalOf(this);
    return this.globals;
  }

  /** What users.conf beside the file brings; undefined when there is none. */
  get users(): UsersConf | undefined {
    const text = this.project.companions.get('users.conf');
    if (this.fromUsers === undefined || this.fromUsers.text !== text) {
      this.fromUsers = { text, conf: usersConfOf(this) };
      this.devices.clear();
    }
    return this.fromUsers.conf;
  }

  override settingsOf(entry: Entry): readonly Setting[] {
    return this.users?.settingsOf(entry) ?? super.settingsOf(entry);
  }

  override lineOf(place: LinePlace): number {
    const { users } = this;
    return users !== undefined && place.place.file === users.conf.uri
      ? users.conf.lineOf(place)
      : super.lineOf(place);
  }

  /** A device by its name in lower case; undefined when no section of that name becomes one. */
  device(key: string): Device | undefined {
    const users = this.users?.entries.get(key) ?? [];
    if (!this.devices.has(key)) {
      if (this.devices.size >= MAX_KEPT) this.devices.clear();
      this.devices.set(key, deviceOf(this, key, users));
    }
    return this.devices.get(key);
  }

  /** Names, in lower case, of all sections that are not templates and not special, in reading order. */
  *deviceKeys(): Generator<string> {
    for (const [key, entries] of this.names) {
      if (!isSpecial(key) && entries.some(entry => !entry.isTemplate && !entry.isAppend)) yield key;
    }
  }

  protected override forget(key: string): void {
    this.devices.delete(key);
    if (key === 'general') this.globals = undefined;
  }

  protected override forgetAll(): void {
    this.devices.clear();
    this.globals = undefined;
  }
}

/** The [general] section as far as devices and global rules look at it. */
export interface General {
  readonly entry: Entry | undefined;
  readonly settings: readonly Setting[];
  /** The line that decides about an option, by its main name. */
  last(name: string): Setting | undefined;
  all(name: string): readonly Setting[];
}

/** A device as the server builds it from all sections of its name. */
export interface Device {
  /** As spelled in the last section. */
  readonly name: string;
  readonly key: string;
  /** The sections that are loaded for it, in reading order. */
  readonly entries: readonly Entry[];
  /** All option lines that count, in the order in which the server applies them. */
  readonly settings: readonly Setting[];
  /** Found by the name in From (user, friend). */
  readonly isUser: boolean;
  /** Found by address, may register (peer, friend). */
  readonly isPeer: boolean;
  /** The line that decides about an option, by its main name. */
  last(name: string): Setting | undefined;
  all(name: string): readonly Setting[];
}

/** The value in force for a device: its own, that of [general] where the option is allowed there, or undefined. */
export function effective(device: Device, general: General, name: string): Setting | undefined {
  const own = device.last(name);
  if (own !== undefined) return own;
  return optionFacts(name)?.scopes.includes('general') === true ? general.last(name) : undefined;
}

/** The first `type` line of a section, which alone decides whether it is loaded. */
export function typeSetting(settings: readonly Setting[]): Setting | undefined {
  return settings.find(setting => setting.option.key === 'type');
}

function generalOf(model: SipConf): General {
  const entry = model.names.get('general')?.find(candidate => !candidate.isTemplate && !candidate.isAppend);
  const settings = entry === undefined ? [] : model.settingsOf(entry);
  return { entry, settings, ...lookups(settings) };
}

function deviceOf(model: SipConf, key: string, users: readonly Entry[]): Device | undefined {
  if (isSpecial(key)) return undefined;
  const entries: Entry[] = [...users];
  const settings: Setting[] = users.flatMap(entry => [...model.settingsOf(entry)]);
  for (const entry of model.names.get(key) ?? []) {
    if (!model.isVisible(entry)) continue;
    const lines = model.settingsOf(entry);
    if (!isDeviceType(typeSetting(lines)?.value)) continue;
    entries.push(entry);
    settings.push(...lines);
  }
  const name = entries.at(-1)?.header.name;
  return name === undefined
    ? undefined
    : { name, key, entries, settings, ...kindsOf(entries, settings, model), ...lookups(settings) };
}

/** What a section of users.conf makes is always a friend, whatever `type` says. */
export function kindsOf(
  entries: readonly Entry[],
  settings: readonly Setting[],
  model: SipConf,
): Pick<Device, 'isUser' | 'isPeer'> {
  const isFriend = entries.some(entry => model.users?.settingsOf(entry) !== undefined);
  return isFriend ? { isUser: true, isPeer: true } : deviceKinds(settings);
}

/** Every `type` line adds what it names. */
export function deviceKinds(settings: readonly Setting[]): Pick<Device, 'isUser' | 'isPeer'> {
  let isUser = false;
  let isPeer = false;
  for (const { option, value } of settings) {
    if (option.key !== 'type') continue;
    const type = value.toLowerCase();
    isUser ||= type === 'user' || type === 'friend';
    isPeer ||= type === 'peer' || type === 'friend';
  }
  return { isUser, isPeer };
}

export function isDeviceType(value: string | undefined): boolean {
  const type = value?.toLowerCase();
  return type === 'peer' || type === 'user' || type === 'friend';
}

/** The two ways to ask for lines of a list. */
export function lookups(settings: readonly Setting[]): Pick<Device, 'last' | 'all'> {
  return {
    last: name => settings.findLast(setting => canonicalName(setting.option.key) === name),
    all: name => settings.filter(setting => canonicalName(setting.option.key) === name),
  };
}
