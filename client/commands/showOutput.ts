import * as vscode from 'vscode';

/** "SIP: Show Output" */
export function registerShowOutput(channel: vscode.OutputChannel): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.showOutput', () => channel.show());
}
