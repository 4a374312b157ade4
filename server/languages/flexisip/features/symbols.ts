import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { beginningWithoutSecrets } from '../../../text/secrets.ts';
import { type FlexisipModel, lineOf } from '../model/model.ts';
import type { Section } from '../reading/parser.ts';
import { columns, type FlexisipView } from './cursor.ts';

/** Sections with their keys. Values of keys that hold secrets are left out. */
export function symbolsOf({ tree, model }: FlexisipView): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  tree.sections.forEach((section, index) => {
    const { header } = section;
    const start = model.starts[index] ?? 0;
    if (header === undefined) return;
    const last = lastCodeLine(section);
    const end = lengthWithoutEol(section.lines[last]?.text ?? '');
    symbols.push({
      name: header.name,
      kind: header.name.startsWith('module::') ? SymbolKind.Module : SymbolKind.Namespace,
      range: { start: { line: start, character: 0 }, end: { line: start + last, character: end } },
      selectionRange: columns(start, header.nameStart, header.nameEnd),
      children: keySymbols(section, start),
    });
  });
  return symbols;
}

/** Sections and keys whose name contains the query, compared case-insensitively. */
export function workspaceSymbolsOf(model: FlexisipModel, query: string): SymbolInformation[] {
  const wanted = query.toLowerCase();
  const found: SymbolInformation[] = [];
  for (const group of model.groups.values()) {
    const index = group.parts[0] ?? 0;
    const header = model.tree.sections[index]?.header;
    if (header !== undefined && group.name.toLowerCase().includes(wanted)) {
      const range = columns(model.starts[index] ?? 0, header.nameStart, header.nameEnd);
      found.push({ name: group.name, kind: SymbolKind.Module, location: { uri: model.uri, range } });
    }
    if (wanted === '') continue;
    for (const [key, [setting]] of group.settings) {
      if (setting === undefined || !key.includes(wanted)) continue;
      const range = columns(lineOf(model, setting), setting.entry.keyStart, setting.entry.keyEnd);
      found.push({
        name: setting.entry.key,
        kind: SymbolKind.Property,
        containerName: group.name,
        location: { uri: model.uri, range },
      });
    }
  }
  return found;
}

/** The last line of a section that is neither empty nor a comment; 0 is the header. */
export function lastCodeLine(section: Section): number {
  return Math.max(
    0,
    section.lines.findLastIndex(
      ({ statement }) => statement.kind !== 'blank' && statement.kind !== 'comment',
    ),
  );
}

function keySymbols(section: Section, start: number): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  section.lines.forEach(({ text, statement }, offset) => {
    if (statement.kind !== 'entry') return;
    const isShown = !/password|secret|token|api-key|salt|connection|datasource/.test(statement.key);
    const value = statement.value.trim();
    symbols.push({
      name: statement.key,
      kind: SymbolKind.Property,
      ...(isShown && value !== '' ? { detail: beginningWithoutSecrets(value, 60) } : {}),
      range: columns(start + offset, 0, lengthWithoutEol(text)),
      selectionRange: columns(start + offset, statement.keyStart, statement.keyEnd),
    });
  });
  return symbols;
}
