import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { showCallFlow } from '../views/callFlow/panel.ts';
import { traceInFront } from './traceInFront.ts';

/** "SIP: Show Call Flow" of the trace in front */
export function registerShowCallFlow(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.showCallFlow', async () => {
    const document = await traceInFront();
    if (document === undefined) return;
    // A log under a name that says nothing becomes a trace when someone asks for its call flow.
    const trace =
      document.languageId === 'sip-trace'
        ? document
        : await vscode.languages.setTextDocumentLanguage(document, 'sip-trace');
    showCallFlow(context, client, trace);
  });
}
