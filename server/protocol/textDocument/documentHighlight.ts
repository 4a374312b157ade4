import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/documentHighlight */
export const documentHighlight: Feature = {
  start: context =>
    context.connection.onDocumentHighlight(
      aboutFile(context, 'highlights', null, ({ language, view }, params) =>
        language.highlights?.(view, params.position),
      ),
    ),
  capabilities: languages => ({ documentHighlightProvider: someLanguage(languages, 'highlights') }),
};
