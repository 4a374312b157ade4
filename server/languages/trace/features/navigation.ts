import type {
  DocumentHighlight,
  Location,
  LocationLink,
  Position,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import { addressesNamed, firstHeader, viaHops } from '../../../sip/message.ts';
import { findParameter } from '../../../sip/parameters.ts';
import type { Piece } from '../../../sip/piece.ts';
import { RenameError } from '../../rename.ts';
import type { TraceEntry } from '../model/entry.ts';
import { sipMessage } from '../model/model.ts';
import { rangeOf, wholeRange } from '../model/place.ts';
import { type Cursor, contains, cursorAt, type TraceView } from './cursor.ts';

/** From a response to its request; from a request to the message it repeats, or to its final response. */
export function definitionAt(view: TraceView, position: Position): LocationLink[] {
  const cursor = cursorAt(view, position);
  if (cursor === undefined) return [];
  const { trace, entry } = cursor;
  const arrow = trace.flow.arrows[entry.index];
  const partner = arrow?.answers ?? arrow?.repeats ?? finalAnswer(cursor);
  const target = partner === undefined ? undefined : trace.entries[partner];
  if (target === undefined) return [];
  return [
    {
      targetUri: view.uri,
      targetRange: wholeRange(target),
      targetSelectionRange: rangeOf(target, { start: 0, end: target.facts.startLine.length }),
    },
  ];
}

/** On a Call-ID, tag or branch: its occurrences; elsewhere in a message: the messages of its transaction. */
export function referencesAt(view: TraceView, position: Position): Location[] {
  const cursor = cursorAt(view, position);
  if (cursor === undefined) return [];
  const name = identifierAt(cursor);
  if (name !== undefined) return placesOf(cursor, name).map(range => ({ uri: view.uri, range }));
  const { trace, entry } = cursor;
  const request = trace.flow.arrows[entry.index]?.answers ?? entry.index;
  return trace.entries
    .filter(other => other.index === request || trace.flow.arrows[other.index]?.answers === request)
    .map(other => ({
      uri: view.uri,
      range: rangeOf(other, { start: 0, end: other.facts.startLine.length }),
    }));
}

export function highlightsAt(view: TraceView, position: Position): DocumentHighlight[] {
  const cursor = cursorAt(view, position);
  const name = cursor && identifierAt(cursor);
  return cursor === undefined || name === undefined ? [] : placesOf(cursor, name).map(range => ({ range }));
}

export function prepareRenameAt(
  view: TraceView,
  position: Position,
): { range: Range; placeholder: string } | undefined {
  const cursor = cursorAt(view, position);
  const name = cursor && identifierAt(cursor);
  return cursor === undefined || name === undefined
    ? undefined
    : { range: rangeOf(cursor.entry, name.piece), placeholder: name.piece.text };
}

/** Changes a Call-ID, tag or branch everywhere in the trace. */
export function renameAt(view: TraceView, position: Position, newName: string): WorkspaceEdit | undefined {
  const cursor = cursorAt(view, position);
  const name = cursor && identifierAt(cursor);
  if (cursor === undefined || name === undefined) return undefined;
  const allowed = name.kind === 'call-id' ? /^[\w\-.!%*+`'~()<>:\\"/[\]?{}@]+$/ : /^[\w\-.!%*+`'~]+$/;
  if (!allowed.test(newName)) {
    throw new RenameError(
      name.kind === 'call-id'
        ? 'A Call-ID is one word without spaces, commas or semicolons.'
        : "A tag or branch can contain only letters, digits and -.!%*_+`'~.",
    );
  }
  return { changes: { [view.uri]: placesOf(cursor, name).map(range => ({ range, newText: newName })) } };
}

interface Identifier {
  readonly kind: 'call-id' | 'tag' | 'branch';
  readonly piece: Piece;
}

function identifierAt(cursor: Cursor): Identifier | undefined {
  return identifiersIn(cursor.entry).find(found => contains(found.piece, cursor.offset));
}

function identifiersIn(entry: TraceEntry): Identifier[] {
  const message = sipMessage(entry.message);
  const found: Identifier[] = [];
  const callId = firstHeader(message, 'Call-ID');
  if (callId !== undefined && callId.value.text !== '') found.push({ kind: 'call-id', piece: callId.value });
  for (const name of ['From', 'To']) {
    for (const address of addressesNamed(message, name)) {
      const tag = findParameter(address.parameters, 'tag')?.value;
      if (tag !== undefined && tag.text !== '') found.push({ kind: 'tag', piece: tag });
    }
  }
  for (const hop of viaHops(message)) {
    const branch = findParameter(hop.parameters, 'branch')?.value;
    if (branch !== undefined && branch.text !== '') found.push({ kind: 'branch', piece: branch });
  }
  return found;
}

/** Reads again only messages that contain the text: a long trace has few of them. */
function placesOf(cursor: Cursor, name: Identifier): Range[] {
  const ranges: Range[] = [];
  for (const entry of cursor.trace.entries) {
    if (!entry.message.slices.some(slice => slice.text.includes(name.piece.text))) continue;
    for (const found of identifiersIn(entry)) {
      if (found.kind !== name.kind || found.piece.text !== name.piece.text) continue;
      const range = rangeOf(entry, found.piece);
      // Where the log shows the text in another form, or broken over lines, it has no range of its own.
      if (range.end.character - range.start.character === found.piece.text.length) ranges.push(range);
    }
  }
  return ranges;
}

function finalAnswer(cursor: Cursor): number | undefined {
  const { trace, entry } = cursor;
  return trace.flow.arrows.find(
    arrow => arrow.answers === entry.index && (trace.entries[arrow.index]?.facts.status ?? 0) >= 200,
  )?.index;
}
