import { appendAll } from '../../../../text/longLists.ts';
import type { LanguageSettings, Project } from '../../../project.ts';
import { versionIn } from '../../../serverVersions.ts';
import type { Branch } from '../../config/branch.ts';
import { AsteriskConf } from '../../config/conf.ts';
import type { Entry, LinePlace, Setting } from '../../config/entry.ts';
import { type ConfigTree, parseConfig } from '../../config/parser.ts';
import { isReadWhole } from '../../config/unread.ts';
import { asteriskVersions } from '../../config/versions.ts';
import { type Release, releaseOf } from '../facts/facts.ts';
import { buildObject, typeOf } from './building.ts';
import type { JudgedValues, Surroundings } from './completeness.ts';
import { lastValue, type PjsipObject } from './object.ts';
import { addressInUse } from './transports.ts';
import { isWizard, type WizardFault, wizardObjects } from './wizard.ts';

/**
 * A pjsip.conf with all its includes, or a pjsip_wizard.conf, as chan_pjsip would load it. Updated in place after each edit:
 * only the objects whose sections changed are created again.
 */
export class PjsipConf {
  readonly release: Release;
  readonly settings: LanguageSettings;
  /** The sections and lines, as Asterisk's reader gives them. */
  readonly conf: AsteriskConf;
  /** True for a pjsip_wizard.conf. */
  readonly isWizardFile: boolean;
  /** Every object, loaded or dropped, by type and name, in reading order; those of wizards last. */
  private readonly byType = new Map<string, Map<string, PjsipObject[]>>();
  /** The objects of the sections with one lowercase name. */
  private readonly byKey = new Map<string, readonly PjsipObject[]>();
  private readonly wizardFaults = new Map<string, readonly WizardFault[]>();
  /** Which names refer to an object, by its type and name. */
  private readonly referring = new Map<string, Set<string>>();
  /** Names with two objects, by type: no object of that type is loaded. */
  private readonly duplicates = new Map<string, Map<string, readonly [PjsipObject, PjsipObject]>>();
  readonly judgedValues: JudgedValues = new Map();
  private surroundings: Surroundings;
  /** The objects of wizards next to this file, loaded or dropped. */
  private madeBeside: PjsipObject[] = [];
  private wizards: { readonly text: string; readonly conf: AsteriskConf } | undefined;
  private transportLosses: ReadonlyMap<PjsipObject, PjsipObject> | undefined;
  /** Names to judge again since the last call of `takeTouched`; undefined means all names. */
  private touched: Set<string> | undefined;
  /** Changes with everything that may affect findings about objects far away. */
  generation = 0;

  constructor(project: Project<ConfigTree>, settings: LanguageSettings) {
    this.release = releaseOf(versionIn(settings, asteriskVersions));
    this.settings = settings;
    this.conf = new AsteriskConf(project, readerOf(this.release));
    this.isWizardFile = isWizardName(project.root);
    const { release, judgedValues } = this;
    this.surroundings = { release, judgedValues, algorithmsUas: ['MD5'], algorithmsUac: ['MD5'] };
    this.refresh();
  }

  get project(): Project<ConfigTree> {
    return this.conf.project;
  }

  /** Adopts a new state of the same root. */
  update(project: Project<ConfigTree>): void {
    this.conf.update(project);
    this.refresh();
  }

  /** The lowercase names to judge again since the last call; undefined means all names. */
  takeTouched(): ReadonlySet<string> | undefined {
    const { touched } = this;
    this.touched = new Set();
    return touched;
  }

  /**
   * False for a file that is normally included by another one but was opened alone, and for a file with includes that could not
   * be read: what is not found here may be elsewhere.
   */
  get isWhole(): boolean {
    return isReadWhole(this.conf) && /(^|\/)pjsip\.conf(\.[^/]*)?$/i.test(this.project.root);
  }

  /** The server refuses the file as a whole: at this line it stops reading the root. */
  get stop(): LinePlace | undefined {
    return this.conf.stops.find(({ place }) => place.file === this.project.root);
  }

