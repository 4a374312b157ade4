import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../../text/lines.ts';
import { lineRange } from '../../config/columns.ts';
import { lastCodeLine } from '../../editing/sections.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipView } from './view.ts';

const kinds: Readonly<Record<string, SymbolKind>> = {
  endpoint: SymbolKind.Class,
  aor: SymbolKind.Field,
  auth: SymbolKind.Key,
  identify: SymbolKind.Event,
  registration: SymbolKind.Function,
  transport: SymbolKind.Module,
  global: SymbolKind.Namespace,
  system: SymbolKind.Namespace,
  acl: SymbolKind.Array,
};

/** The sections of a file with their types, in file order; the objects of an endpoint are nested below it when they follow it. */
export function symbolsOf({ uri, tree, model }: PjsipView): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  const endpoints = new Map<string, DocumentSymbol>();
  tree.sections.forEach((section, index) => {
    const header = section.lines[0];
    if (header?.kind !== 'header') return;
    const start = tree.starts[index] ?? 0;
    const last = lastCodeLine(section);
    const entry = model.conf.reading.byFile.get(uri)?.[index];
    const object =
      entry === undefined ? undefined : model.objectsOf(entry.key).find(each => each.entry === entry);
    const type = model.isWizardFile && object !== undefined ? 'wizard' : object?.type;
    const detail =
      entry?.isTemplate === true ? 'template' : entry?.isAppend === true ? 'addition' : (type ?? 'ignored');
    const symbol: DocumentSymbol = {
      name: header.name === '' ? '[]' : header.name,
      detail: object?.loss === undefined ? detail : `${detail}, not loaded`,
      kind: entry?.isTemplate === true ? SymbolKind.Interface : (kinds[type ?? ''] ?? SymbolKind.Object),
      range: {
        start: { line: start, character: 0 },
        end: { line: start + last, character: lengthWithoutEol(section.lines[last]?.text ?? '') },
      },
      selectionRange: lineRange(start, header.start, header.end),
      children: [],
    };
    const owner = type === 'endpoint' ? undefined : endpoints.get(header.name);
    const previous = symbols.at(-1);
    // A child must lie within its parent, which it does when nothing else is in between.
    if (
      owner !== undefined &&
      owner === previous &&
      (type === 'aor' || type === 'auth' || type === 'identify')
    ) {
      owner.children?.push(symbol);
      owner.range = { start: owner.range.start, end: symbol.range.end };
      return;
    }
    if (type === 'endpoint') endpoints.set(header.name, symbol);
    symbols.push(symbol);
  });
  return symbols;
}

/** Maximum number shown at once. */
const MAX_SYMBOLS = 500;

/** Objects whose name or type contains the text. */
export function workspaceSymbolsOf(model: PjsipConf, query: string): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  const wanted = query.toLowerCase();
  for (const key of model.conf.names.keys()) {
    for (const { type, name, entry, made } of model.objectsOf(key)) {
      if (made !== undefined && type !== 'endpoint') continue;
      if (!name.toLowerCase().includes(wanted) && !type.startsWith(wanted)) continue;
      const line = model.lineOf({ place: entry.place, line: 0 });
      const range = lineRange(line, entry.header.nameStart, entry.header.nameEnd);
      const location = { uri: entry.place.file, range };
      found.push({ name, kind: kinds[type] ?? SymbolKind.Object, containerName: type, location });
      if (found.length >= MAX_SYMBOLS) return found;
    }
  }
  return found;
}
