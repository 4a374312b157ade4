import type { Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { RenameError } from '../rename.ts';
import { lineRange, type SipConfView } from './cursor.ts';
import { optionFacts } from './facts.ts';
import { isSpecial, type SipConf } from './model.ts';
import { locationOf, type Named, namedAt, type Occurrence, occurrencesOf } from './occurrences.ts';
import { valueParts } from './valueParts.ts';

/** What would be renamed at a position: a section that is not special, or a context named in sip.conf. */
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
 * Renames a section with all headers of its name, the parentheses that name it and register lines, or a context in all
 * sip.conf files. Throws `RenameError` for a name that the server would not read back.
 */
export function renameAt(view: SipConfView, position: Position, newName: string): WorkspaceEdit | undefined {
  const found = namedAt(view, position);
  if (found === undefined || !isRenamable(view.model, found.named)) return undefined;
  const { model } = view;
  const { named } = found;
  if (named.kind === 'section') refuseSectionName(model, named.key, newName);
  else refuseContextName(newName);
  const changes: Record<string, TextEdit[]> = {};
  for (const occurrence of occurrencesOf(model, named)) {
    if (isHostName(occurrence)) continue;
    refuseUnreadable(model, occurrence, newName);
    const { uri, range } = locationOf(occurrence);
    const edits = changes[uri] ?? [];
    edits.push({ range, newText: newName });
    changes[uri] = edits;
  }
  return { changes };
}

function isRenamable(model: SipConf, named: Named): boolean {
  if (named.kind === 'section') return !isSpecial(named.key) && model.names.has(named.key);
  return named.kind === 'context';
}

function writtenName(model: SipConf, named: Named): string {
  return named.kind === 'section' ? (model.names.get(named.key)?.[0]?.header.name ?? named.key) : named.name;
}

/** A register line to a host with a dot goes to that host whatever the section is called. */
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
        ? 'A section name ends at the first "]", so it cannot hold one.'
        : bad === ';'
          ? 'A ";" begins a comment, so the server would cut the name there.'
          : `A section name with "${bad}" cannot be named between parentheses.`,
    );
  }
  if (/^[+!]/.test(name)) {
    throw new RenameError(`Between parentheses a word that begins with "${name[0]}" is no name.`);
  }
  const key = name.toLowerCase();
  if (isSpecial(key)) throw new RenameError(`[${key}] is no device for the server.`);
  if (key !== oldKey && model.names.has(key)) {
    throw new RenameError(`There is already a section "${name}". The server would make one of both.`);
  }
}

function refuseContextName(name: string): void {
  refuseText(name, 'A context name');
  const bad = /[;&,]/.exec(name)?.[0];
  if (bad === ';') throw new RenameError('A ";" begins a comment, so the server would cut the name there.');
  if (bad !== undefined) throw new RenameError(`A context name cannot hold "${bad}".`);
}

function refuseText(name: string, what: string): void {
  if (name.trim() === '') throw new RenameError(`${what} must not be empty.`);
  if (/[\u0000-\u001f]/.test(name))
    throw new RenameError(`${what} must be one line without control characters.`);
  if (name.trim() !== name) throw new RenameError(`${what} must not begin or end with a blank.`);
  if (name.length > MAX_NAME_LENGTH) {
    throw new RenameError(`${what} is cut at ${MAX_NAME_LENGTH} characters; this one has ${name.length}.`);
  }
}

/** A name that has to be quoted in a register line, or ends up in another part of it. */
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
