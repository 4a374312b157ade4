import * as vscode from 'vscode';
import { settingTarget } from '../settingTarget.ts';

/** Turns a rule off in the settings, and offers to undo it. The light bulb runs it with the code of the rule. */
export async function disableRule(code: unknown): Promise<void> {
  if (typeof code !== 'string') return;
  const resource = vscode.window.activeTextEditor?.document.uri ?? null;
  const configuration = vscode.workspace.getConfiguration('sipWorkbench', resource);
  const target = settingTarget(configuration, 'rules');
  const before = valueAt(configuration, target);
  await configuration.update('rules', { ...before, [code]: 'off' }, target);
  const place = target === vscode.ConfigurationTarget.Global ? 'your settings' : 'the workspace settings';
  const undo = 'Undo';
  const show = 'Open Settings';
  const choice = await vscode.window.showInformationMessage(
    `${code} is now disabled in ${place}.`,
    undo,
    show,
  );
  if (choice === undo) await configuration.update('rules', before, target);
  if (choice === show)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'sipWorkbench.rules');
}

/** The value that is set in one place, without the values from the other places. */
function valueAt(
  configuration: vscode.WorkspaceConfiguration,
  target: vscode.ConfigurationTarget,
): Readonly<Record<string, string>> | undefined {
  const { globalValue, workspaceValue, workspaceFolderValue } =
    configuration.inspect<Readonly<Record<string, string>>>('rules') ?? {};
  if (target === vscode.ConfigurationTarget.Global) return globalValue;
  return target === vscode.ConfigurationTarget.Workspace ? workspaceValue : workspaceFolderValue;
}
