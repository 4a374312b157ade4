import { aboutFile, aboutItem, type Feature, someLanguage } from '../context.ts';

/** textDocument/prepareTypeHierarchy, typeHierarchy/supertypes and typeHierarchy/subtypes */
export const typeHierarchy: Feature = {
  start: context => {
    const { typeHierarchy: requests } = context.connection.languages;
    requests.onPrepare(
      aboutFile(context, 'type hierarchy', null, ({ language, view }, params) =>
        language.prepareTypeHierarchy?.(view, params.position),
      ),
    );
    requests.onSupertypes(
      aboutItem(context, 'supertypes', null, ({ language, view }, { item }) =>
        language.supertypes?.(view.model, item),
      ),
    );
    requests.onSubtypes(
      aboutItem(context, 'subtypes', null, ({ language, view }, { item }) =>
        language.subtypes?.(view.model, item),
      ),
    );
  },
  capabilities: languages => ({ typeHierarchyProvider: someLanguage(languages, 'prepareTypeHierarchy') }),
};
