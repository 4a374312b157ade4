import { CompletionItem } from 'vscode-languageserver-types';
import { aboutFile, type Context, type Feature, guarded, languageOfData, someLanguage } from '../context.ts';

/** textDocument/completion and completionItem/resolve */
export const completion: Feature = {
  start: context => {
    context.connection.onCompletion(
      aboutFile(context, 'completion', null, ({ language, view }, { position, context: how }) => {
        const typed = how?.triggerCharacter;
        if (typed !== undefined && !language.triggers?.completion?.includes(typed)) return undefined;
        const list = language.complete?.(view, position);
        return list && { ...list, items: list.items.map(item => sentItem(item, language.id, context)) };
      }),
    );
    context.connection.onCompletionResolve(
      guarded(context, 'completion resolve', CompletionItem.create(''), item => {
        const marked = languageOfData(context, item.data);
        if (marked === undefined) return item;
        return { ...item, ...marked.language.resolveCompletion?.({ ...item, data: marked.data }) };
      }),
    );
  },
  capabilities: languages => {
    if (!someLanguage(languages, 'complete')) return {};
    return {
      completionProvider: {
        resolveProvider: someLanguage(languages, 'resolveCompletion'),
        triggerCharacters: [...new Set(languages.flatMap(language => language.triggers?.completion ?? []))],
      },
    };
  },
};

/** An item marked with the language that resolves it; with its command only for our own client, since others warn about it. */
function sentItem(
  { command, ...item }: CompletionItem,
  language: string,
  { client }: Context,
): CompletionItem {
  const sent = command === undefined || !client.opensRulePages ? item : { ...item, command };
  return { ...sent, data: { language, data: item.data } };
}
