import type { Entry } from '../../config/entry.ts';
import { inOrder, type PjsipObject } from './object.ts';
import { References } from './references.ts';

/** All objects, loaded or dropped, by type and name, by section, and by what they refer to. Updated section by section. */
export class ObjectTable {
  /** In reading order; those of wizards last. */
  private readonly byType = new Map<string, Map<string, PjsipObject[]>>();
  /** The objects of the sections with one lowercase name. */
  private readonly byKey = new Map<string, readonly PjsipObject[]>();
  /** The objects of each section, for names that many sections have. */
  private readonly byEntry = new WeakMap<
    readonly PjsipObject[],
    ReadonlyMap<Entry, readonly PjsipObject[]>
  >();
  private readonly references = new References();
  /** Names with two objects, by type: no object of that type is loaded. */
  private readonly duplicates = new Map<string, Map<string, readonly [PjsipObject, PjsipObject]>>();
  private readonly versions = new Map<string, number>();
  private readonly withAddresses = new Set<PjsipObject>();

  clear(): void {
    for (const type of this.byType.keys()) this.countChange(type);
    this.byType.clear();
    this.byKey.clear();
    this.references.clear();
    this.duplicates.clear();
    this.withAddresses.clear();
  }

  /** Adds the objects of all sections with a lowercase name. */
  enter(key: string, objects: readonly PjsipObject[]): void {
    if (objects.length > 0) this.byKey.set(key, objects);
    for (const object of objects) this.enterObject(object);
  }

  /** Adds an object without a section in the files. */
  enterObject(object: PjsipObject): void {
    const { type, name, references } = object;
    this.countChange(type);
    if (setsAddresses(object.like ?? object)) this.withAddresses.add(object);
    let names = this.byType.get(type);
    if (names === undefined) {
      names = new Map();
      this.byType.set(type, names);
    }
    const same = names.get(name);
    if (same === undefined) names.set(name, [object]);
    else this.enterAmong(same, object);
    for (const reference of references) this.references.add(reference, object);
  }

  /** Objects mostly arrive in reading order, and of many with one name, only two can be the pair that matters. */
  private enterAmong(same: PjsipObject[], object: PjsipObject): void {
    const { type, name } = object;
    const last = same.at(-1);
    same.push(object);
    if (last !== undefined && inOrder(last, object) > 0) {
      same.sort(inOrder);
      this.findDuplicate(type, name, same);
    } else if (last?.loss === undefined && !object.isMade && !this.duplicates.get(type)?.has(name)) {
      this.findDuplicate(type, name, same);
    }
  }

  /** Removes the objects of all sections with a lowercase name. */
  leave(key: string): void {
    const objects = new Set(this.objectsOf(key));
    for (const object of objects) {
      const { type, name, references } = object;
      this.countChange(type);
      this.withAddresses.delete(object);
      const names = this.byType.get(type);
      const rest = names?.get(name)?.filter(other => !objects.has(other)) ?? [];
      if (rest.length === 0) names?.delete(name);
      else names?.set(name, rest);
      this.findDuplicate(type, name, rest);
      for (const reference of references) this.references.remove(reference, object);
    }
    this.byKey.delete(key);
  }

  objectsOf(key: string): readonly PjsipObject[] {
    return this.byKey.get(key) ?? [];
  }

  /** The objects of one section. */
  objectsAt(entry: Entry): readonly PjsipObject[] {
    const objects = this.objectsOf(entry.key);
    if (objects.length === 1 && objects[0]?.entry === entry) return objects;
    if (objects.length <= FEW) return objects.filter(object => object.entry === entry);
    const known = this.byEntry.get(objects) ?? groupedByEntry(objects);
    this.byEntry.set(objects, known);
    return known.get(entry) ?? [];
  }

  /** Every object of a type by name. */
  ofType(type: string): ReadonlyMap<string, readonly PjsipObject[]> {
    return this.byType.get(type) ?? nothing;
  }

  /** The aors with a fixed contact and the endpoints with an access list. */
  get located(): ReadonlySet<PjsipObject> {
    return this.withAddresses;
  }

  /** A number that differs whenever objects of the type were added or removed in the meantime. */
  versionOf(type: string): number {
    return this.versions.get(type) ?? 0;
  }

  /** The objects that refer to an object, in reading order. */
  referringTo(target: Pick<PjsipObject, 'type' | 'name'>): readonly PjsipObject[] {
    return this.references.to(target);
  }

  isReferredTo(target: Pick<PjsipObject, 'type' | 'name'>): boolean {
    return this.references.has(target);
  }

  /** The pairs of objects with the same type and name, not in reading order. */
  duplicatesOf(type: string): ReadonlyMap<string, readonly [PjsipObject, PjsipObject]> | undefined {
    return this.duplicates.get(type);
  }

  /** The pair of `duplicatesOf` that the server meets first. */
  firstDuplicateOf(type: string): readonly [PjsipObject, PjsipObject] | undefined {
    let first: readonly [PjsipObject, PjsipObject] | undefined;
    for (const pair of this.duplicates.get(type)?.values() ?? [])
      if (first === undefined || inOrder(pair[1], first[1]) < 0) first = pair;
    return first;
  }

  /** Types with at least one duplicate. */
  get typesWithDuplicates(): readonly string[] {
    return [...this.duplicates.keys()];
  }

  /** When the server reads a second object with a name while it has the first one, it loads no object of the type. */
  private findDuplicate(type: string, name: string, objects: readonly PjsipObject[]): void {
    if (type === 'global' || type === 'system') return;
    const own = objects.filter(object => !object.isMade);
    const first = own.findIndex(({ loss }) => loss === undefined);
    const [one, other] = first < 0 ? [] : [own[first], own[first + 1]];
    const ofType = this.duplicates.get(type);
    if (one !== undefined && other !== undefined) {
      if (ofType === undefined) this.duplicates.set(type, new Map([[name, [one, other]]]));
      else ofType.set(name, [one, other]);
      return;
    }
    ofType?.delete(name);
    if (ofType?.size === 0) this.duplicates.delete(type);
  }

  private countChange(type: string): void {
    this.versions.set(type, this.versionOf(type) + 1);
  }
}

/** So many sections with one name are looked through. */
const FEW = 16;

function groupedByEntry(objects: readonly PjsipObject[]): ReadonlyMap<Entry, readonly PjsipObject[]> {
  const byEntry = new Map<Entry, PjsipObject[]>();
  for (const object of objects) {
    const ofEntry = byEntry.get(object.entry);
    if (ofEntry === undefined) byEntry.set(object.entry, [object]);
    else ofEntry.push(object);
  }
  return byEntry;
}

function setsAddresses({ type, settings }: PjsipObject): boolean {
  const key = type === 'aor' ? 'contact' : type === 'endpoint' ? 'permit' : undefined;
  return key !== undefined && settings.some(({ option, value }) => option.key === key && value !== '');
}

const nothing: ReadonlyMap<string, readonly PjsipObject[]> = new Map();
