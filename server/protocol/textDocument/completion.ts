import {
  CompletionItem,
  type CompletionList,
  InsertTextFormat,
  type Range,
} from 'vscode-languageserver-types';
import { aboutFile, type Context, type Feature, guarded, languageOfData, someLanguage } from '../context.ts';

/** textDocument/completion and completionItem/resolve */
export const completion: Feature = {
  start: context => {
    context.connection.onCompletion(
      aboutFile(context, 'completion', null, ({ language, view }, { position, context: how }) => {
        const typed = how?.triggerCharacter;
        if (typed !== undefined && !language.triggers?.completion?.includes(typed)) return undefined;
        const list = language.complete?.(view, position);
        return list && sentList(list, language.id, context);
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

/**
 * A list whose items are marked with the language that resolves them. What nearly all items have in common is said once if the
 * client supports it: the range, and that the text is a snippet.
 */
function sentList(list: CompletionList, language: string, { client }: Context): CompletionList {
  const { itemDefaults } = client.capabilities.textDocument?.completion?.completionList ?? {};
  const range = rangeOf(list.items[0]);
  const isShort =
    range !== undefined &&
    itemDefaults?.includes('editRange') === true &&
    itemDefaults.includes('insertTextFormat') &&
    // Without a range of its own, an item would replace the common one.
    list.items.every(item => rangeOf(item) !== undefined);
  const items = list.items.map(item => {
    const sent = sentItem(item, language, client.opensRulePages);
    return isShort ? withoutDefaults(sent, range) : sent;
  });
  if (!isShort) return { ...list, items };
  return { ...list, itemDefaults: { editRange: range, insertTextFormat: InsertTextFormat.Snippet }, items };
}

/** An item with its command only for our own client, since others warn about it. */
function sentItem(
  { command, data, ...item }: CompletionItem,
  language: string,
  isOwnClient: boolean,
): CompletionItem {
  const sent: CompletionItem = item;
  if (command !== undefined && isOwnClient) sent.command = command;
  if (data !== undefined) sent.data = { language, data };
  return sent;
}

function withoutDefaults(item: CompletionItem, range: Range): CompletionItem {
  const { textEdit, insertTextFormat = InsertTextFormat.PlainText, ...rest } = item;
  const short: CompletionItem = rest;
  if (insertTextFormat !== InsertTextFormat.Snippet) short.insertTextFormat = insertTextFormat;
  if (textEdit === undefined || !isSameRange(rangeOf(item), range)) return { ...item, insertTextFormat };
  if (textEdit.newText !== item.label) short.textEditText = textEdit.newText;
  return short;
}

function rangeOf(item: CompletionItem | undefined): Range | undefined {
  const { textEdit } = item ?? {};
  return textEdit !== undefined && 'range' in textEdit ? textEdit.range : undefined;
}

function isSameRange(one: Range | undefined, other: Range): boolean {
  return (
    one === other ||
    (one !== undefined &&
      one.start.line === other.start.line &&
      one.start.character === other.start.character &&
      one.end.line === other.end.line &&
      one.end.character === other.end.character)
  );
}
