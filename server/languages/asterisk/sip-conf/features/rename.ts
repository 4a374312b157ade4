import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  Position,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import { RenameError } from '../../../rename.ts';
import { lineRange } from '../../config/columns.ts';
import { optionFacts } from '../facts/facts.ts';
import { md5Secret } from '../facts/md5Secret.ts';
import { valueParts } from '../facts/valueParts.ts';
import { isSpecial, type SipConf } from '../model/model.ts';
import { fixedRealm } from '../model/realm.ts';
import type { SipConfView } from './cursor.ts';
import { contextPlaces } from './dialplanPlaces.ts';
import { locationOf, type Named, namedAt, type Occurrence, occurrencesOf, siblingOf } from './occurrences.ts';

/** What would be renamed at a position: a section that is not special, or a context used in sip.conf. */
export function prepareRenameAt(
  view: SipConfView,
  position: Position,
): { range: Range; placeholder: string } | undefined {
  const found = namedAt(view, position);
  if (found === undefined || !isRenamable(view.model, found.named)) return undefined;
  const { named, line, start, end } = found;
  return { range: lineRange(line, start, end), placeholder: writtenName(view.model, named) };
}

/**
 * Renames a section in all headers with its name, in parentheses that refer to it and in register lines, or a context in all
 * sip.conf files and in the extensions.conf next to them. Annotations of the edits report what the new name breaks elsewhere.
 * Throws `RenameError` for a name that the server would not read back.
 */
export function renameAt(view: SipConfView, position: Position, newName: string): WorkspaceEdit | undefined {
  const found = namedAt(view, position);
  if (found === undefined || !isRenamable(view.model, found.named)) return undefined;
  const { model } = view;
  const { named } = found;
  if (named.kind === 'section') refuseSectionName(model, named.key, newName);
  else refuseContextName(newName);
  const changes: Changes = { edits: new Map(), annotations: {} };
  for (const occurrence of occurrencesOf(model, named)) {
    if (isHostName(occurrence)) continue;
    refuseUnreadable(model, occurrence, newName);
    const { uri, range } = locationOf(occurrence);
    addEdit(changes, uri, { range, newText: newName });
  }
  if (named.kind === 'section') renameHash(model, named.key, newName, changes);
  else if (named.kind === 'context') renameInDialplan(model, named.name, newName, changes);
  return workspaceEdit(changes);
}

interface Changes {
  readonly edits: Map<string, (TextEdit | AnnotatedTextEdit)[]>;
  readonly annotations: Record<string, ChangeAnnotation>;
}

function addEdit({ edits }: Changes, uri: string, edit: TextEdit | AnnotatedTextEdit): void {
  const ofFile = edits.get(uri);
  if (ofFile === undefined) edits.set(uri, [edit]);
  else ofFile.push(edit);
}

/** Adds an annotation to all edits of a file that have none. */
function annotate({ edits, annotations }: Changes, uri: string, id: string, text: ChangeAnnotation): void {
  annotations[id] = text;
  const annotated = (edits.get(uri) ?? []).map(edit =>
    'annotationId' in edit ? edit : { ...edit, annotationId: id },
  );
  edits.set(uri, annotated);
}

function workspaceEdit({ edits, annotations }: Changes): WorkspaceEdit {
  if (Object.keys(annotations).length === 0) return { changes: Object.fromEntries(edits) };
  const documentChanges = [...edits].map(([uri, ofFile]) => ({
    textDocument: { uri, version: null },
    edits: ofFile,
  }));
  return { documentChanges, changeAnnotations: annotations };
}

/** The name of a device is part of the text that its md5secret is a hash of. */
function renameHash(model: SipConf, key: string, newName: string, changes: Changes): void {
  const device = model.device(key);
  const hash = device?.last('md5secret');
  if (device === undefined || hash === undefined || hash.value === '' || device.name === newName) return;
  const realm = fixedRealm(model);
  const password = device.last('secret')?.value ?? '';
  if (realm !== undefined && password !== '' && device.entries.includes(hash.entry)) {
    if (hash.value === md5Secret(device.name, realm, password)) {
      const { option, place } = hash;
      const range = lineRange(model.lineOf(hash), option.valueStart, option.valueEnd);
      addEdit(changes, place.file, { range, newText: md5Secret(newName, realm, password) });
      return;
    }
  }
  const entry = device.entries.at(-1);
  if (entry === undefined) return;
  annotate(changes, entry.place.file, 'md5secret', {
    label: 'md5secret belongs to the old name',
    needsConfirmation: true,
    description: `md5secret is the hash of name, realm and password. With the name "${newName}", the device cannot log in until you create a new hash.`,
  });
}

