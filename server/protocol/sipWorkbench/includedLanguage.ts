import { type Feature, guarded } from '../context.ts';
import { type IncludedLanguageParams, includedLanguageRequest } from './includedLanguageRequest.ts';

/** sipWorkbench/includedLanguage: the language of a file whose name does not show it, if a root includes it */
export const includedLanguage: Feature = {
  start: context =>
    context.connection.onRequest(
      includedLanguageRequest,
      guarded<IncludedLanguageParams, string | null>(context, 'included language', null, async ({ uri }) => {
        return (await context.workspace.languageOfIncluded(uri))?.id ?? null;
      }),
    ),
};
