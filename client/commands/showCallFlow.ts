import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { captureAsTrace } from '../../server/languages/traces.ts';
import { showCallFlow } from '../views/callFlow/panel.ts';
import { openCapture, printedCapture } from './openCapture.ts';
import { traceInFront } from './traceInFront.ts';

/** "SIP: Show Call Flow" for the active trace */
export function registerShowCallFlow(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.showCallFlow', async () => {
    const document = await traceInFront();
    if (document === undefined) return;
    showCallFlow(context, client, await traceOf(document));
  });
}

async function traceOf(document: vscode.TextDocument): Promise<vscode.TextDocument> {
  if (document.languageId === 'sip-trace') return document;
  // The packets in what tshark printed are shown as those of a capture are.
  const printed = printedCapture(document.getText());
  if (printed === undefined) {
    // A log under a name that says nothing becomes a trace when someone asks for its call flow.
    return vscode.languages.setTextDocumentLanguage(document, 'sip-trace');
  }
  if (!document.isUntitled && !document.isDirty) return openCapture(document.uri);
  const trace = await vscode.workspace.openTextDocument({
    language: 'sip-trace',
    content: captureAsTrace(printed),
  });
  await vscode.window.showTextDocument(trace, { preview: false });
  return trace;
}
