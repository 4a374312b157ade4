import { aboutFile, type Feature, someLanguage } from '../context.ts';

/** textDocument/formatting, textDocument/rangeFormatting and textDocument/onTypeFormatting */
export const formatting: Feature = {
  start: context => {
    const { connection } = context;
    connection.onDocumentFormatting(
      aboutFile(context, 'formatting', null, ({ language, view }, params) =>
        language.format?.(view, params.options),
      ),
    );
    connection.onDocumentRangeFormatting(
      aboutFile(context, 'range formatting', null, ({ language, view }, params) =>
        language.format?.(view, params.options, params.range),
      ),
    );
    connection.onDocumentOnTypeFormatting(
      aboutFile(context, 'formatting on type', null, ({ language, view }, { position, ch, options }) => {
        if (!language.triggers?.format?.includes(ch)) return undefined;
        return language.formatOnType?.(view, position, ch, options);
      }),
    );
  },
  capabilities: languages => {
    const hasFormat = someLanguage(languages, 'format');
    const [first, ...rest] = new Set(languages.flatMap(language => language.triggers?.format ?? []));
    return {
      documentFormattingProvider: hasFormat,
      documentRangeFormattingProvider: hasFormat,
      ...(first === undefined || !someLanguage(languages, 'formatOnType')
        ? {}
        : { documentOnTypeFormattingProvider: { firstTriggerCharacter: first, moreTriggerCharacter: rest } }),
    };
  },
};
