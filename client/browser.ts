import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { activateWith } from './activate.ts';
import { clientId, clientName, clientOptions } from './languageClient.ts';

/** Starts the extension in an editor that runs in a browser, with the server in a worker. */
export async function activate(context: vscode.ExtensionContext, begin: number): Promise<void> {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist/server.js').toString(true);
  let worker: Worker | undefined;
  context.subscriptions.push({ dispose: () => worker?.terminate() });
  // The client recognizes a worker by its class, which differs inside an extension host: so it gets the two ends.
  const connect = async () => {
    worker?.terminate();
    worker = new Worker(script);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  await activateWith(
    context,
    options => new LanguageClient(clientId, clientName, connect, options),
    clientOptions(context),
    begin,
  );
}
