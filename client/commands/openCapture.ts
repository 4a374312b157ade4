import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type CaptureAnswer,
  type CaptureParams,
  READ_CAPTURE_REQUEST,
  type UnreadableCapture,
} from '../../server/protocol/sipWorkbench/traces/traceRequests.ts';

const scheme = 'sip-capture';

/**
 * "SIP: Open Capture": shows the SIP messages of a pcap or pcapng file, or of the text in which tshark prints one, as a trace that
 * cannot be edited.
 */
export function registerOpenCapture(client: BaseLanguageClient): vscode.Disposable {
  const provider: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent: uri => traceOfCapture(client, vscode.Uri.parse(uri.query, true)),
  };
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, provider),
    vscode.commands.registerCommand('sipWorkbench.openCapture', async (chosen?: unknown) => {
      const capture = chosen instanceof vscode.Uri ? chosen : await askForCapture();
      if (capture !== undefined) await openCapture(capture);
    }),
    vscode.window.registerCustomEditorProvider('sipWorkbench.capture', {
      openCustomDocument: uri => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: async (document, panel) => {
        panel.webview.html =
          '<!DOCTYPE html><title>Capture</title><p>The messages of this capture open as a trace.</p>';
        await openCapture(document.uri);
        panel.dispose();
      },
    }),
  );
}

/** Opens the trace of a file with packets. */
export async function openCapture(capture: vscode.Uri): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.from({ scheme, path: `${capture.path}.siptrace`, query: capture.toString(true) });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

async function askForCapture(): Promise<vscode.Uri | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: 'Capture with SIP messages',
      filters: {
        Captures: ['pcap', 'pcapng', 'cap'],
        'Packets printed by tshark': ['json', 'pdml', 'xml', 'txt', 'log'],
        'All files': ['*'],
      },
    })) ?? [];
  return chosen;
}

async function traceOfCapture(client: BaseLanguageClient, capture: vscode.Uri): Promise<string> {
  const params: CaptureParams = { uri: client.code2ProtocolConverter.asUri(capture) };
  const answer = await client.sendRequest<CaptureAnswer | UnreadableCapture | null>(
    READ_CAPTURE_REQUEST,
    params,
  );
  if (answer === null) {
    throw new Error(
      'This is neither a pcap or pcapng file nor packets that tshark printed. Open a log as text, and set its language to SIP Trace.',
    );
  }
  if ('reason' in answer) throw new Error(answer.reason);
  // Such as connections that are encrypted, and how to export what they contain.
  if (answer.notes.length > 0) void vscode.window.showWarningMessage(answer.notes.join(' '));
  if (answer.messages === 0) {
    void vscode.window.showInformationMessage(`None of the ${answer.frames} frames contains a SIP message.`);
  }
  return answer.text;
}
