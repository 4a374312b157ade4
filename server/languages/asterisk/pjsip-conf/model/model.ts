import { appendAll } from '../../../../text/longLists.ts';
import type { LanguageSettings, Project } from '../../../project.ts';
import { versionIn } from '../../../serverVersions.ts';
import type { Branch } from '../../config/branch.ts';
import { AsteriskConf } from '../../config/conf.ts';
import type { Entry, LinePlace, Setting } from '../../config/entry.ts';
import type { ConfigTree } from '../../config/parser.ts';
import { isReadWhole, isSectionWhole } from '../../config/unread.ts';
import { asteriskVersions } from '../../config/versions.ts';
import { objectTypes, type Release, releaseOf } from '../facts/facts.ts';
import { buildObject, typeOf } from './building.ts';
import type { JudgedValues, Surroundings } from './completeness.ts';
import { isMainName, isWizardName, MAIN_FILE } from './fileNames.ts';
import { inOrder, lastValue, type PjsipObject, targetOf } from './object.ts';
import { LikeObject, ObjectKinds, standsForOthers } from './objectKinds.ts';
import { ObjectTable } from './objectTable.ts';
import { type LackingTransport, registrationsWithoutTransport } from './outboundTransports.ts';
import { addressInUse } from './transports.ts';
import { isWizard, type WizardFault, wizardObjects } from './wizard.ts';
import { WizardsBeside } from './wizardsBeside.ts';

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
  /** True for pjsip.conf itself and copies of it. */
  private readonly isMain: boolean;
  private readonly table = new ObjectTable();
  private readonly wizardFaults = new Map<string, readonly WizardFault[]>();
  private main: string | null | undefined;
  readonly judgedValues: JudgedValues = new Map();
  private surroundings: Surroundings;
  private readonly wizards = new WizardsBeside();
  /** The server refused the file as a whole at the last change. */
  private wasStopped = false;
  private transportLosses: ReadonlyMap<PjsipObject, PjsipObject> | undefined;
  private registrationLosses: ReadonlyMap<PjsipObject, LackingTransport> | undefined;
  /** Names to judge again since the last call of `takeTouched`; undefined means all names. */
  private touched: Set<string> | undefined;
  /** An object got a name, or lost it, since then. */
  private haveNamesChanged = false;
  private templateChanges = 0;
  /** What the latest findings about objects far away depend on. */
  private far: readonly unknown[] = [];

  constructor(project: Project<ConfigTree>, settings: LanguageSettings) {
    this.release = releaseOf(versionIn(settings, asteriskVersions));
    this.settings = settings;
    this.conf = new AsteriskConf(withoutMainFile(project), readerOf(this.release));
    this.main = project.companions.get(MAIN_FILE);
    this.isWizardFile = isWizardName(project.root);
    this.isMain = isMainName(project.root);
    const { release, judgedValues } = this;
    this.surroundings = { release, judgedValues, algorithmsUas: ['MD5'], algorithmsUac: ['MD5'] };
    this.refresh();
  }

  get project(): Project<ConfigTree> {
    return this.conf.project;
  }

  /** The text of the pjsip.conf next to a pjsip_wizard.conf; null when there is none. */
  get mainText(): string | null | undefined {
    return this.main;
  }

  /** Adopts a new state of the same root. */
  update(project: Project<ConfigTree>): void {
    this.main = project.companions.get(MAIN_FILE);
    this.conf.update(withoutMainFile(project));
    this.refresh();
  }

  /** The lowercase names to judge again since the last call, with those that `depend` on all names; undefined means all names. */
  takeTouched(depend: Iterable<string>): ReadonlySet<string> | undefined {
    const { touched, haveNamesChanged } = this;
    if (haveNamesChanged) for (const key of depend) touched?.add(key);
    this.touched = new Set();
    this.haveNamesChanged = false;
    return touched;
  }

  /**
   * False for a file that is normally included by another one but was opened alone, and for a file with includes that could not
   * be read: what is not found here may be elsewhere.
   */
  get isWhole(): boolean {
    return this.isMain && isReadWhole(this.conf);
  }

  /** False for a section of a file that was opened alone and that copies from a template that is not there. */
  isComplete(entry: Entry): boolean {
    if (this.isWizardFile || this.isMain) return true;
    return entry.parents.every(parent => this.conf.parentOf(entry, parent) !== undefined);
  }

  /** The server refuses the file as a whole: at this line it stops reading the root. */
  get stop(): LinePlace | undefined {
    return this.conf.stops.find(({ place }) => place.file === this.project.root);
  }

  /** The objects, loaded or dropped, of all sections with a lowercase name. */
  objectsOf(key: string): readonly PjsipObject[] {
    return this.table.objectsOf(key);
  }

  /** The objects, loaded or dropped, of one section: at most one, except for a wizard. */
  objectsAt(entry: Entry): readonly PjsipObject[] {
    return this.table.objectsAt(entry);
  }

  /** The lines that count for a section, whether or not it creates an object. */
  settingsAt(entry: Entry): readonly Setting[] {
    const object = this.objectsAt(entry).find(({ isMade }) => !isMade);
    return object?.settings ?? this.conf.settingsOf(entry);
  }

  /** True for a section that creates an object, loaded or dropped. */
  isObject(entry: Entry): boolean {
    return this.objectsAt(entry).length > 0;
  }

  /** True when each section with a lowercase name creates one object of pjsip.conf, and none has several types. */
  isPlain(key: string): boolean {
    if (this.isWizardFile) return false;
    const objects = this.objectsOf(key);
    return (
      objects.length === this.conf.names.get(key)?.length &&
      objects.every(({ hasSeveralTypes }) => !hasSeveralTypes)
    );
  }

  faultsOfWizard(key: string): readonly WizardFault[] {
    return this.wizardFaults.get(key) ?? [];
  }

  /** Every object of a type, loaded or dropped, by name; names not in reading order. */
  ofType(type: string): ReadonlyMap<string, readonly PjsipObject[]> {
    return this.table.ofType(type);
  }

  /** The object that the server has with a name; undefined when it has none, or dropped it. */
  object(type: string, name: string): PjsipObject | undefined {
    return this.ofType(type)
      .get(name)
      ?.find(object => this.isLoaded(object));
  }

  /** The objects of a type that the pjsip_wizard.conf next to this file creates. */
  wizardObjects(type: string): readonly PjsipObject[] {
    return this.wizards.objects.filter(object => object.type === type && this.isLoaded(object));
  }

  /** The objects that a wizard creates, in this file or in the one next to it. */
  madeBy(wizard: string): readonly PjsipObject[] {
    if (!this.isWizardFile) return this.wizards.madeBy(wizard);
    const made = this.objectsOf(wizard.toLowerCase()).filter(({ entry }) => entry.header.name === wizard);
    // Among wizards with the same name, the last one counts.
    const last = made.at(-1)?.entry;
    return made.filter(({ entry }) => entry === last);
  }

  /** The first object of a type in reading order, loaded or dropped. */
  firstOf(type: string): PjsipObject | undefined {
    let first: PjsipObject | undefined;
    for (const [object] of this.ofType(type).values())
      if (object !== undefined && (first === undefined || inOrder(object, first) < 0)) first = object;
    return first;
  }

  /** The first object of each name of a type, loaded or dropped, in reading order. */
  firstOfEach(type: string): readonly PjsipObject[] {
    return [...this.ofType(type).values()].flatMap(([object]) => object ?? []).sort(inOrder);
  }

  /** Every object of a type that the server has, in reading order. */
  loaded(type: string): readonly PjsipObject[] {
    const objects = [...this.ofType(type).values()].flat();
    return objects.filter(object => this.isLoaded(object)).sort(inOrder);
  }

  /** True when the server has the object after loading. */
  isLoaded(object: PjsipObject): boolean {
    if (object.loss !== undefined) return false;
    if (!object.isMade || this.isWizardFile) {
      if (this.stop !== undefined) return false;
      if (!object.isMade && this.table.duplicatesOf(object.type) !== undefined) return false;
    }
    if (object.type === 'transport') return !this.transportsInUse().has(object);
    return object.type !== 'registration' || !this.registrationsWithoutTransport().has(object);
  }

  /**
   * The pairs of objects with the same type and name, because of which the server loads no object of the type; not in
   * reading order.
   */
  duplicatesOf(type: string): ReadonlyMap<string, readonly [PjsipObject, PjsipObject]> | undefined {
    return this.table.duplicatesOf(type);
  }

  /** The pair of `duplicatesOf` that the server meets first. */
  firstDuplicateOf(type: string): readonly [PjsipObject, PjsipObject] | undefined {
    return this.table.firstDuplicateOf(type);
  }

  /** Types of which no object is loaded because of a duplicate. */
  get lostTypes(): readonly string[] {
    return this.table.typesWithDuplicates;
  }

  /** Transports that cannot start because an earlier one has their address, with the earlier one. */
  transportsInUse(): ReadonlyMap<PjsipObject, PjsipObject> {
    this.transportLosses ??= addressInUse(this);
    return this.transportLosses;
  }

  /** Registrations that are not created, because there is no transport for them. Empty for a part of a configuration. */
  registrationsWithoutTransport(): ReadonlyMap<PjsipObject, LackingTransport> {
    this.registrationLosses ??= this.isWhole ? registrationsWithoutTransport(this) : new Map();
    return this.registrationLosses;
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
    return (object === undefined ? undefined : lastValue(object.settings, key)) ?? otherwise;
  }

  /** The objects that refer to an object, loaded or dropped, in reading order; those of wizards last. */
  usersOf(type: string, name: string): readonly PjsipObject[] {
    return this.table.referringTo({ type, name });
  }

  /** True when at least one object refers to an object. */
  isUsed(object: PjsipObject): boolean {
    return this.table.isReferredTo(object);
  }

  /** The aors with a fixed contact and the endpoints with an access list, loaded or dropped. */
  get located(): ReadonlySet<PjsipObject> {
    return this.table.located;
  }

  /** A number that differs whenever objects of the type were added or removed in the meantime. */
  versionOf(type: string): number {
    return this.table.versionOf(type);
  }

  /** So many objects of a type that searching all their names for a similar one would take too long. */
  hasTooMany(type: string): boolean {
    return this.ofType(type).size > MAX_SEARCHED;
  }

  /** The sections among which a section is looked up: those of the file with the wizards are separate. */
  confOf({ place }: Entry): AsteriskConf {
    return this.wizards.confOf({ place, line: 0 }) ?? this.conf;
  }

  /** Number of a line from the top of its file. */
  lineOf(place: LinePlace): number {
    return this.wizards.lineOf(place) ?? this.conf.lineOf(place);
  }

  private refresh(): void {
    const changed = this.conf.takeChanged();
    const stopped = this.wasStopped;
    this.wasStopped = this.stop !== undefined;
    if (changed === undefined) {
      this.rebuild();
      return;
    }
    if (changed.size === 0 && stopped === this.wasStopped) return;
    this.haveNamesChanged ||= this.templateChanges !== this.conf.templateChanges;
    this.templateChanges = this.conf.templateChanges;
    this.transportLosses = undefined;
    this.registrationLosses = undefined;
    for (const key of changed) this.makeAgain(key);
    this.surroundings = this.surroundingsNow();
    const before = this.far;
    this.far = this.farNow();
    const isSame = this.far.length === before.length && this.far.every((one, index) => one === before[index]);
    if (stopped !== this.wasStopped || !isSame) this.rebuild();
  }

  private rebuild(): void {
    if (!this.isWizardFile) this.wizards.read(this.project, this.conf.branch);
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
    this.far = this.farNow();
    this.touched = undefined;
  }

  private makeAll(): void {
    this.transportLosses = undefined;
    this.registrationLosses = undefined;
    this.table.clear();
    this.wizardFaults.clear();
    const kinds = this.isWizardFile ? undefined : new ObjectKinds(this.conf);
    for (const key of this.conf.names.keys()) this.table.enter(key, this.build(key, kinds));
    for (const object of this.wizards.create(this.surroundings)) this.table.enterObject(object);
  }

  private makeAgain(key: string): void {
    const old = this.objectsOf(key);
    this.table.leave(key);
    const now = this.build(key);
    this.table.enter(key, now);
    if (this.touched === undefined) return;
    this.touched.add(key);
    this.haveNamesChanged ||= old.map(targetOf).join() !== now.map(targetOf).join();
    for (const object of [...old, ...now])
      for (const user of this.table.referringTo(object)) this.touched.add(user.entry.key);
    for (const { references } of [...old, ...now])
      for (const { type, name } of references)
        for (const object of this.ofType(type).get(name) ?? []) this.touched.add(object.entry.key);
  }

  private build(key: string, kinds?: ObjectKinds): readonly PjsipObject[] {
    const objects: PjsipObject[] = [];
    const faults: WizardFault[] = [];
    for (const entry of this.conf.names.get(key) ?? []) {
      const kind = kinds?.of(entry);
      if (kind?.known !== undefined) {
        objects.push(new LikeObject(kind.known, entry, this.conf));
        continue;
      }
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
      if (type === undefined) continue;
      const isWhole = isSectionWhole(this.conf, entry);
      const object = buildObject(type, entry.header.name, entry, settings, this.surroundings, isWhole);
      objects.push(object);
      if (kind !== undefined && standsForOthers(object)) kind.known = object;
    }
    if (faults.length > 0) this.wizardFaults.set(key, faults);
    else this.wizardFaults.delete(key);
    return objects;
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

  /** What findings about objects far away depend on; for types that are lost, the sections where they point. */
  private farNow(): readonly unknown[] {
    return [this.farWords(), ...this.lostTypes.flatMap(type => this.firstDuplicateOf(type) ?? [])];
  }

  private farWords(): string {
    const { algorithmsUas, algorithmsUac } = this.surroundings;
    return [
      this.global('endpoint_identifier_order', ''),
      this.global('default_realm', ''),
      algorithmsUas.join(),
      algorithmsUac.join(),
      [...this.transportsInUse().keys(), ...this.registrationsWithoutTransport().keys()]
        .map(({ type, name }) => `${type} ${name}`)
        .join(),
      objectTypes().filter(({ name }) => this.hasTooMany(name)).length,
    ].join('\n');
  }
}

/** The number of names in which a similar one is searched for. */
const MAX_SEARCHED = 2000;

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

/** The project without the text of pjsip.conf: only features look at it, and an edit there changes nothing in the wizards. */
function withoutMainFile(project: Project<ConfigTree>): Project<ConfigTree> {
  if (!project.companions.has(MAIN_FILE)) return project;
  const companions = new Map(project.companions);
  companions.delete(MAIN_FILE);
  return { ...project, companions };
}
