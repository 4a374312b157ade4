import * as vscode from 'vscode';
import { repeatFirstSteps } from '../firstSteps.ts';

/** "SIP: Get Started": the walkthrough that the manifest contributes. */
export function registerOpenWalkthrough(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.openWalkthrough', async () => {
    await vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      `${context.extension.id}#start`,
      false,
    );
    await repeatFirstSteps();
  });
}
