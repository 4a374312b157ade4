import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/inlayHint; empty until the user enables hints */
export const inlayHint: Feature = {
  start: context =>
    context.connection.languages.inlayHint.on(
      aboutFile(context, 'inlay hints', null, ({ language, view, state }, params) =>
        state.settings.inlayHints ? language.hints?.(view, params.range) : undefined,
      ),
    ),
  capabilities: languages => ({ inlayHintProvider: someLanguage(languages, 'hints') }),
};
