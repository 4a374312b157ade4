import * as vscode from 'vscode';
import {
  type Capture,
  captureAsTrace,
  isCapture,
  parseTrace,
  printedCaptureOf,
  readCapture,
} from '../../server/languages/traces.ts';
import { decodeLog } from '../../server/text/decode.ts';

const scheme = 'sip-capture';

/**
 * "SIP: Open Capture": shows the SIP messages of a pcap or pcapng file, or of the text in which tshark prints one, as a trace that
 * cannot be edited.
 */
export function registerOpenCapture(): vscode.Disposable {
  const provider: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent: uri => traceOfCapture(vscode.Uri.parse(uri.query, true)),
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

/** What tshark prints with `-T json`, `-T ek`, `-T pdml` or `-x`, as packets; undefined for another text. */
export function printedCapture(text: string): Capture | undefined {
  return printedCaptureOf(parseTrace(text), text, () => text);
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

async function traceOfCapture(uri: vscode.Uri): Promise<string> {
  const data = await vscode.workspace.fs.readFile(uri);
  const capture = isCapture(data) ? readCapture(data) : printedCapture(decodeLog(data));
  if (capture === undefined) {
    throw new Error(
      'This is neither a pcap or pcapng file nor packets that tshark printed. Open a log as text, and set its language to SIP Trace.',
    );
  }
  if (capture.problem !== undefined) void vscode.window.showWarningMessage(capture.problem);
  if (capture.messages.length === 0) {
    void vscode.window.showInformationMessage(`None of the ${capture.frames} frames contains a SIP message.`);
  }
  return captureAsTrace(capture);
}
