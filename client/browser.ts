import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activateWith } from './activate.ts';
import { clientId, clientName, clientOptions } from './languageClient.ts';

/** Starts the extension in an editor that runs in a browser, with the server in a worker. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist/server.js').toString(true);
  await activateWith(
    context,
    options => new LanguageClient(clientId, clientName, async () => new Worker(script), options),
    clientOptions(context),
  );
}
