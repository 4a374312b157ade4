import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { chooseSubject } from '../views/matching/chooseSubject.ts';
import { showMatching } from '../views/matching/panel.ts';
import { deviceAt, isConfiguration, messageIn } from '../views/matching/questions.ts';

/**
 * "SIP: Explain Message Matching": what the server does with the message that is selected, at the cursor, at the line of a code
 * lens, or on the clipboard.
 */
export async function explainMatching(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  uri: unknown,
  line: unknown,
): Promise<void> {
  const document =
    typeof uri === 'string' && typeof line === 'number'
      ? await vscode.workspace.openTextDocument(client.protocol2CodeConverter.asUri(uri))
      : undefined;
  const editor = vscode.window.activeTextEditor;
  const subject =
    document !== undefined && typeof line === 'number'
      ? await messageIn(client, document, new vscode.Range(line, 0, line, 0))
      : editor === undefined || isConfiguration(editor.document)
        ? undefined
        : await messageIn(client, editor.document, editor.selection);
  const inFront = editor !== undefined && isConfiguration(editor.document) ? editor.document.uri : undefined;
  const device = inFront === undefined || editor === undefined ? undefined : await deviceAt(editor);
  const chosen = await chooseSubject(client, { message: subject, configuration: inFront, device });
  if (chosen !== undefined) showMatching(context, client, chosen.configuration, chosen.message);
}

/** The lens above a device: what would match it. */
export function explainDevice(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  uri: unknown,
  name: unknown,
): void {
  if (typeof uri !== 'string' || typeof name !== 'string') return;
  const configuration = client.protocol2CodeConverter.asUri(uri);
  const subject = {
    kind: 'device',
    name,
    source: undefined,
    registrations: [],
    nonce: undefined,
  } as const;
  showMatching(context, client, configuration, subject);
}
