import type { SymbolInformation } from 'vscode-languageserver-types';
import { type Feature, guarded, someLanguage, throwIfCancelled } from './context.ts';

/** The maximum number of symbols; the editor repeats the request as the user continues to type. */
const maxSymbols = 2000;

/** workspace/symbol: the names in all projects with an open file */
export const workspaceSymbol: Feature = {
  start: context =>
    context.connection.onWorkspaceSymbol(
      guarded<{ query: string }, SymbolInformation[] | null>(
        context,
        'workspace symbols',
        null,
        async ({ query }, token) => {
          const found: SymbolInformation[] = [];
          for (const { language, model } of await context.workspace.states()) {
            throwIfCancelled(token);
            try {
              for (const symbol of language.workspaceSymbols?.(model, query) ?? []) found.push(symbol);
            } catch (error) {
              // An error in one project does not affect the others.
              context.report('workspace symbols of a project', error);
            }
          }
          return found.slice(0, maxSymbols);
        },
      ),
    ),
  capabilities: languages => ({ workspaceSymbolProvider: someLanguage(languages, 'workspaceSymbols') }),
};
