import type { Location, Position } from 'vscode-languageserver-types';
import { appendAll } from '../../../../text/longLists.ts';
import { isWithin, lineRange, valueColumns, valueOffset } from '../../config/columns.ts';
import type { OptionLine } from '../../config/line.ts';
import { type OptionFacts, optionFacts } from '../facts/facts.ts';
import { partAt, type ValuePart, valueParts } from '../facts/valueParts.ts';
import type { SipConf } from '../model/model.ts';
import { cursorAt, type SipConfView } from './cursor.ts';

/** A name that can occur in several places. */
export type Named =
  /** A device, template or other section, by lowercase name: the server ignores case while loading. */
  | { readonly kind: 'section'; readonly key: string }
  /** A dialplan context, case-sensitive. */
  | { readonly kind: 'context'; readonly name: string }
  /** An access list of acl.conf, case-sensitive. */
  | { readonly kind: 'named-acl'; readonly name: string };

/** One place where a name occurs. */
export interface Occurrence {
  readonly uri: string;
  readonly line: number;
  /** Columns. */
  readonly start: number;
  readonly end: number;
  /** A section header; a `(+)` header only adds to one. */
  readonly isDeclaration: boolean;
  /** For a place in a value: the line and the part that contains the name. */
  readonly option?: OptionLine;
  readonly part?: ValuePart;
  /** A word between the parentheses of a header. */
  readonly isParent?: boolean;
}

/** The name at a position, with its columns. */
export function namedAt(
  view: SipConfView,
  position: Position,
):
  | { readonly named: Named; readonly line: number; readonly start: number; readonly end: number }
  | undefined {
  const cursor = cursorAt(view, position);
  if (cursor === undefined) return undefined;
  const { text, column, number } = cursor;
  if (text.kind === 'header') {
    const parent = text.options.find(option => isWithin(column, option.start, option.end));
    if (parent?.kind === 'parent') {
      const named = { kind: 'section', key: parent.text.toLowerCase() } as const;
      return { named, line: number, start: parent.start, end: parent.end };
    }
    if (!isWithin(column, text.nameStart, text.nameEnd)) return undefined;
    const named = { kind: 'section', key: text.name.toLowerCase() } as const;
    return { named, line: number, start: text.nameStart, end: text.nameEnd };
  }
  if (text.kind !== 'option') return undefined;
  const facts = optionFacts(text.key);
  const offset = valueOffset(text, column);
  if (facts === undefined || offset === undefined) return undefined;
  const part = partAt(valueParts(facts, text.value, view.model.branch), offset);
  const named = part === undefined ? undefined : namedBy(view.model, facts, part);
  if (part === undefined || named === undefined) return undefined;
  return { named, line: number, ...valueColumns(text, part.start, part.end) };
}

/** All places of a name, in the order of files and lines, each once. */
export function occurrencesOf(model: SipConf, named: Named): Occurrence[] {
  const found =
    named.kind === 'section' ? sectionOccurrences(model, named.key) : valueOccurrences(model, named);
  const seen = new Set<string>();
  const order = [...model.project.trees.keys()];
  return found
    .filter(({ uri, line, start }) => {
      const key = `${line}:${start}:${uri}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .sort((a, b) => order.indexOf(a.uri) - order.indexOf(b.uri) || a.line - b.line || a.start - b.start);
}

export function locationOf({ uri, line, start, end }: Occurrence): Location {
  return { uri, range: lineRange(line, start, end) };
}

/** What a part of a value refers to. */
function namedBy(model: SipConf, facts: OptionFacts, part: ValuePart): Named | undefined {
  switch (part.kind) {
    case 'device':
      return { kind: 'section', key: part.text.toLowerCase() };
    case 'host': {
      // The host of a register line may be the name of a section.
      const key = part.text.toLowerCase();
      return facts.valueType === 'register' && model.names.has(key) ? { kind: 'section', key } : undefined;
    }
    case 'context':
      return { kind: 'context', name: part.text };
    case 'named-acl':
      return { kind: 'named-acl', name: part.text };
    default:
      return undefined;
  }
}

function isSame(a: Named, b: Named | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false;
  return a.kind === 'section'
    ? b.kind === 'section' && a.key === b.key
    : b.kind !== 'section' && a.name === b.name;
}

function sectionOccurrences(model: SipConf, key: string): Occurrence[] {
  const found: Occurrence[] = [];
  for (const entry of model.names.get(key) ?? []) {
    const { header, place } = entry;
    const line = model.lineOf({ place, line: 0 });
    const { nameStart: start, nameEnd: end } = header;
    found.push({ uri: place.file, line, start, end, isDeclaration: !entry.isAppend });
  }
  for (const heir of model.heirs.get(key) ?? []) {
    const line = model.lineOf({ place: heir.place, line: 0 });
    for (const { kind, text, start, end } of heir.header.options) {
      if (kind !== 'parent' || text.toLowerCase() !== key) continue;
      found.push({ uri: heir.place.file, line, start, end, isDeclaration: false, isParent: true });
    }
  }
  for (const setting of model.general.all('register')) {
    const line = model.lineOf(setting);
    appendAll(found, inLine(model, setting.option, setting.place.file, line, { kind: 'section', key }));
  }
  return found;
}

function valueOccurrences(model: SipConf, named: Named): Occurrence[] {
  const found: Occurrence[] = [];
  for (const [uri, tree] of model.project.trees) {
    tree.sections.forEach((section, index) => {
      section.lines.forEach((text, offset) => {
        if (text.kind !== 'option') return;
        appendAll(found, inLine(model, text, uri, (tree.starts[index] ?? 0) + offset, named));
      });
    });
  }
  return found;
}

function inLine(model: SipConf, option: OptionLine, uri: string, line: number, named: Named): Occurrence[] {
  const facts = optionFacts(option.key);
  if (facts === undefined || !mayName(facts)) return [];
  return valueParts(facts, option.value, model.branch)
    .filter(part => isSame(named, namedBy(model, facts, part)))
    .map(part => ({
      uri,
      line,
      ...valueColumns(option, part.start, part.end),
      isDeclaration: false,
      option,
      part,
    }));
}

function mayName(facts: OptionFacts): boolean {
  return (
    facts.valueType === 'context' ||
    facts.valueType === 'register' ||
    facts.valueType === 'named-acl-list' ||
    facts.name === 'domain' ||
    facts.name === 'regcontext'
  );
}

/** URI of a file next to the root. */
export function siblingOf(model: SipConf, name: string): string {
  const { root } = model.project;
  return root.slice(0, root.lastIndexOf('/') + 1) + name;
}
