import * as vscode from 'vscode';
import { settingChoices } from '../manifest.ts';

export const selectVersionCommand = 'sipWorkbench.selectVersion';

/** The setting that holds the server version of each language that has one. */
export const versionSettings: ReadonlyMap<string, string> = new Map([
  ['sip-conf', 'asterisk.version'],
  ['opensips-cfg', 'opensips.version'],
  ['flexisip-conf', 'flexisip.version'],
  ['flexisip-users', 'flexisip.version'],
]);

/** "SIP: Select Server Version": for the language of the editor in front; asks which server when there is none. */
export function registerSelectVersion(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand(selectVersionCommand, async () => {
    const document = vscode.window.activeTextEditor?.document;
    const setting = versionSettings.get(document?.languageId ?? '') ?? (await askForServer());
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
  const servers = [
    { label: 'Asterisk', setting: 'asterisk.version' },
    { label: 'OpenSIPS', setting: 'opensips.version' },
    { label: 'Flexisip', setting: 'flexisip.version' },
  ];
  return (await vscode.window.showQuickPick(servers, { title: 'Server' }))?.setting;
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
