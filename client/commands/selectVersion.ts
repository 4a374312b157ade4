import * as vscode from 'vscode';
import { clientLanguage, clientLanguages } from '../languages.ts';
import { type SettingChoice, settingChoices } from '../manifest.ts';
import { settingTarget } from '../settingTarget.ts';

export const selectVersionCommand = 'sipWorkbench.selectVersion';

/** "SIP: Select Server Version": for the language of the active editor; asks for the server if there is none. */
export function registerSelectVersion(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand(selectVersionCommand, async () => {
    const document = vscode.window.activeTextEditor?.document;
    const setting = clientLanguage(document?.languageId)?.server?.versionSetting ?? (await askForServer());
    if (setting === undefined) return;
    const configuration = vscode.workspace.getConfiguration('sipWorkbench', document?.uri ?? null);
    const current = configuration.get<string>(setting);
    const choices = newestFirst(settingChoices(context.extension, `sipWorkbench.${setting}`)).map(
      ({ value, label }) => ({ label, value, ...(value === current ? { description: 'current' } : {}) }),
    );
    const chosen = await pickFrom(choices, value => value === current);
    if (chosen !== undefined)
      await configuration.update(setting, chosen.value, settingTarget(configuration, setting));
  });
}

async function askForServer(): Promise<string | undefined> {
  const servers = new Set(clientLanguages.flatMap(({ server }) => server ?? []));
  const items = [...servers].map(({ label, versionSetting }) => ({ label, setting: versionSetting }));
  return (await vscode.window.showQuickPick(items, { title: 'Server' }))?.setting;
}

/** The manifest lists versions from old to new; entries that are not versions, such as "automatic", remain on top. */
function newestFirst(choices: readonly SettingChoice[]): SettingChoice[] {
  const isAutomatic = ({ value }: SettingChoice): boolean => value === 'auto';
  return [...choices.filter(isAutomatic), ...choices.filter(choice => !isAutomatic(choice)).reverse()];
}

/** Asks with the current value selected, which `showQuickPick` cannot. */
async function pickFrom<Item extends vscode.QuickPickItem & { readonly value: string }>(
  items: readonly Item[],
  isCurrent: (value: string) => boolean,
): Promise<Item | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = 'Server version that reads this file';
  pick.items = items;
  pick.activeItems = items.filter(({ value }) => isCurrent(value));
  const chosen = await new Promise<Item | undefined>(resolve => {
    pick.onDidAccept(() => resolve(pick.activeItems[0]));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  return chosen;
}
