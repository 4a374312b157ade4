import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver-types';
import type { ScriptModel } from '../model/model.ts';
import { moduleNameOf } from '../model/placed.ts';
import { blocksOf, type ScriptView } from '../model/view.ts';
import { rangeOf } from '../reading/parser.ts';
import type { Item } from '../syntax/syntax.ts';
import { type Span, stringValue } from '../syntax/token.ts';

/** The outline: route blocks, modules with their parameters, global parameters. */
export function symbolsOf(view: ScriptView): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  for (const { block, place } of blocksOf(view)) {
    for (const item of block.items) {
      const described = describe(item);
      if (described === undefined) continue;
      const { name, detail, kind, selection } = described;
      symbols.push({
        name,
        ...(detail === undefined ? {} : { detail }),
        kind,
        range: rangeOf(item, place.start),
        selectionRange: rangeOf(selection, place.start),
      });
    }
  }
  return symbols;
}

interface Described {
  readonly name: string;
  readonly detail: string | undefined;
  readonly kind: SymbolKind;
  readonly selection: Span;
}

function describe(item: Item): Described | undefined {
  switch (item.type) {
    case 'route':
      return {
        name: `${item.keyword.text}${item.name === undefined ? '' : `[${item.name.text}]`}`,
        detail: item.interval === undefined ? undefined : `every ${item.interval.text} s`,
        kind: SymbolKind.Function,
        selection: item.name ?? item.keyword,
      };
    case 'loadmodule':
      return item.path === undefined
        ? undefined
        : {
            name: moduleNameOf(stringValue(item.path)) || '(no name)',
            detail: 'module',
            kind: SymbolKind.Module,
            selection: item.path,
          };
    case 'modparam':
      return item.name === undefined || item.module === undefined
        ? undefined
        : {
            name: `${stringValue(item.module)}.${stringValue(item.name)}`,
            detail: item.number === undefined ? undefined : String(item.number),
            kind: SymbolKind.Property,
            selection: item.name,
          };
    case 'global':
      return {
        name: item.name.text,
        // A URL may hold a password.
        detail:
          item.socket === undefined ? undefined : `${item.socket.protocol.text}:${item.socket.host ?? '*'}`,
        kind: SymbolKind.Constant,
        selection: item.name,
      };
    default:
      return undefined;
  }
}

const foundLimit = 1000;

/** Route blocks of all files whose name contains the query. */
export function workspaceSymbolsOf(model: ScriptModel, query: string): SymbolInformation[] {
  const wanted = query.toLowerCase();
  const found: SymbolInformation[] = [];
  for (const { route, place } of model.routes) {
    const described = describe(route);
    if (described === undefined || !described.name.toLowerCase().includes(wanted)) continue;
    found.push({
      name: described.name,
      kind: described.kind,
      location: { uri: place.uri, range: rangeOf(described.selection, place.start) },
    });
    if (found.length === foundLimit) break;
  }
  return found;
}
