import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  UPGRADE_REQUEST,
  UPGRADE_TARGETS_REQUEST,
  type UpgradeParams,
  type UpgradeResult,
  type UpgradeTargets,
  type UpgradeTargetsParams,
} from '../../server/protocol/sipWorkbench/preview/upgradeRequest.ts';
import { clientLanguage } from '../languages.ts';
import { compareAgain, type PreviewedFile, replaceText, showPreview } from '../preview.ts';

/** The previews that "Apply Upgrade" is offered for in the title of their editor. */
const previewsKey = 'sipWorkbench.upgradePreviews';

/** An upgrade that is previewed, until it is applied or one of its previews is closed. */
interface Pending {
  readonly files: readonly PreviewedFile[];
  readonly to: string;
  readonly closed: vscode.Disposable;
}

const pending = new Set<Pending>();

/** "SIP: Upgrade to ...": asks for a later version, and previews the upgraded files and the report. */
export async function upgrade(client: BaseLanguageClient): Promise<void> {
  const previewed = await preview(client);
  if (previewed === undefined) return;
  const { files, to } = previewed;
  const closed = vscode.workspace.onDidCloseTextDocument(document => {
    if (files.some(({ preview }) => preview === document)) forget(one);
  });
  const one: Pending = { files, to, closed };
  pending.add(one);
  offerToApply();
  const apply = 'Apply';
  const chosen = await vscode.window.showInformationMessage(
    `Nothing has changed yet. Review the upgrade to ${to}, edit it if necessary, and apply it, or save it as a new file.`,
    apply,
  );
  if (chosen === apply && pending.has(one) && (await accept(one))) forget(one);
}

/** "SIP: Apply Upgrade": puts the previewed texts, with what the user has changed in them, into the files. */
export async function applyUpgrade(): Promise<void> {
  const shown = vscode.window.activeTextEditor?.document.uri.toString();
  const one = [...pending].find(({ files }) => files.some(({ preview }) => preview.uri.toString() === shown));
  if (one !== undefined && (await accept(one))) forget(one);
}

function forget(one: Pending): void {
  one.closed.dispose();
  pending.delete(one);
  offerToApply();
}

function offerToApply(): void {
  const previews = [...pending].flatMap(({ files }) => files.map(({ preview }) => preview.uri.toString()));
  void vscode.commands.executeCommand('setContext', previewsKey, previews.length > 0 ? previews : undefined);
}

async function preview(client: BaseLanguageClient): Promise<Omit<Pending, 'closed'> | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || clientLanguage(document.languageId)?.upgrades !== true) {
    await vscode.window.showWarningMessage('Open the script that you want to upgrade.');
    return undefined;
  }
  const textDocument = { uri: document.uri.toString() };
  const targets = await client.sendRequest<UpgradeTargets | null>(UPGRADE_TARGETS_REQUEST, {
    textDocument,
  } satisfies UpgradeTargetsParams);
  if (targets === null) return undefined;
  const to = await askForVersion(targets);
  if (to === undefined) return undefined;
  const result = await client.sendRequest<UpgradeResult | null>(UPGRADE_REQUEST, {
    textDocument,
    from: targets.from,
    to,
  } satisfies UpgradeParams);
  if (result === null) {
    await vscode.window.showInformationMessage(
      `${targets.server} ${to} reads this script as it is: there is nothing to change.`,
    );
    return undefined;
  }
  const files = await showPreview(result, document.languageId);
  return files.length === 0 ? undefined : { files, to: `${targets.server} ${to}` };
}

async function askForVersion({ server, from, versions }: UpgradeTargets): Promise<string | undefined> {
  if (versions.length === 0) {
    await vscode.window.showInformationMessage(
      `The script is for ${server} ${from}, and no later version is known.`,
    );
    return undefined;
  }
  const items = versions.map(({ version, note }) => ({
    label: `${server} ${version}`,
    ...(note === undefined ? {} : { description: note }),
    version,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Upgrade from ${server} ${from}`,
    placeHolder: 'The version that will read the script',
  });
  return chosen?.version;
}

/** True when the upgraded texts are in the files, which the user still has to save. */
async function accept({ files, to }: Pending): Promise<boolean> {
  const changed = files.find(({ source, before }) => source.getText() !== before);
  if (changed !== undefined) {
    await vscode.window.showWarningMessage(
      'The file has changed since the upgrade was previewed. Run the upgrade again.',
    );
    return false;
  }
  for (const file of files) {
    await replaceText(file.source, file.preview.getText());
    await compareAgain(file);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.window.showTextDocument(file.source, { preview: false });
  }
  void suggestVersion(files, to);
  return true;
}

/** A version in the settings still says what the file was for. */
async function suggestVersion(files: readonly PreviewedFile[], to: string): Promise<void> {
  const document = files[0]?.source;
  const setting = clientLanguage(document?.languageId)?.server?.versionSetting;
  if (document === undefined || setting === undefined) return;
  const configuration = vscode.workspace.getConfiguration('sipWorkbench', document.uri);
  const configured = configuration.get<string>(setting);
  if (configured === undefined || configured === 'auto') return;
  const select = 'Select Version';
  const chosen = await vscode.window.showInformationMessage(
    `The script is now for ${to}, but the settings say that version ${configured} reads it.`,
    select,
  );
  if (chosen === select) await vscode.commands.executeCommand('sipWorkbench.selectVersion');
}
