import * as vscode from 'vscode';

/** Where a setting is changed: where it is set already, otherwise in the workspace, if there is one. */
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