/** Also renames a context in extensions.conf, if that file has it. */
function renameInDialplan(model: SipConf, name: string, newName: string, changes: Changes): void {
  const text = model.project.companions.get('extensions.conf');
  if (typeof text !== 'string' || name === newName) return;
  const { headers, uses, unclear } = contextPlaces(text, name);
  if (headers.length === 0) return;
  refuseDialplanName(text, newName);
  const uri = siblingOf(model, 'extensions.conf');
  for (const { line, start, end } of [...headers, ...uses])
    addEdit(changes, uri, { range: lineRange(line, start, end), newText: newName });
  if (unclear.length === 0) return;
  const lines = unclear.slice(0, MOST_LINES_NAMED).map(line => line + 1);
  const more = unclear.length > lines.length ? ' and more' : '';
  annotate(changes, uri, 'extensions.conf', {
    label: 'Other places may mean the context',
    description: `${lines.length === 1 ? 'Line' : 'Lines'} ${lines.join(', ')}${more} of extensions.conf ${lines.length === 1 ? 'uses' : 'use'} "${name}" in another way and ${lines.length === 1 ? 'is' : 'are'} not changed.`,
  });
}

const MOST_LINES_NAMED = 10;

function refuseDialplanName(text: string, name: string): void {
  if (/^(general|globals)$/i.test(name))
    throw new RenameError(`[${name}] in extensions.conf contains settings and is not a context.`);
  if (name.includes(']'))
    throw new RenameError('A section name ends at the first "]", so the context cannot contain one.');
  if (contextPlaces(text, name).headers.length > 0) {
    throw new RenameError(`extensions.conf already has a context "${name}". The server would merge the two.`);
  }
}

function isRenamable(model: SipConf, named: Named): boolean {
  if (named.kind === 'section') return !isSpecial(named.key) && model.names.has(named.key);
  return named.kind === 'context';
}

function writtenName(model: SipConf, named: Named): string {
  return named.kind === 'section' ? (model.names.get(named.key)?.[0]?.header.name ?? named.key) : named.name;
}

/** A register line to a host with a dot goes to that host, whatever the name of the section. */
function isHostName({ part }: Occurrence): boolean {
  return part?.kind === 'host' && /[.:]/.test(part.text);
}

const MAX_NAME_LENGTH = 79;

function refuseSectionName(model: SipConf, oldKey: string, name: string): void {
  refuseText(name, 'A section name');
  const bad = /[\]),;]/.exec(name)?.[0];
  if (bad !== undefined) {
    throw new RenameError(
      bad === ']'
        ? 'A section name ends at the first "]", so it cannot contain one.'
        : bad === ';'
          ? 'A ";" starts a comment, so the server would cut the name there.'
          : `A section name with "${bad}" cannot be used between parentheses.`,
    );
  }
  if (/^[+!]/.test(name)) {
    throw new RenameError(`Between parentheses, a word that begins with "${name[0]}" is not a name.`);
  }
  const key = name.toLowerCase();
  if (isSpecial(key)) throw new RenameError(`[${key}] is not a device for the server.`);
  if (key !== oldKey && model.names.has(key)) {
    throw new RenameError(`The section "${name}" already exists. The server would merge the two.`);
  }
}

function refuseContextName(name: string): void {
  refuseText(name, 'A context name');
  const bad = /[;&,]/.exec(name)?.[0];
  if (bad === ';') throw new RenameError('A ";" starts a comment, so the server would cut the name there.');
  if (bad !== undefined) throw new RenameError(`A context name cannot contain "${bad}".`);
}

function refuseText(name: string, what: string): void {
  if (name.trim() === '') throw new RenameError(`${what} must not be empty.`);
  if (/[\u0000-\u001f]/.test(name))
    throw new RenameError(`${what} must be one line without control characters.`);
  if (name.trim() !== name) throw new RenameError(`${what} must not begin or end with a space.`);
  if (name.length > MAX_NAME_LENGTH) {
    throw new RenameError(
      `${what} can have up to ${MAX_NAME_LENGTH} characters; this one has ${name.length}.`,
    );
  }
}

/** A name that needs quotation marks in a register line, or ends up in another part of it. */
function refuseUnreadable(model: SipConf, { option, part, line }: Occurrence, name: string): void {
  const facts = option === undefined ? undefined : optionFacts(option.key);
  if (option === undefined || part === undefined || facts === undefined) return;
  const value = option.value.slice(0, part.start) + name + option.value.slice(part.end);
  const read = valueParts(facts, value, model.branch).find(
    candidate => candidate.start === part.start && candidate.kind === part.kind,
  );
  if (read?.text !== name) {
    throw new RenameError(`The server would read "${name}" differently in line ${line + 1} (${facts.name}).`);
  }
}
