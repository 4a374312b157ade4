import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { provideLanguageModelTools } from './agents/languageModelTools.ts';
import { provideMcpServer } from './agents/mcpServer.ts';
import { registerCommands } from './commands.ts';
import { provideDocuments } from './documents.ts';
import { answerFileRequests } from './files.ts';
import { noteFirstSteps } from './firstSteps.ts';
import { recognizeIncludedFiles } from './includedFiles.ts';
import { provideServerCheck, type RunOpensips } from './serverCheck.ts';
import { provideServersView } from './serversView.ts';
import { showStatus, showUpgrade } from './statusItem.ts';
import { provideTests } from './testView.ts';

/** What a host of the extension has. */
export interface Host {
  /** Starts the server, and loads the client that talks to it. */
  createClient(
    context: vscode.ExtensionContext,
    channel: vscode.LogOutputChannel,
  ): Promise<BaseLanguageClient>;
  /** Exists where programs can be run. */
  readonly runOpensips?: RunOpensips;
}

/**
 * Registers what the editor can call. The server starts and the client is loaded after that; what needs them waits. Reads no files.
 */
export function activateIn(
  context: vscode.ExtensionContext,
  canRun: boolean,
  load: () => Promise<{ readonly host: Host }>,
): void {
  const begin = performance.now();
  const channel = vscode.window.createOutputChannel('SIP Workbench', { log: true });
  const client = startClient(context, channel, load());
  client.catch(error => reportFailure(error, channel));
  context.subscriptions.push(
    channel,
    ...registerCommands({ context, client, channel, canRun }),
    ...provideDocuments(client),
    provideTests(client),
    ...provideLanguageModelTools(client),
    ...provideMcpServer(context),
    showUpgrade(),
    noteFirstSteps(),
  );
  const { version } = context.extension.packageJSON;
  channel.info(
    `SIP Workbench ${version} in ${vscode.env.appName} ${vscode.version}: activated in ${since(begin)}.`,
  );
}

/** The client once its server runs, with everything that follows the server. */
async function startClient(
  context: vscode.ExtensionContext,
  channel: vscode.LogOutputChannel,
  loaded: Promise<{ readonly host: Host }>,
): Promise<BaseLanguageClient> {
  const begin = performance.now();
  const { host } = await loaded;
  const client = await host.createClient(context, channel);
  context.subscriptions.push(
    provideServerCheck(client, host.runOpensips),
    provideServersView(context, client),
    ...answerFileRequests(client),
    ...showStatus(client),
    recognizeIncludedFiles(client),
    { dispose: () => void client.dispose() },
  );
  await client.start();
  channel.info(`Language server started in ${since(begin)}.`);
  return client;
}

function reportFailure(error: unknown, channel: vscode.OutputChannel): void {
  const text = error instanceof Error ? error.message : String(error);
  void vscode.window
    .showErrorMessage(`SIP Workbench could not start its language server: ${text}`, 'Show Output')
    .then(choice => {
      if (choice !== undefined) channel.show();
    });
}

function since(begin: number): string {
  return `${Math.round(performance.now() - begin)} ms`;
}
