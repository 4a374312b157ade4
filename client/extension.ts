import { join } from 'node:path';
import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateWith } from './activate.ts';
import { clientId, clientName, clientOptions } from './languageClient.ts';

/** Starts the extension in a desktop editor, with the server in a separate process. */
export async function activate(context: vscode.ExtensionContext, begin: number): Promise<void> {
  const module = context.asAbsolutePath('dist/server.js');
  // Node 22 and later keep the compiled form of the server there, and need less time to start it again.
  const env = { NODE_COMPILE_CACHE: join(context.globalStorageUri.fsPath, 'compiled') };
  const run = { module, transport: TransportKind.ipc, options: { env } };
  const debug = { ...run, options: { env, execArgv: ['--nolazy', '--inspect=6029'] } };
  await activateWith(
    context,
    options => new LanguageClient(clientId, clientName, { run, debug }, options),
    clientOptions(context),
    begin,
    async check => (await import('./runOpensips.ts')).runOpensips(check),
  );
}
