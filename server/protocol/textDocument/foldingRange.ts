import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/foldingRange */
export const foldingRange: Feature = {
  start: context =>
    context.connection.onFoldingRanges(
      aboutFile(context, 'folding', null, ({ language, view }) => language.folding?.(view)),
    ),
  capabilities: languages => ({ foldingRangeProvider: someLanguage(languages, 'folding') }),
};
