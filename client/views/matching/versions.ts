import * as vscode from 'vscode';
import { settingChoices } from '../../manifest.ts';

/** Asks for a version of OpenSIPS to compare with, the newest first; undefined when canceled. */
export async function askVersion(extension: vscode.Extension<unknown>): Promise<string | undefined> {
  const items = settingChoices(extension, 'sipWorkbench.opensips.version')
    .filter(({ value }) => value !== 'auto')
    .reverse()
    .map(({ value, label }) => ({ label, value }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Compare with a Version',
    placeHolder: 'The script runs with the same message, as in another version',
  });
  return chosen?.value;
}
