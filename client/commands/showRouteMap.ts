import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { showRouteMap } from '../views/routeMap/panel.ts';

/** "SIP: Show Route Map" for the active OpenSIPS script */
export function registerShowRouteMap(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.showRouteMap', async () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === 'opensips-cfg') showRouteMap(context, client, document);
    else await vscode.window.showInformationMessage('Open an OpenSIPS script first.');
  });
}