  /** The objects, loaded or dropped, of all sections with a lowercase name. */
  objectsOf(key: string): readonly PjsipObject[] {
    return this.byKey.get(key) ?? [];
  }

  faultsOfWizard(key: string): readonly WizardFault[] {
    return this.wizardFaults.get(key) ?? [];
  }

  /** Every object of a type, loaded or dropped, by name. */
  ofType(type: string): ReadonlyMap<string, readonly PjsipObject[]> {
    return this.byType.get(type) ?? nothing;
  }

  /** The object that the server has with a name; undefined when it has none, or dropped it. */
  object(type: string, name: string): PjsipObject | undefined {
    return this.byType
      .get(type)
      ?.get(name)
      ?.find(object => this.isLoaded(object));
  }

  /** The objects of a type that the pjsip_wizard.conf next to this file creates. */
  wizardObjects(type: string): readonly PjsipObject[] {
    return this.madeBeside.filter(object => object.type === type && this.isLoaded(object));
  }

  /** Every object of a type that the server has. */
  *loaded(type: string): Generator<PjsipObject> {
    for (const objects of this.ofType(type).values())
      for (const object of objects) if (this.isLoaded(object)) yield object;
  }

  /** True when the server has the object after loading. */
  isLoaded(object: PjsipObject): boolean {
    if (object.loss !== undefined) return false;
    if (object.made === undefined || this.isWizardFile) {
      if (this.stop !== undefined) return false;
      if (object.made === undefined && this.duplicates.has(object.type)) return false;
    }
    return object.type !== 'transport' || !this.transportsInUse().has(object);
  }

  /** The pairs of objects with the same type and name, because of which the server loads no object of the type. */
  duplicatesOf(type: string): ReadonlyMap<string, readonly [PjsipObject, PjsipObject]> | undefined {
    return this.duplicates.get(type);
  }

  /** Types of which no object is loaded because of a duplicate. */
  get lostTypes(): readonly string[] {
    return [...this.duplicates.keys()];
  }

  /** Transports that cannot start because an earlier one has their address, with the earlier one. */
  transportsInUse(): ReadonlyMap<PjsipObject, PjsipObject> {
    this.transportLosses ??= addressInUse(this);
    return this.transportLosses;
  }

  /** The lines of an object, in the order in which the server applies them. */
  settingsOf(object: PjsipObject): readonly Setting[] {
    return object.made ?? this.conf.settingsOf(object.entry);
  }

  /** The object of a type with only one object, such as global: the last valid one counts. */
  single(type: 'global' | 'system'): PjsipObject | undefined {
    let last: PjsipObject | undefined;
    for (const objects of this.ofType(type).values())
      for (const object of objects)
        if (object.loss === undefined && (last === undefined || object.entry.ordinal > last.entry.ordinal))
          last = object;
    return this.stop === undefined ? last : undefined;
  }

  /** The value of an option of the global object: as set, or the server's default. */
  global(key: string, otherwise: string): string {
    const object = this.single('global');
    return (object === undefined ? undefined : lastValue(this.settingsOf(object), key)) ?? otherwise;
  }

  /** Lowercase names of the sections that refer to an object. */
  referrersOf(type: string, name: string): ReadonlySet<string> {
    return this.referring.get(`${type}\n${name}`) ?? none;
  }

  /** Number of a line from the top of its file. */
  lineOf(place: LinePlace): number {
    return this.conf.lineOf(place);
  }

  /** The objects that pjsip_wizard.conf adds to this pjsip.conf. */
  private readWizards(): void {
    const text = this.project.companions.get('pjsip_wizard.conf');
    if (this.isWizardFile || typeof text !== 'string') {
      this.wizards = undefined;
      return;
    }
    if (this.wizards?.text === text) return;
    const { root } = this.project;
    const uri = `${root.slice(0, root.lastIndexOf('/') + 1)}pjsip_wizard.conf`;
    const trees = new Map([[uri, parseConfig(text)]]);
    const project = { root: uri, trees, resolve: () => undefined, companions: new Map() };
    this.wizards = { text, conf: new AsteriskConf(project, this.conf.branch) };
  }

