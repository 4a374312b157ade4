import * as vscode from 'vscode';
import { parseTrace, redactedCopy, traceOf } from '../../server/languages/traces.ts';
import { traceInFront } from './traceInFront.ts';

/** "SIP: Redact Trace": opens a copy that can be shared in public; the trace itself is not changed. */
export function registerRedactTrace(): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.redactTrace', async () => {
    const document = await traceInFront();
    if (document === undefined) return;
    const content = redactedCopy(traceOf(parseTrace(document.getText())));
    const copy = await vscode.workspace.openTextDocument({ language: 'sip-trace', content });
    await vscode.window.showTextDocument(copy, { viewColumn: vscode.ViewColumn.Beside });
  });
}
