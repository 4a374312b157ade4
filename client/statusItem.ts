import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type StatusParams, statusNotification } from '../server/protocol/sipWorkbench/statusNotification.ts';
import { clientLanguage, clientLanguages } from './languages.ts';

/**
 * Shows the server's status for the active document: its version, how it was detected, and limits that were reached. It is
 * in the status bar and in the language status, where it can be found by its name.
 */
export function showStatus(client: BaseLanguageClient): vscode.Disposable[] {
  const byDocument = new Map<string, StatusParams>();
  let item: vscode.LanguageStatusItem | undefined;
  const bar = vscode.window.createStatusBarItem('sipWorkbench.version', vscode.StatusBarAlignment.Right, 100);
  bar.name = 'SIP Server Version';
  const show = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const status = document && byDocument.get(document.uri.toString());
    if (document === undefined || status === undefined) {
      item?.dispose();
      item = undefined;
      bar.hide();
      return;
    }
    item ??= vscode.languages.createLanguageStatusItem('sipWorkbench.version', {
      language: document.languageId,
    });
    item.selector = { language: document.languageId };
    item.name = 'SIP Workbench';
    item.text = status.label;
    item.detail = status.detail;
    item.severity =
      status.severity === 'warning'
        ? vscode.LanguageStatusSeverity.Warning
        : vscode.LanguageStatusSeverity.Information;
    item.command =
      clientLanguage(document.languageId)?.server !== undefined
        ? { command: 'sipWorkbench.selectVersion', title: 'Select Version' }
        : undefined;
    bar.text = status.severity === 'warning' ? `$(warning) ${status.label}` : status.label;
    bar.tooltip = status.detail;
    bar.command = item.command;
    bar.show();
  };
  return [
    client.onNotification(statusNotification, (status: StatusParams) => {
      byDocument.set(client.protocol2CodeConverter.asUri(status.uri).toString(), status);
      show();
    }),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidCloseTextDocument(document => {
      byDocument.delete(document.uri.toString());
      show();
    }),
    bar,
    { dispose: () => item?.dispose() },
  ];
}

/** Offers the upgrade in the language status of files that have one. */
export function showUpgrade(): vscode.Disposable {
  const selector = clientLanguages.flatMap(({ id, upgrades }) => (upgrades ? [{ language: id }] : []));
  const item = vscode.languages.createLanguageStatusItem('sipWorkbench.upgrade', selector);
  item.name = 'SIP Upgrade';
  item.text = 'Upgrade to a later version';
  item.command = { command: 'sipWorkbench.upgrade', title: 'Upgrade to ...' };
  return item;
}
