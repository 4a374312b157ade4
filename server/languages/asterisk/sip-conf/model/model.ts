import type { LanguageSettings, Project } from '../../../project.ts';
import { versionIn } from '../../../serverVersions.ts';
import { AsteriskConf } from '../../config/conf.ts';
import type { Entry, LinePlace, Setting } from '../../config/entry.ts';
import { MAX_KEPT } from '../../config/inheritance.ts';
import { findLine, type Lines, linesOf, nameBit, type Question } from '../../config/lines.ts';
import type { ConfigTree } from '../../config/parser.ts';
import { asteriskVersions } from '../../config/versions.ts';
import { branchOf, optionFacts, spellingsOf } from '../facts/facts.ts';
import { isSpecial } from './specialSections.ts';
import { type UsersConf, usersConfOf } from './usersConf.ts';

export { isSpecial } from './specialSections.ts';

/** A sip.conf with all its includes, as chan_sip would load it: its [general] and its devices. */
export class SipConf extends AsteriskConf {
  readonly hasChanSip: boolean;
  readonly settings: LanguageSettings;
  private readonly devices = new Map<string, Device | undefined>();
  private listedDevices: readonly Device[] | undefined;
  private globals: General | undefined;
  private readonly questions = new Map<string, Question>();
  private fromUsers: { readonly conf: UsersConf | undefined } | undefined;

  constructor(project: Project<ConfigTree>, settings: LanguageSettings) {
    const { branch, hasChanSip } = branchOf(versionIn(settings, asteriskVersions));
    super(project, branch);
    this.hasChanSip = hasChanSip;
    this.settings = settings;
  }

  /** The first section named general, with everything appended to it: the only one that the server reads. */
  get general(): General {
    this.globals ??= generalOf(this);
    return this.globals;
  }

  /** The content of the users.conf next to the file; undefined when there is none. */
  get users(): UsersConf | undefined {
    this.fromUsers ??= { conf: usersConfOf(this) };
    return this.fromUsers.conf;
  }

  override linesOf(entry: Entry): Lines {
    const ofUser = this.users?.settingsOf(entry);
    return ofUser === undefined ? super.linesOf(entry) : linesOf([], ofUser, false);
  }

  override ownSettingsOf(entry: Entry): readonly Setting[] {
    return (
      this.users?.settingsOf(entry)?.filter(setting => setting.entry === entry) ?? super.ownSettingsOf(entry)
    );
  }

  override lineOf(place: LinePlace): number {
    const { users } = this;
    return users !== undefined && place.place.file === users.conf.uri
      ? users.conf.lineOf(place)
      : super.lineOf(place);
  }

  /** A device by lowercase name; undefined when no section with that name becomes a device. */
  device(key: string): Device | undefined {
    const known = this.devices.get(key);
    if (known !== undefined || this.devices.has(key)) return known;
    const device = deviceOf(this, key, this.users?.entries.get(key) ?? []);
    if (this.devices.size >= MAX_KEPT) this.devices.clear();
    this.devices.set(key, device);
    return device;
  }

  /** All devices in reading order: those of users.conf come first. */
  get allDevices(): readonly Device[] {
    this.listedDevices ??= [...this.deviceKeys()].flatMap(key => this.device(key) ?? []);
    return this.listedDevices;
  }

  /** The line that decides about an option, by its main name. */
  lastOf(name: string): Question {
    let question = this.questions.get(name);
    if (question === undefined) {
      let names = 0;
      const spellings = spellingsOf(name);
      for (const key of spellings) names |= nameBit(key);
      const isOnly = spellings.length === 1;
      question = {
        which: 'last',
        names,
        fits: ({ option: { key } }) => key === name || (!isOnly && spellings.includes(key)),
      };
      this.questions.set(name, question);
    }
    return question;
  }

  /** Lowercase names of all sections that are neither templates nor special, in reading order. */
  *deviceKeys(): Generator<string> {
    const ofUsers = this.users?.entries;
    if (ofUsers !== undefined) yield* ofUsers.keys();
    for (const [key, entries] of this.namesInOrder) {
      if (
        !isSpecial(key) &&
        ofUsers?.has(key) !== true &&
        entries.some(entry => !entry.isTemplate && !entry.isAppend)
      )
        yield key;
    }
  }

  protected override forget(key: string): void {
    this.devices.delete(key);
    this.listedDevices = undefined;
    if (key === 'general') this.globals = undefined;
  }

  protected override forgetAll(): void {
    this.fromUsers = undefined;
    this.devices.clear();
    this.listedDevices = undefined;
    this.globals = undefined;
  }
}

/** A set of lines, in the order in which the server applies them. */
export interface AppliedLines {
  readonly lines: Lines;
  /** All of them. To find a single line, the methods below do not need this list. */
  readonly settings: readonly Setting[];
  /** The first or last line that matches. */
  find(question: Question): Setting | undefined;
  /** The line that decides about an option, by its main name. */
  last(name: string): Setting | undefined;
  all(name: string): readonly Setting[];
  /** All lines that match. */
  filter(question: Question): readonly Setting[];
}

/** The parts of the [general] section that devices and global rules use. */
export interface General extends AppliedLines {
  readonly entry: Entry | undefined;
}

