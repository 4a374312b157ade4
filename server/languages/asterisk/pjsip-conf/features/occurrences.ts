import type { Location, Position } from 'vscode-languageserver-types';
import { isWithin, lineRange, valueColumns } from '../../config/columns.ts';
import type { Entry, LinePlace } from '../../config/entry.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject, Reference } from '../model/object.ts';
import { modelOfBoth } from './bothFiles.ts';
import { cursorAt } from './cursor.ts';
import type { PjsipView } from './view.ts';

/** A place in the files that refers to an object or a template. */
export interface Occurrence extends LinePlace {
  readonly start: number;
  readonly end: number;
  readonly isDeclaration: boolean;
}

/** What is named at a position: an object by type and name, a wizard with all its objects, or sections by lowercase name. */
export type Named =
  | { readonly kind: 'object'; readonly type: string; readonly name: string }
  | { readonly kind: 'wizard'; readonly name: string }
  | { readonly kind: 'template'; readonly key: string };

/** What is named at a position, with its range there, and the object in question. */
interface NamedPlace {
  readonly named: Named;
  readonly at: Occurrence;
  readonly object?: PjsipObject;
}

export function namedAt(view: PjsipView, position: Position): NamedPlace | undefined {
  const cursor = cursorAt(view, position);
  if (cursor === undefined) return undefined;
  const { text, place, line, entry } = cursor;
  const column = position.character;
  if (text.kind === 'header') {
    const parent = text.options.find(
      option => option.kind === 'parent' && isWithin(column, option.start, option.end),
    );
    if (parent !== undefined) {
      const at = { place, line, start: parent.start, end: parent.end, isDeclaration: false };
      return { named: { kind: 'template', key: parent.text.toLowerCase() }, at };
    }
    if (!isWithin(column, text.nameStart, text.nameEnd)) return undefined;
    const at = { place, line, start: text.nameStart, end: text.nameEnd, isDeclaration: true };
    if (cursor.object !== undefined) return { named: nameOf(cursor.object), at, object: cursor.object };
    return entry === undefined ? undefined : { named: { kind: 'template', key: entry.key }, at };
  }
  for (const object of referringObjects(view.model, entry))
    for (const reference of object.references) {
      const at = placeOf(reference);
      if (at === undefined || at.place.section !== place.section || at.line !== line) continue;
      if (isWithin(column, at.start, at.end)) return namedBy(reference, at, column, view);
    }
  return undefined;
}

/** An object of a wizard has no section of its own: it is named by the wizard. */
function nameOf({ type, name, entry, isMade }: PjsipObject): Named {
  return isMade ? { kind: 'wizard', name: entry.header.name } : { kind: 'object', type, name };
}

/** What a reference names; of a name that a wizard generates, the part that is the name of the wizard. */
function namedBy({ type, name }: Reference, at: Occurrence, column: number, view: PjsipView): NamedPlace {
  const model = modelOfBoth(view);
  const object = model.object(type, name) ?? model.ofType(type).get(name)?.[0];
  if (object === undefined) return { named: { kind: 'object', type, name }, at };
  const named = nameOf(object);
  if (named.kind !== 'wizard') return { named, at, object };
  const short = shortened(at, named.name);
  return { named, at: column <= short.end ? short : at, object };
}

function shortened(at: Occurrence, wizard: string): Occurrence {
  return { ...at, end: Math.min(at.end, at.start + wizard.length) };
}

/** Every place that refers to something. */
export function occurrencesOf(model: PjsipConf, named: Named): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const seen = new Set<string>();
  const add = (occurrence: Occurrence): void => {
    const key = `${occurrence.place.file}:${occurrence.place.index}:${occurrence.line}:${occurrence.start}`;
    if (seen.has(key)) return;
    seen.add(key);
    found.push(occurrence);
  };
  if (named.kind === 'template') {
    for (const entry of model.conf.names.get(named.key) ?? []) add(headerOf(entry));
    for (const heir of model.conf.heirs.get(named.key) ?? [])
      for (const option of heir.header.options)
        if (option.kind === 'parent' && option.text.toLowerCase() === named.key)
          add({ place: heir.place, line: 0, start: option.start, end: option.end, isDeclaration: false });
    return found;
  }
  if (named.kind === 'wizard') {
    for (const object of model.madeBy(named.name)) {
      add(headerOf(object.entry));
      for (const at of headersWith(model, object.entry)) add(at);
      for (const at of placesOf(model, object)) add(shortened(at, named.name));
    }
    return found;
  }
  const { type, name } = named;
  for (const { entry, isMade } of model.ofType(type).get(name) ?? []) {
    if (isMade) continue;
    add(headerOf(entry));
    for (const at of headersWith(model, entry)) add(at);
  }
  for (const at of placesOf(model, named)) add(at);
  return found;
}

/** Where other headers name a section: sections that copy from it, and those that add lines to it. */
function headersWith(model: PjsipConf, entry: Entry): readonly Occurrence[] {
  const conf = model.confOf(entry);
  const parents = [...(conf.heirs.get(entry.key) ?? [])].flatMap(heir =>
    heir.header.options.flatMap(option => {
      if (option.kind !== 'parent' || option.text.toLowerCase() !== entry.key) return [];
      if (conf.parentOf(heir, option.text) !== entry) return [];
      return [{ place: heir.place, line: 0, start: option.start, end: option.end, isDeclaration: false }];
    }),
  );
  return [...parents, ...conf.appendedTo(entry).map(headerOf)];
}

/** The places in values that refer to an object. */
function placesOf(
  model: PjsipConf,
  { type, name }: { readonly type: string; readonly name: string },
): readonly Occurrence[] {
  return model
    .usersOf(type, name)
    .flatMap(({ references }) => references)
    .flatMap(reference =>
      reference.type === type && reference.name === name ? (placeOf(reference) ?? []) : [],
    );
}

export function locationOf(model: PjsipConf, { place, line, start, end }: Occurrence): Location {
  return { uri: place.file, range: lineRange(model.lineOf({ place, line }), start, end) };
}

function headerOf({ place, header }: Entry): Occurrence {
  return { place, line: 0, start: header.nameStart, end: header.nameEnd, isDeclaration: true };
}

/** Undefined for a name that a wizard generates. */
function placeOf({ setting, start, name }: Reference): Occurrence | undefined {
  const { option, place, line } = setting;
  if (option.value !== setting.value || option.value.slice(start, start + name.length) !== name)
    return undefined;
  return { place, line, ...valueColumns(option, start, start + name.length), isDeclaration: false };
}

/** The objects with lines in a section: its own, or those that copy from it. */
function referringObjects(model: PjsipConf, entry: Entry | undefined): readonly PjsipObject[] {
  if (entry === undefined) return [];
  const own = model.objectsAt(entry);
  if (own.length > 0) return own;
  const heirs = [...(model.conf.heirs.get(entry.key) ?? [])].slice(0, 50);
  return heirs.flatMap(heir => model.objectsAt(heir)).slice(0, 50);
}
