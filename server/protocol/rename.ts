import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { RenameError } from '../languages/rename.ts';
import { aboutFile, type Feature, someLanguage } from './context.ts';

/** textDocument/prepareRename and textDocument/rename */
export const rename: Feature = {
  start: context => {
    context.connection.onPrepareRename(
      aboutFile(context, 'prepare rename', null, ({ language, view }, params) =>
        language.prepareRename?.(view, params.position),
      ),
    );
    context.connection.onRenameRequest(
      aboutFile(context, 'rename', null, ({ language, view }, params) => {
        try {
          return language.rename?.(view, params.position, params.newName);
        } catch (error) {
          // A refusal is an answer: the editor shows its sentence.
          if (error instanceof RenameError)
            throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
          throw error;
        }
      }),
    );
  },
  capabilities: languages => {
    if (!someLanguage(languages, 'rename')) return {};
    return { renameProvider: { prepareProvider: someLanguage(languages, 'prepareRename') } };
  },
};
