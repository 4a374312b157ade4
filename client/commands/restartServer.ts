import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** "SIP: Restart Language Server" */
export function registerRestartServer(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.restartServer', async () => {
    if (client.isRunning()) await client.stop();
    await client.start();
  });
}
