import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { showRouteMap } from '../views/routeMap/panel.ts';

/** "SIP: Show Route Map" for the active OpenSIPS script */
export async function showRouteMapInFront(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === 'opensips-cfg') showRouteMap(context, client, document);
  else await vscode.window.showInformationMessage('Open an OpenSIPS script first.');
}
