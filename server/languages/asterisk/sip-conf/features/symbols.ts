import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../../text/lines.ts';
import { appendAll } from '../../../../text/longLists.ts';
import { lineRange } from '../../config/columns.ts';
import type { HeaderLine } from '../../config/line.ts';
import type { Section } from '../../config/parser.ts';
import { lastCodeLine } from '../../editing/sections.ts';
import { isSpecial, type SipConf } from '../model/model.ts';
import type { SipConfView } from './cursor.ts';

/** Above this number of lines, the outline shows sections without their options: more would slow the editor down. */
const MAX_LINES_WITH_OPTIONS = 20_000;

/** The outline: sections with their options and includes. */
export function symbolsOf(view: SipConfView): DocumentSymbol[] {
  const { tree } = view;
  const withOptions = (tree.starts.at(-1) ?? 0) <= MAX_LINES_WITH_OPTIONS;
  const symbols: DocumentSymbol[] = [];
  tree.sections.forEach((section, index) => {
    const start = tree.starts[index] ?? 0;
    const header = section.lines[0];
    const children = withOptions ? childrenOf(section, start) : [];
    if (header?.kind !== 'header') {
      appendAll(symbols, children);
      return;
    }
    const last = lastCodeLine(section);
    const end = lengthWithoutEol(section.lines[last]?.text ?? '');
    symbols.push({
      name: header.name.trim() === '' ? '(no name)' : header.name,
      detail: detailOf(header),
      kind: kindOf(header),
      range: { start: { line: start, character: 0 }, end: { line: start + last, character: end } },
      selectionRange: lineRange(start, header.start, header.end),
      children,
    });
  });
  return symbols;
}

const MAX_FOUND = 1000;

/** Sections of all files whose name contains the letters of the query in this order. */
export function workspaceSymbolsOf(model: SipConf, query: string): SymbolInformation[] {
  const letters = query.toLowerCase();
  const found: SymbolInformation[] = [];
  for (const entry of model.reading.entries) {
    const { header, place } = entry;
    if (header.name.trim() === '' || !hasLettersInOrder(entry.key, letters)) continue;
    const line = model.lineOf({ place, line: 0 });
    found.push({
      name: header.name,
      kind: kindOf(header),
      location: { uri: place.file, range: lineRange(line, header.start, header.end) },
    });
    if (found.length === MAX_FOUND) break;
  }
  return found;
}

function hasLettersInOrder(name: string, letters: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

function kindOf(header: HeaderLine): SymbolKind {
  if (isSpecial(header.name.toLowerCase())) return SymbolKind.Namespace;
  return header.options.some(option => option.kind === 'template') ? SymbolKind.Interface : SymbolKind.Class;
}

function detailOf(header: HeaderLine): string {
  const parents = header.options.filter(option => option.kind === 'parent').map(option => option.text);
  const words = [
    ...(header.options.some(option => option.kind === 'append') ? ['adds to it'] : []),
    ...(header.options.some(option => option.kind === 'template') ? ['template'] : []),
    ...(parents.length === 0 ? [] : [`from ${parents.join(', ')}`]),
  ];
  return words.join(', ');
}

function childrenOf(section: Section, start: number): DocumentSymbol[] {
  const children: DocumentSymbol[] = [];
  section.lines.forEach((line, offset) => {
    if (line.kind === 'option' && line.name !== '') {
      children.push({
        name: line.name,
        kind: SymbolKind.Property,
        range: lineRange(start + offset, line.start, line.end),
        selectionRange: lineRange(start + offset, line.nameStart, line.nameEnd),
      });
    } else if (line.kind === 'directive' && line.argument !== undefined) {
      children.push({
        name: `#${line.word} ${line.argument}`,
        kind: SymbolKind.File,
        range: lineRange(start + offset, line.start, line.end),
        selectionRange: lineRange(start + offset, line.start, line.end),
      });
    }
  });
  return children;
}
