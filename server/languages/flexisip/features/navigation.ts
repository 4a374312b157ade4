import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { words } from '../facts/values.ts';
import type { Setting } from '../model/groups.ts';
import { type FlexisipModel, lineOf, written } from '../model/model.ts';
import { columns, cursorAt, type FlexisipView } from './cursor.ts';

/** From `${section/key}` to that list, and from an old key to the line that sets its new name. */
export function definitionsAt(view: FlexisipView, position: Position): LocationLink[] {
  const cursor = cursorAt(view, position);
  const { model } = view;
  if (cursor?.entry === undefined || cursor.item === undefined) return [];
  const { entry, item, sectionName = '' } = cursor;
  if (cursor.part === 'key') {
    const replacement = item.deprecated?.replacement;
    const target = replacement == null ? undefined : written(model, sectionName, replacement);
    return target === undefined
      ? []
      : [linkTo(model, columns(position.line, entry.keyStart, entry.keyEnd), target)];
  }
  const word = words(entry.value, model.version).find(
    ({ text, start }) => cursor.offset >= start && cursor.offset <= start + text.length,
  );
  const [, section, key] = /^\$\{([0-9A-Za-z:-]+)\/([0-9A-Za-z:-]+)\}$/.exec(word?.text ?? '') ?? [];
  if (word === undefined || section === undefined || key === undefined) return [];
  const target = written(model, section, key);
  const start = entry.valueStart + word.start;
  return target === undefined
    ? []
    : [linkTo(model, columns(position.line, start, start + word.text.length), target)];
}

/** All places where the word at the position occurs in a list: a domain in `auth-domains`, `reg-domains`, `aliases`. */
export function referencesAt(view: FlexisipView, position: Position): Location[] {
  return samePlaces(view, position).map(range => ({ uri: view.uri, range }));
}

export function highlightsAt(view: FlexisipView, position: Position): DocumentHighlight[] {
  return samePlaces(view, position).map(range => ({ range, kind: DocumentHighlightKind.Text }));
}

function samePlaces({ model, ...view }: FlexisipView, position: Position): Range[] {
  const cursor = cursorAt({ model, ...view }, position);
  if (cursor?.entry === undefined) return [];
  const { entry, offset } = cursor;
  if (cursor.part === 'key') return keyPlaces(model, entry.key);
  if (cursor.part !== 'value' || cursor.type !== 'StringList') return [];
  const word = words(entry.value, model.version).find(
    ({ text, start }) => offset >= start && offset <= start + text.length,
  )?.text;
  if (word === undefined) return [];
  const places: Range[] = [];
  for (const setting of allSettings(model)) {
    if (setting.item?.type !== 'StringList') continue;
    const line = lineOf(model, setting);
    for (const { text, start } of words(setting.entry.value, model.version)) {
      if (text !== word) continue;
      const from = setting.entry.valueStart + start;
      places.push(columns(line, from, from + text.length));
    }
  }
  return inOrder(places);
}

/** The same key in all sections. */
function keyPlaces(model: FlexisipModel, key: string): Range[] {
  const places: Range[] = [];
  for (const setting of allSettings(model)) {
    if (setting.entry.key.toLowerCase() !== key.toLowerCase()) continue;
    places.push(columns(lineOf(model, setting), setting.entry.keyStart, setting.entry.keyEnd));
  }
  return inOrder(places);
}

function* allSettings(model: FlexisipModel): Generator<Setting> {
  for (const group of model.groups.values()) for (const settings of group.settings.values()) yield* settings;
}

function inOrder(places: Range[]): Range[] {
  return places.sort((a, b) => a.start.line - b.start.line || a.start.character - b.start.character);
}

function linkTo(model: FlexisipModel, origin: Range, target: Setting): LocationLink {
  const line = lineOf(model, target);
  const { entry } = target;
  return {
    originSelectionRange: origin,
    targetUri: model.uri,
    targetRange: columns(line, entry.keyStart, entry.valueEnd),
    targetSelectionRange: columns(line, entry.keyStart, entry.keyEnd),
  };
}
