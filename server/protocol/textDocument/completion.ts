import { CompletionItem, type CompletionList } from 'vscode-languageserver-types';
import { aboutFile, type Feature, guarded, languageOfData, someLanguage } from '../context.ts';

/** textDocument/completion and completionItem/resolve */
export const completion: Feature = {
  start: context => {
    context.connection.onCompletion(
      aboutFile(context, 'completion', null, ({ language, view }, { position, context: how }) => {
        const typed = how?.triggerCharacter;
        if (typed !== undefined && !language.triggers?.completion?.includes(typed)) return undefined;
        const list = language.complete?.(view, position);
        return list && markWith(list, language.id);
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

/** Marks every item with the language that resolves it. */
function markWith(list: CompletionList, language: string): CompletionList {
  return { ...list, items: list.items.map(item => ({ ...item, data: { language, data: item.data } })) };
}
