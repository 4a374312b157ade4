import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { showCallFlow } from '../views/callFlow/panel.ts';

/** "SIP: Show Call Flow" of the trace in front */
export function registerShowCallFlow(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.showCallFlow', async () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined) {
      await vscode.window.showInformationMessage('Open a SIP trace or a log with SIP messages first.');
      return;
    }
    // A log under a name that says nothing becomes a trace when somebody asks for its call flow.
    const trace =
      document.languageId === 'sip-trace'
        ? document
        : await vscode.languages.setTextDocumentLanguage(document, 'sip-trace');
    showCallFlow(context, client, trace);
  });
}
