import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver-types';
import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/documentSymbol */
export const documentSymbol: Feature = {
  start: context =>
    context.connection.onDocumentSymbol(
      aboutFile<{ textDocument: { uri: string } }, DocumentSymbol[] | SymbolInformation[] | null>(
        context,
        'document symbols',
        null,
        ({ language, view }) => {
          const symbols = language.symbols?.(view);
          const { hierarchicalDocumentSymbolSupport: isTree } =
            context.client.capabilities.textDocument?.documentSymbol ?? {};
          return symbols === undefined || isTree === true ? symbols : flatten(symbols, view.uri);
        },
      ),
    ),
  capabilities: languages => ({ documentSymbolProvider: someLanguage(languages, 'symbols') }),
};

function flatten(
  symbols: readonly DocumentSymbol[],
  uri: string,
  containerName?: string,
): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children }) => [
    { name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) },
    ...flatten(children ?? [], uri, name),
  ]);
}
