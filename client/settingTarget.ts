import * as vscode from 'vscode';

/** Where to change a setting: where it is already set, otherwise in the workspace, if there is one. */
export function settingTarget(
  configuration: vscode.WorkspaceConfiguration,
  setting: string,
): vscode.ConfigurationTarget {
  const { workspaceFolderValue, workspaceValue } = configuration.inspect(setting) ?? {};
  if (workspaceFolderValue !== undefined) return vscode.ConfigurationTarget.WorkspaceFolder;
  if (workspaceValue !== undefined) return vscode.ConfigurationTarget.Workspace;
  return vscode.workspace.workspaceFolders === undefined
    ? vscode.ConfigurationTarget.Global
    : vscode.ConfigurationTarget.Workspace;
}
