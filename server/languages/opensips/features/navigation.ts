import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
  type Position,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import { RenameError } from '../../rename.ts';
import { reservedIn } from '../facts/reserved.ts';
import { allOccurrences, type NameKind, type PlacedOccurrence } from '../model/occurrences.ts';
import { occurrenceAt, type ScriptView } from '../model/view.ts';
import { rangeOf } from '../reading/parser.ts';

export function definitionsAt(view: ScriptView, position: Position): LocationLink[] {
  const found = occurrenceAt(view, position);
  if (found === undefined) return [];
  if (found.kind === 'include') {
    return (view.model.project.resolve(view.uri, found.key) ?? []).map(uri => ({
      targetUri: uri,
      targetRange: startOfFile,
      targetSelectionRange: startOfFile,
      originSelectionRange: found.range,
    }));
  }
  const same = [...allOccurrences(view.model)].filter(
    one => one.kind === found.kind && one.key === found.key,
  );
  const definitions = same.filter(one => one.role === 'definition');
  // Variables are defined where they are written.
  const targets = definitions.length > 0 ? definitions : same.filter(one => one.role === 'write');
  return targets.map(one => ({
    targetUri: one.place.uri,
    targetRange: placeOf(one),
    targetSelectionRange: placeOf(one),
    originSelectionRange: found.range,
  }));
}

const startOfFile: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export function referencesAt(view: ScriptView, position: Position, includeDeclaration: boolean): Location[] {
  const found = occurrenceAt(view, position);
  if (found === undefined) return [];
  return [...allOccurrences(view.model)]
    .filter(one => one.kind === found.kind && one.key === found.key)
    .filter(one => includeDeclaration || one.role !== 'definition')
    .map(one => ({ uri: one.place.uri, range: placeOf(one) }));
}

export function highlightsAt(view: ScriptView, position: Position): DocumentHighlight[] {
  const found = occurrenceAt(view, position);
  if (found === undefined) return [];
  return [...allOccurrences(view.model)]
    .filter(one => one.place.uri === view.uri && one.kind === found.kind && one.key === found.key)
    .map(one => ({
      range: placeOf(one),
      kind: one.role === 'use' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
    }));
}

/** The kinds of names that users choose. */
const renamable: ReadonlySet<NameKind> = new Set(['route', 'var', 'avp', 'flag', 'branch-flag']);

export function prepareRenameAt(
  view: ScriptView,
  position: Position,
): { range: Range; placeholder: string } | undefined {
  const found = occurrenceAt(view, position);
  if (found === undefined || !renamable.has(found.kind) || isMainRoute(found)) return undefined;
  return { range: found.range, placeholder: nameOf(found) };
}

export function renameAt(view: ScriptView, position: Position, newName: string): WorkspaceEdit | undefined {
  const found = occurrenceAt(view, position);
  if (found === undefined || !renamable.has(found.kind) || isMainRoute(found)) return undefined;
  if (newName.trim() === '' || /["'\r\n$[\]{}()]/.test(newName))
    throw new RenameError('A name must not be empty and must not contain quotes, brackets or `$`.');
  const key = found.kind === 'route' ? `${found.key.split(' ')[0] ?? ''} ${newName}` : newName;
  const all = [...allOccurrences(view.model)];
  if (key !== found.key && all.some(one => one.kind === found.kind && one.key === key))
    throw new RenameError(`The name "${newName}" is already used.`);
  const isPlain = /^[a-zA-Z]\w*$/.test(newName) && reservedIn(newName) === undefined;
  const changes: Record<string, TextEdit[]> = {};
  for (const one of all) {
    if (one.kind !== found.kind || one.key !== found.key) continue;
    const isBare = one.token.kind !== 'string' && one.token.kind !== 'variable';
    const edit = { range: placeOf(one), newText: isBare && !isPlain ? `"${newName}"` : newName };
    const list = changes[one.place.uri];
    if (list === undefined) changes[one.place.uri] = [edit];
    else list.push(edit);
  }
  return { changes };
}

function isMainRoute(found: { readonly kind: NameKind; readonly key: string }): boolean {
  return found.kind === 'route' && found.key.endsWith(' 0');
}

function nameOf(found: { readonly kind: NameKind; readonly key: string }): string {
  return found.kind === 'route' ? found.key.slice(found.key.indexOf(' ') + 1) : found.key;
}

function placeOf(one: PlacedOccurrence): Range {
  return rangeOf(one.span, one.place.start);
}
