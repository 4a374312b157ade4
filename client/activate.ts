import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
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

/**
 * Starts the client and everything that is the same in every editor. Reads no files. `begin` is when the
 * activation began, in the milliseconds of `performance`; `runOpensips` exists where programs can be run.
 */
export async function activateWith(
  context: vscode.ExtensionContext,
  create: (options: LanguageClientOptions) => BaseLanguageClient,
  options: LanguageClientOptions & { readonly outputChannel: vscode.LogOutputChannel },
  begin: number,
  runOpensips?: RunOpensips,
): Promise<void> {
  const client = create(options);
  context.subscriptions.push(
    options.outputChannel,
    ...registerCommands({
      context,
      client,
      channel: options.outputChannel,
      canRun: runOpensips !== undefined,
    }),
    ...provideDocuments(client),
    provideServerCheck(client, runOpensips),
    provideTests(client),
    ...provideLanguageModelTools(client),
    ...provideMcpServer(context),
    provideServersView(context, client),
    ...answerFileRequests(client),
    ...showStatus(client),
    showUpgrade(),
    recognizeIncludedFiles(client),
    noteFirstSteps(),
    { dispose: () => void client.dispose() },
  );
  try {
    const registered = performance.now();
    await client.start();
    const { version } = context.extension.packageJSON;
    options.outputChannel.info(
      `SIP Workbench ${version} in ${vscode.env.appName} ${vscode.version}: activated in ${spent(begin, registered)}, language server started in ${spent(registered, performance.now())}.`,
    );
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // Not awaited: an extension that waits for an answer does not count as activated.
    void vscode.window
      .showErrorMessage(`SIP Workbench could not start its language server: ${text}`, 'Show Output')
      .then(choice => {
        if (choice !== undefined) options.outputChannel.show();
      });
  }
}

function spent(begin: number, end: number): string {
  return `${Math.round(end - begin)} ms`;
}
