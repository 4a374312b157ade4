import {
  type ChangeAnnotation,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type ShowMessageParams,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { RenameError } from '../../languages/rename.ts';
import { aboutFile, type Context, type Feature, someLanguage } from '../context.ts';

/** textDocument/prepareRename and textDocument/rename */
export const rename: Feature = {
  start: context => {
    context.connection.onPrepareRename(
      aboutFile(context, 'prepare rename', null, ({ language, view }, params) =>
        orRefused(() => language.prepareRename?.(view, params.position)),
      ),
    );
    context.connection.onRenameRequest(
      aboutFile(context, 'rename', null, ({ language, view }, params) =>
        orRefused(() => {
          const edit = language.rename?.(view, params.position, params.newName);
          return edit === undefined ? undefined : forClient(context, edit);
        }),
      ),
    );
  },
  capabilities: languages => {
    if (!someLanguage(languages, 'rename')) return {};
    return { renameProvider: { prepareProvider: someLanguage(languages, 'prepareRename') } };
  },
};

/** A refusal is a valid answer: the editor shows its message. */
function orRefused<Result>(answer: () => Result): Result {
  try {
    return answer();
  } catch (error) {
    if (error instanceof RenameError) throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}

/**
 * Annotations are also shown as messages: editors show annotations only in a preview, if at all. A client without
 * annotations gets only the edits.
 */
function forClient({ client, connection }: Context, edit: WorkspaceEdit): WorkspaceEdit {
  const { documentChanges, changeAnnotations } = edit;
  const { workspaceEdit } = client.capabilities.workspace ?? {};
  for (const annotation of Object.values(changeAnnotations ?? {})) {
    const params: ShowMessageParams = { type: MessageType.Warning, message: sentenceOf(annotation) };
    void connection.sendNotification(ShowMessageNotification.method, params);
  }
  if (documentChanges === undefined || changeAnnotations === undefined) return edit;
  if (workspaceEdit?.documentChanges === true && workspaceEdit.changeAnnotationSupport !== undefined)
    return edit;
  const changes: Record<string, TextEdit[]> = {};
  for (const change of documentChanges) {
    if (!('edits' in change)) continue;
    changes[change.textDocument.uri] = change.edits
      .filter(one => 'newText' in one)
      .map(({ range, newText }) => ({ range, newText }));
  }
  return { changes };
}

function sentenceOf({ label, description }: ChangeAnnotation): string {
  return description === undefined ? label : `${label}. ${description}`;
}
