import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-types';
import { tokenModifiers, tokenTypes } from '../../languages/tokens.ts';
import type { Subject } from '../../workspace/workspace.ts';
import { aboutFile, type Feature, someLanguage } from '../context.ts';

/**
 * textDocument/semanticTokens: full, changes since the last answer, and a range. For a large document, only ranges are
 * supported: the editor then requests what it shows instead of everything after every keystroke.
 */
export const semanticTokens: Feature = {
  start: context => {
    const { semanticTokens: requests } = context.connection.languages;
    const given = new Map<string, { readonly resultId: string; readonly data: readonly number[] }>();
    let answers = 0;
    context.workspace.whenForgotten(() => {
      for (const uri of given.keys()) if (context.workspace.document(uri) === undefined) given.delete(uri);
    });
    const remember = ({ language, view, document }: Subject): SemanticTokens | null => {
      if (document?.isLarge === true) return null;
      const data = language.tokens?.(view) ?? [];
      const resultId = String(++answers);
      given.set(view.uri, { resultId, data });
      return { resultId, data };
    };
    requests.on(aboutFile(context, 'semantic tokens', null, remember));
    requests.onDelta(
      aboutFile<
        { textDocument: { uri: string }; previousResultId: string },
        SemanticTokens | SemanticTokensDelta | null
      >(context, 'semantic tokens delta', null, (subject, { previousResultId }) => {
        const before = given.get(subject.view.uri);
        const now = remember(subject);
        if (now === null || before?.resultId !== previousResultId) return now;
        return {
          ...(now.resultId === undefined ? {} : { resultId: now.resultId }),
          edits: difference(before.data, now.data),
        };
      }),
    );
    requests.onRange(
      aboutFile(context, 'semantic tokens of a range', null, ({ language, view }, params) => ({
        data: language.tokens?.(view, params.range) ?? [],
      })),
    );
  },
  capabilities: languages => {
    if (!someLanguage(languages, 'tokens')) return {};
    return {
      semanticTokensProvider: {
        legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
        full: { delta: true },
        range: true,
      },
    };
  },
};

/** The single range in which two lists of tokens differ. */
function difference(before: readonly number[], now: readonly number[]): SemanticTokensDelta['edits'] {
  let start = 0;
  while (start < before.length && start < now.length && before[start] === now[start]) start++;
  let end = 0;
  const shorter = Math.min(before.length, now.length) - start;
  while (end < shorter && before[before.length - 1 - end] === now[now.length - 1 - end]) end++;
  if (start === before.length && start === now.length) return [];
  return [{ start, deleteCount: before.length - start - end, data: now.slice(start, now.length - end) }];
}
