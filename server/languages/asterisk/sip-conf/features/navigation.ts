import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { lineRange } from '../../config/columns.ts';
import type { Entry } from '../../config/entry.ts';
import { parseConfig } from '../../config/parser.ts';
import type { SipConf } from '../model/model.ts';
import { cursorAt, type SipConfView } from './cursor.ts';
import { contextPlaces } from './dialplanPlaces.ts';
import { locationOf, type Named, namedAt, occurrencesOf, siblingOf } from './occurrences.ts';

/** Where the name at a position is defined: sections, contexts and access lists in the companion files, included files. */
export function definitionAt(view: SipConfView, position: Position): LocationLink[] {
  const found = namedAt(view, position);
  if (found === undefined) return includedFiles(view, position);
  const origin = lineRange(found.line, found.start, found.end);
  return definitionsOf(view, found.named, position).map(({ uri, range }) => ({
    originSelectionRange: origin,
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
  }));
}

/** All places of the name at a position. */
export function referencesAt(view: SipConfView, position: Position, includeDeclaration: boolean): Location[] {
  const found = namedAt(view, position);
  if (found === undefined) return [];
  const places = occurrencesOf(view.model, found.named)
    .filter(occurrence => includeDeclaration || !occurrence.isDeclaration)
    .map(locationOf);
  if (found.named.kind === 'section') return places;
  const headers = includeDeclaration ? companionHeader(view.model, found.named) : [];
  return [...headers, ...dialplanUses(view.model, found.named), ...places];
}

/** The places of the name at a position in the same file. */
export function highlightsAt(view: SipConfView, position: Position): DocumentHighlight[] {
  const found = namedAt(view, position);
  if (found === undefined) return [];
  return occurrencesOf(view.model, found.named)
    .filter(occurrence => occurrence.uri === view.uri)
    .map(({ line, start, end, isDeclaration }) => ({
      range: lineRange(line, start, end),
      kind: isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

function definitionsOf(view: SipConfView, named: Named, position: Position): Location[] {
  const { model } = view;
  if (named.kind !== 'section') return companionHeader(model, named);
  const all = (model.names.get(named.key) ?? []).filter(entry => !entry.isAppend);
  const parent = parentMeantAt(view, position, named.key);
  return (parent === undefined ? all : [parent]).map(entry => headerLocation(model, entry));
}

/** For a name between parentheses: the section that the server copies at that position. */
function parentMeantAt(view: SipConfView, position: Position, key: string): Entry | undefined {
  const entry = cursorAt(view, position)?.entry;
  if (entry === undefined) return undefined;
  if (entry.key === key) return entry.isAppend ? view.model.appendTarget(entry) : undefined;
  return entry.parents.some(name => name.toLowerCase() === key) ? view.model.parentOf(entry, key) : undefined;
}

function headerLocation(model: SipConf, { place, header }: Entry): Location {
  const line = model.lineOf({ place, line: 0 });
  return { uri: place.file, range: lineRange(line, header.nameStart, header.nameEnd) };
}

/** The section of extensions.conf or acl.conf that a name refers to. */
function companionHeader(model: SipConf, named: Named): Location[] {
  if (named.kind === 'section') return [];
  const file = named.kind === 'context' ? 'extensions.conf' : 'acl.conf';
  const text = model.project.companions.get(file);
  if (typeof text !== 'string') return [];
  const range = headerRange(text, named.name);
  return range === undefined ? [] : [{ uri: siblingOf(model, file), range }];
}

function dialplanUses(model: SipConf, named: Named): Location[] {
  const text = model.project.companions.get('extensions.conf');
  if (named.kind !== 'context' || typeof text !== 'string') return [];
  const uri = siblingOf(model, 'extensions.conf');
  return contextPlaces(text, named.name).uses.map(({ line, start, end }) => ({
    uri,
    range: lineRange(line, start, end),
  }));
}

function headerRange(text: string, name: string): Range | undefined {
  const tree = parseConfig(text);
  for (const [index, section] of tree.sections.entries()) {
    const header = section.lines[0];
    if (header?.kind !== 'header' || header.name !== name) continue;
    return lineRange(tree.starts[index] ?? 0, header.nameStart, header.nameEnd);
  }
  return undefined;
}

function includedFiles(view: SipConfView, position: Position): LocationLink[] {
  const cursor = cursorAt(view, position);
  if (cursor?.text.kind !== 'directive') return [];
  const { word, argument, argumentStart, argumentEnd } = cursor.text;
  if (argument === undefined || (word !== 'include' && word !== 'tryinclude')) return [];
  const top = lineRange(0, 0, 0);
  return (view.model.project.resolve(view.uri, argument) ?? []).map(uri => ({
    originSelectionRange: lineRange(cursor.number, argumentStart, argumentEnd),
    targetUri: uri,
    targetRange: top,
    targetSelectionRange: top,
  }));
}
