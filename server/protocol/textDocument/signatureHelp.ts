import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/signatureHelp */
export const signatureHelp: Feature = {
  start: context =>
    context.connection.onSignatureHelp(
      aboutFile(context, 'signature help', null, ({ language, view }, params) =>
        language.signatureHelp?.(view, params.position),
      ),
    ),
  capabilities: languages => {
    if (!someLanguage(languages, 'signatureHelp')) return {};
    const characters = languages.flatMap(language => language.triggers?.signature ?? []);
    return { signatureHelpProvider: { triggerCharacters: [...new Set(characters)] } };
  },
};
