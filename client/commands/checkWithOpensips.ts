import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type CheckOutcome,
  type CheckWithServerParams,
  checkWithServerRequest,
} from '../../server/protocol/sipWorkbench/serverCheckRequests.ts';
import { openCheckSettings, openSettings, serverCheckObstacle } from '../serverCheck.ts';

/** "SIP: Check with OpenSIPS": the result of the user's own `opensips -C` for the active script. */
export async function checkWithOpensips(client: BaseLanguageClient, canRun: boolean): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'opensips-cfg') {
    await vscode.window.showInformationMessage('Open an OpenSIPS script first.');
    return;
  }
  const obstacle = serverCheckObstacle(canRun);
  if (obstacle !== undefined) return explain(obstacle);
  const params: CheckWithServerParams = { uri: client.code2ProtocolConverter.asUri(document.uri) };
  const outcome = await client.sendRequest<CheckOutcome | null>(checkWithServerRequest, params);
  if (outcome === null) return;
  if (outcome.isProblem) await vscode.window.showWarningMessage(outcome.text);
  else await vscode.window.showInformationMessage(outcome.text);
}

async function explain(obstacle: 'host' | 'trust' | 'setting'): Promise<void> {
  switch (obstacle) {
    case 'host':
      await vscode.window.showInformationMessage(
        'An editor in a browser cannot run programs. Open the folder in a desktop editor.',
      );
      return;
    case 'trust': {
      const manage = 'Manage Workspace Trust';
      const choice = await vscode.window.showInformationMessage(
        'OpenSIPS runs only in trusted workspaces, because it loads the modules that a script lists.',
        manage,
      );
      if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
      return;
    }
    case 'setting': {
      const choice = await vscode.window.showInformationMessage(
        'Checking with your own OpenSIPS is turned off. Turn it on in the settings first.',
        openSettings,
      );
      if (choice === openSettings) openCheckSettings();
      return;
    }
  }
}
