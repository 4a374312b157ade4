import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/documentLink */
export const documentLink: Feature = {
  start: context =>
    context.connection.onDocumentLinks(
      aboutFile(context, 'document links', null, ({ language, view }) => language.links?.(view)),
    ),
  capabilities: languages => (someLanguage(languages, 'links') ? { documentLinkProvider: {} } : {}),
};
