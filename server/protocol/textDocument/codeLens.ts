import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/codeLens */
export const codeLens: Feature = {
  start: context =>
    context.connection.onCodeLens(
      aboutFile(context, 'code lens', null, ({ language, view, state }) =>
        state.settings.codeLens ? language.lenses?.(view) : undefined,
      ),
    ),
  capabilities: languages => (someLanguage(languages, 'lenses') ? { codeLensProvider: {} } : {}),
};
