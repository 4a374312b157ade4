import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type CaptureAnswer,
  READ_PRINTED_CAPTURE_REQUEST,
  type TextParams,
} from '../../server/protocol/sipWorkbench/traces/traceRequests.ts';
import { showCallFlow } from '../views/callFlow/panel.ts';
import { openCapture } from './openCapture.ts';
import { traceInFront } from './traceInFront.ts';

/** "SIP: Show Call Flow" for the active trace */
export async function showCallFlowInFront(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
): Promise<void> {
  const document = await traceInFront();
  if (document === undefined) return;
  showCallFlow(context, client, await traceOf(client, document));
}

async function traceOf(
  client: BaseLanguageClient,
  document: vscode.TextDocument,
): Promise<vscode.TextDocument> {
  if (document.languageId === 'sip-trace') return document;
  // The packets in what tshark printed are shown as those of a capture are.
  const params: TextParams = { text: document.getText() };
  const printed = await client.sendRequest<CaptureAnswer | null>(READ_PRINTED_CAPTURE_REQUEST, params);
  if (printed === null) {
    // A log under a name that says nothing becomes a trace when someone asks for its call flow.
    return vscode.languages.setTextDocumentLanguage(document, 'sip-trace');
  }
  if (!document.isUntitled && !document.isDirty) return openCapture(document.uri);
  const trace = await vscode.workspace.openTextDocument({
    language: 'sip-trace',
    content: printed.text,
  });
  await vscode.window.showTextDocument(trace, { preview: false });
  return trace;
}
