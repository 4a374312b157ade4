import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/references */
export const references: Feature = {
  start: context =>
    context.connection.onReferences(
      aboutFile(context, 'references', null, ({ language, view }, params) =>
        language.references?.(view, params.position, params.context.includeDeclaration),
      ),
    ),
  capabilities: languages => ({ referencesProvider: someLanguage(languages, 'references') }),
};
