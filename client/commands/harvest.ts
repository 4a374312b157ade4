import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  HARVEST_REQUEST,
  type HarvestAnswer,
  type HarvestParams,
} from '../../server/protocol/sipWorkbench/knowledge/harvestRequest.ts';
import { replaceText } from '../preview.ts';

/**
 * "SIP: Harvest Private Modules": asks for a source or module folder of OpenSIPS, and puts the names that only this build has into the
 * `sip-workbench.json` of the workspace folder, which stays open and unsaved.
 */
export async function harvest(client: BaseLanguageClient, chosen: unknown): Promise<void> {
  const workspaceFolder = currentFolder();
  if (workspaceFolder === undefined) {
    await vscode.window.showWarningMessage(
      'Open the folder of your script: sip-workbench.json is written there.',
    );
    return;
  }
  const folder = chosen instanceof vscode.Uri ? chosen : await askForFolder();
  if (folder === undefined) return;
  const file = vscode.Uri.joinPath(workspaceFolder, 'sip-workbench.json');
  const existing = await openIfExists(file);
  const answer = await client.sendRequest<HarvestAnswer | null>(HARVEST_REQUEST, {
    folder: folder.toString(),
    ...(existing === undefined ? {} : { projectFile: existing.getText() }),
  } satisfies HarvestParams);
  if (answer === null)
    await vscode.window.showWarningMessage(
      'There is no OpenSIPS module and no source of one in this folder.',
    );
  else if ('refusal' in answer)
    await vscode.window.showWarningMessage(`sip-workbench.json cannot be changed: ${answer.refusal}`);
  else if (answer.added === 0)
    await vscode.window.showInformationMessage('Nothing to add: every module of this folder is known.');
  else {
    const document = existing ?? (await newFile(file));
    await replaceText(document, answer.text);
    await vscode.window.showTextDocument(document);
  }
}

function currentFolder(): vscode.Uri | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  return (own ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: 'Source of your modules, or the folder of the installed modules',
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  return chosen;
}

async function openIfExists(file: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(file);
  } catch {
    return undefined;
  }
}

async function newFile(file: vscode.Uri): Promise<vscode.TextDocument> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('{}\n'));
  return vscode.workspace.openTextDocument(file);
}
