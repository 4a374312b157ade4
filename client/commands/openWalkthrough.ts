import * as vscode from 'vscode';
import { repeatFirstSteps } from '../firstSteps.ts';

/** "SIP: Get Started": the walkthrough that the manifest contributes. */
export async function openWalkthrough({ extension }: vscode.ExtensionContext): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#start`, false);
  await repeatFirstSteps();
}
