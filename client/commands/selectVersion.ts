import * as vscode from 'vscode';
import { askChoice, type ChoiceItem } from '../choices.ts';
import { clientLanguage, clientLanguages } from '../languages.ts';
import { type SettingChoice, settingChoices } from '../manifest.ts';
import { settingTarget } from '../settingTarget.ts';
import { runSteps } from '../steps.ts';

/** "SIP: Select Server Version": for the language of the active editor; asks for the server if there is none. */
export async function selectVersion({ extension }: vscode.ExtensionContext): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const configuration = vscode.workspace.getConfiguration('sipWorkbench', document?.uri ?? null);
  const known = clientLanguage(document?.languageId)?.server?.versionSetting;
  let setting = known ?? '';
  let version = '';
  const isAnswered = await runSteps('Server version that reads this file', [
    {
      applies: () => known === undefined,
      ask: async frame => {
        const answer = await askChoice(frame, 'Which server?', servers());
        if (answer.kind === 'value') setting = answer.value;
        return answer;
      },
    },
    {
      ask: async frame => {
        const current = configuration.get<string>(setting);
        const choices = newestFirst(settingChoices(extension, `sipWorkbench.${setting}`)).map(
          ({ value, label }) => ({
            label,
            value,
            ...(value === current ? { description: 'current' } : {}),
          }),
        );
        const answer = await askChoice(frame, 'Which version?', choices, current);
        if (answer.kind === 'value') version = answer.value;
        return answer;
      },
    },
  ]);
  if (isAnswered) await configuration.update(setting, version, settingTarget(configuration, setting));
}

function servers(): ChoiceItem<string>[] {
  const known = new Set(clientLanguages.flatMap(({ server }) => server ?? []));
  return [...known].map(({ label, versionSetting }) => ({ label, value: versionSetting }));
}

/** The manifest lists versions from old to new; entries that are not versions, such as "automatic", remain on top. */
function newestFirst(choices: readonly SettingChoice[]): SettingChoice[] {
  const isAutomatic = ({ value }: SettingChoice): boolean => value === 'auto';
  return [...choices.filter(isAutomatic), ...choices.filter(choice => !isAutomatic(choice)).reverse()];
}
