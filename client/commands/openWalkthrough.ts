import * as vscode from 'vscode';

/** "SIP: Get Started": the walkthrough that the manifest contributes. */
export function registerOpenWalkthrough(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.openWalkthrough', () =>
    vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      `${context.extension.id}#start`,
      false,
    ),
  );
}