  private refresh(): void {
    const before = this.surroundings;
    const changed = this.conf.takeChanged();
    this.transportLosses = undefined;
    if (changed === undefined) {
      this.rebuild();
      return;
    }
    if (changed.size === 0) return;
    const lost = [...this.duplicates.keys()].join();
    const globals = this.globalWords();
    for (const key of changed) this.makeAgain(key);
    this.surroundings = this.surroundingsNow();
    const isSame =
      before.algorithmsUas.join() === this.surroundings.algorithmsUas.join() &&
      before.algorithmsUac.join() === this.surroundings.algorithmsUac.join() &&
      globals === this.globalWords() &&
      lost === [...this.duplicates.keys()].join();
    if (!isSame) this.rebuild();
  }

  private rebuild(): void {
    this.generation++;
    this.readWizards();
    // The global object affects other objects, so it is created first.
    this.makeAll();
    const now = this.surroundingsNow();
    const { algorithmsUas, algorithmsUac } = this.surroundings;
    if (
      now.algorithmsUas.join() !== algorithmsUas.join() ||
      now.algorithmsUac.join() !== algorithmsUac.join()
    ) {
      this.surroundings = now;
      this.makeAll();
    }
    this.touched = undefined;
  }

  private makeAll(): void {
    this.byType.clear();
    this.byKey.clear();
    this.wizardFaults.clear();
    this.referring.clear();
    this.duplicates.clear();
    this.madeBeside = [];
    for (const key of this.conf.names.keys()) this.enter(key, this.build(key));
    if (this.wizards !== undefined) this.enterWizards(this.wizards.conf);
  }

  /** Among wizards with the same name, the last one counts. */
  private enterWizards(conf: AsteriskConf): void {
    if (conf.stops.some(({ place }) => place.file === conf.project.root)) return;
    const last = new Map<string, { readonly entry: Entry; readonly settings: readonly Setting[] }>();
    for (const entry of conf.reading.entries) {
      if (!conf.isVisible(entry)) continue;
      const settings = conf.settingsOf(entry);
      if (isWizard(settings)) last.set(entry.header.name, { entry, settings });
    }
    for (const { entry, settings } of last.values())
      for (const object of wizardObjects(entry, settings, this.surroundings).objects) {
        this.madeBeside.push(object);
        this.enterObject(object);
      }
  }

  private makeAgain(key: string): void {
    const old = this.objectsOf(key);
    this.leave(key);
    const now = this.build(key);
    this.enter(key, now);
    if (this.touched === undefined) return;
    this.touched.add(key);
    for (const { type, name } of [...old, ...now])
      for (const referrer of this.referrersOf(type, name)) this.touched.add(referrer);
    for (const { references } of [...old, ...now])
      for (const { type, name } of references)
        for (const object of this.byType.get(type)?.get(name) ?? []) this.touched.add(object.entry.key);
  }

  private build(key: string): readonly PjsipObject[] {
    const objects: PjsipObject[] = [];
    const faults: WizardFault[] = [];
    for (const entry of this.conf.names.get(key) ?? []) {
      if (!this.conf.isVisible(entry)) continue;
      const settings = this.conf.settingsOf(entry);
      if (this.isWizardFile) {
        if (!isWizard(settings)) continue;
        const made = wizardObjects(entry, settings, this.surroundings);
        appendAll(objects, made.objects);
        appendAll(faults, made.faults);
        continue;
      }
      const type = typeOf(entry.header.name, settings, this.surroundings);
      if (type !== undefined)
        objects.push(buildObject(type, entry.header.name, entry, settings, this.surroundings));
    }
    if (faults.length > 0) this.wizardFaults.set(key, faults);
    else this.wizardFaults.delete(key);
    return objects;
  }

