import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/hover */
export const hover: Feature = {
  start: context =>
    context.connection.onHover(
      aboutFile(context, 'hover', null, ({ language, view }, params) =>
        language.hover?.(view, params.position),
      ),
    ),
  capabilities: languages => ({ hoverProvider: someLanguage(languages, 'hover') }),
};
