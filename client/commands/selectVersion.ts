import * as vscode from 'vscode';
import { clientLanguage, clientLanguages } from '../languages.ts';
import { settingChoices } from '../manifest.ts';

export const selectVersionCommand = 'sipWorkbench.selectVersion';

/** "SIP: Select Server Version": for the language of the editor in front; asks which server when there is none. */
export function registerSelectVersion(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand(selectVersionCommand, async () => {
    const document = vscode.window.activeTextEditor?.document;
    const setting = clientLanguage(document?.languageId)?.server?.versionSetting ?? (await askForServer());
    if (setting === undefined) return;
    const configuration = vscode.workspace.getConfiguration('sipWorkbench', document?.uri ?? null);
    const current = configuration.get<string>(setting);
    const choices = settingChoices(context.extension, `sipWorkbench.${setting}`).map(({ value, label }) => ({
      label,
      value,
      ...(value === current ? { description: 'current' } : {}),
    }));
    const chosen = await vscode.window.showQuickPick(choices, {
      title: 'Server version that reads this file',
    });
    if (chosen !== undefined)
      await configuration.update(setting, chosen.value, targetOf(configuration, setting));
  });
}

async function askForServer(): Promise<string | undefined> {
  const servers = new Set(clientLanguages.flatMap(({ server }) => server ?? []));
  const items = [...servers].map(({ label, versionSetting }) => ({ label, setting: versionSetting }));
  return (await vscode.window.showQuickPick(items, { title: 'Server' }))?.setting;
}

/** Where the setting is changed: where it is set already, otherwise in the workspace, if there is one. */
function targetOf(configuration: vscode.WorkspaceConfiguration, setting: string): vscode.ConfigurationTarget {
  const { workspaceFolderValue, workspaceValue } = configuration.inspect<string>(setting) ?? {};
  if (workspaceFolderValue !== undefined) return vscode.ConfigurationTarget.WorkspaceFolder;
  if (workspaceValue !== undefined) return vscode.ConfigurationTarget.Workspace;
  return vscode.workspace.workspaceFolders === undefined
    ? vscode.ConfigurationTarget.Global
    : vscode.ConfigurationTarget.Workspace;
}
