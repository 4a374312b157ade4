import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/selectionRange */
export const selectionRange: Feature = {
  start: context =>
    context.connection.onSelectionRanges(
      aboutFile(context, 'selection ranges', null, ({ language, view }, params) =>
        language.selectionRanges?.(view, params.positions),
      ),
    ),
  capabilities: languages => ({ selectionRangeProvider: someLanguage(languages, 'selectionRanges') }),
};