  private enter(key: string, objects: readonly PjsipObject[]): void {
    if (objects.length > 0) this.byKey.set(key, objects);
    for (const object of objects) this.enterObject(object);
  }

  private enterObject(object: PjsipObject): void {
    const { type, name, entry, references } = object;
    let names = this.byType.get(type);
    if (names === undefined) {
      names = new Map();
      this.byType.set(type, names);
    }
    const same = names.get(name);
    if (same === undefined) names.set(name, [object]);
    else {
      same.push(object);
      same.sort(inOrder);
    }
    if (same !== undefined) this.findDuplicate(type, name, same);
    for (const reference of references) {
      const target = `${reference.type}\n${reference.name}`;
      const keys = this.referring.get(target);
      if (keys === undefined) this.referring.set(target, new Set([entry.key]));
      else keys.add(entry.key);
    }
  }

  private leave(key: string): void {
    const objects = this.objectsOf(key);
    for (const { type, name, references } of objects) {
      const names = this.byType.get(type);
      const rest = names?.get(name)?.filter(object => !objects.includes(object)) ?? [];
      if (rest.length === 0) names?.delete(name);
      else names?.set(name, rest);
      this.findDuplicate(type, name, rest);
      for (const reference of references)
        this.referring.get(`${reference.type}\n${reference.name}`)?.delete(key);
    }
    this.byKey.delete(key);
  }

  /** When the server reads a second object with a name while it has the first one, it loads no object of the type. */
  private findDuplicate(type: string, name: string, objects: readonly PjsipObject[]): void {
    const own = objects.filter(object => object.made === undefined);
    const first = own.findIndex(({ loss }) => loss === undefined);
    const [one, other] = first < 0 ? [] : [own[first], own[first + 1]];
    const ofType = this.duplicates.get(type);
    if (one !== undefined && other !== undefined && type !== 'global' && type !== 'system') {
      if (ofType === undefined) this.duplicates.set(type, new Map([[name, [one, other]]]));
      else ofType.set(name, [one, other]);
      return;
    }
    ofType?.delete(name);
    if (ofType?.size === 0) this.duplicates.delete(type);
  }

  private surroundingsNow(): Surroundings {
    const { release, judgedValues } = this;
    return {
      release,
      judgedValues,
      algorithmsUas: algorithmsOf(this.global('default_auth_algorithms_uas', 'MD5')),
      algorithmsUac: algorithmsOf(this.global('default_auth_algorithms_uac', 'MD5')),
    };
  }

  /** What findings far away depend on. */
  private globalWords(): string {
    return ['endpoint_identifier_order', 'default_realm'].map(key => this.global(key, '')).join('\n');
  }
}

/** A list with an invalid name counts as MD5 (global_apply). */
function algorithmsOf(value: string): readonly string[] {
  const words = value.split(',').flatMap(word => (word.trim() === '' ? [] : [word.trim().toUpperCase()]));
  const isKnown = words.every(word => ['MD5', 'SHA-256', 'SHA-512-256'].includes(word));
  return words.length > 0 && isKnown ? words : ['MD5'];
}

/** The branch whose configuration reader a release uses, as far as its changes are known. */
function readerOf({ branch }: Release): Branch {
  if (branch < 13) return '11';
  if (branch < 16) return '13';
  if (branch < 18) return '16';
  return branch < 20 ? '18' : '20';
}

/** Objects of pjsip.conf come before those of wizards. */
function inOrder(a: PjsipObject, b: PjsipObject): number {
  const made = Number(a.made !== undefined) - Number(b.made !== undefined);
  return made !== 0 ? made : a.entry.ordinal - b.entry.ordinal;
}

/** True for the file that contains wizards. */
export function isWizardName(uri: string): boolean {
  return /(^|\/)pjsip_wizard\.conf$/i.test(uri);
}

const nothing: ReadonlyMap<string, readonly PjsipObject[]> = new Map();
const none: ReadonlySet<string> = new Set();