/** A device as the server builds it from all sections with its name. */
export interface Device extends AppliedLines {
  /** As spelled in the last section. */
  readonly name: string;
  readonly key: string;
  /** The sections that are loaded for it, in reading order. */
  readonly entries: readonly Entry[];
  /** Found by the name in From (user, friend). */
  readonly isUser: boolean;
  /** Found by address, and may register (peer, friend). */
  readonly isPeer: boolean;
}

/** The value in force for a device: its own, the one of [general] if the option is allowed there, or undefined. */
export function effective(device: Device, general: General, name: string): Setting | undefined {
  const own = device.last(name);
  if (own !== undefined) return own;
  return optionFacts(name)?.scopes.includes('general') === true ? general.last(name) : undefined;
}

/** The first `type` line of a section, which decides whether it is loaded. */
export function typeSetting(model: SipConf, entry: Entry): Setting | undefined {
  return model.lineFor(entry, firstType);
}

const firstType: Question = {
  which: 'first',
  names: nameBit('type'),
  fits: ({ option }) => option.key === 'type',
};

function generalOf(model: SipConf): General {
  const entry = model.names.get('general')?.find(candidate => !candidate.isTemplate && !candidate.isAppend);
  // Every device needs this, so the answers are cached.
  const lines = linesOf(entry === undefined ? [] : [model.linesOf(entry)], [], true);
  return new GeneralLines(model, lines, entry);
}

function deviceOf(model: SipConf, key: string, users: readonly Entry[]): Device | undefined {
  if (isSpecial(key)) return undefined;
  const entries: Entry[] = [...users];
  for (const entry of model.names.get(key) ?? [])
    if (model.isVisible(entry) && isDeviceType(typeSetting(model, entry)?.value)) entries.push(entry);
  const name = entries.at(-1)?.header.name;
  return name === undefined ? undefined : deviceFrom(model, name, key, entries);
}

/** The device that several sections form. A section of users.conf always creates a friend, whatever its `type`. */
export function deviceFrom(
  model: SipConf,
  name: string,
  key: string,
  entries: readonly Entry[],
  roles?: Roles,
): Device {
  const lines = linesTogether(model, entries);
  return new DeviceLines(model, lines, name, key, entries, roles ?? rolesOf(model, lines, entries));
}

export type Roles = Pick<Device, 'isUser' | 'isPeer'>;

/** Every `type` line adds its role. */
function rolesOf(model: SipConf, lines: Lines, entries: readonly Entry[]): Roles {
  const isFriend = entries.some(entry => model.users?.settingsOf(entry) !== undefined);
  return {
    isUser: isFriend || findLine(lines, userType) !== undefined,
    isPeer: isFriend || findLine(lines, peerType) !== undefined,
  };
}

const userType = typeQuestion('user');
const peerType = typeQuestion('peer');

function typeQuestion(kind: 'user' | 'peer'): Question {
  return {
    which: 'last',
    names: nameBit('type'),
    fits: ({ option, value }) =>
      option.key === 'type' && (value.toLowerCase() === kind || value.toLowerCase() === 'friend'),
  };
}

export function isDeviceType(value: string | undefined): boolean {
  const type = value?.toLowerCase();
  return type === 'peer' || type === 'user' || type === 'friend';
}

/** The lines that count for one section. */
export function linesOfEntry(model: SipConf, entry: Entry): AppliedLines {
  return new SectionLines(model, model.linesOf(entry));
}

function linesTogether(model: SipConf, entries: readonly Entry[]): Lines {
  const [only] = entries;
  if (only !== undefined && entries.length === 1) return model.linesOf(only);
  const all = entries.map(entry => model.linesOf(entry));
  // Each of the sections asks, so the answers are cached.
  return linesOf(all, [], true);
}

/** A class, since a large file has as many of them as devices. */
export abstract class LinesInForce implements AppliedLines {
  constructor(protected readonly model: SipConf) {}

  abstract readonly lines: Lines;

  get settings(): readonly Setting[] {
    return this.model.listOf(this.lines);
  }

  find(question: Question): Setting | undefined {
    return findLine(this.lines, question);
  }

  last(name: string): Setting | undefined {
    return findLine(this.lines, this.model.lastOf(name));
  }

  all(name: string): readonly Setting[] {
    return this.filter(this.model.lastOf(name));
  }

  filter(question: Question): readonly Setting[] {
    return this.find(question) === undefined ? noSettings : this.settings.filter(question.fits);
  }
}

class SectionLines extends LinesInForce {
  constructor(
    model: SipConf,
    readonly lines: Lines,
  ) {
    super(model);
  }
}

class GeneralLines extends SectionLines implements General {
  constructor(
    model: SipConf,
    lines: Lines,
    readonly entry: Entry | undefined,
  ) {
    super(model, lines);
  }
}

class DeviceLines extends SectionLines implements Device {
  readonly isUser: boolean;
  readonly isPeer: boolean;

  constructor(
    model: SipConf,
    lines: Lines,
    readonly name: string,
    readonly key: string,
    readonly entries: readonly Entry[],
    { isUser, isPeer }: Roles,
  ) {
    super(model, lines);
    this.isUser = isUser;
    this.isPeer = isPeer;
  }
}

const noSettings: readonly Setting[] = [];
