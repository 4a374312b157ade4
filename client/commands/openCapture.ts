import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type CaptureAnswer,
  type CaptureParams,
  READ_CAPTURE_REQUEST,
  type UnreadableCapture,
} from '../../server/protocol/sipWorkbench/traces/traceRequests.ts';
import { CAPTURE_SCHEME } from '../schemes.ts';

/**
 * "SIP: Open Capture": shows the SIP messages of a pcap or pcapng file, or of the text in which tshark prints one, as a trace that
 * cannot be edited.
 */
export async function chooseAndOpenCapture(chosen: unknown): Promise<void> {
  const capture = chosen instanceof vscode.Uri ? chosen : await askForCapture();
  if (capture !== undefined) await openCapture(capture);
}

/** Opens the trace of a file with packets. */
export async function openCapture(capture: vscode.Uri): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.from({
    scheme: CAPTURE_SCHEME,
    path: `${capture.path}.siptrace`,
    query: capture.toString(true),
  });
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

/** The trace under an address that `openCapture` made. */
export async function traceOfCapture(client: BaseLanguageClient, { query }: vscode.Uri): Promise<string> {
  const capture = vscode.Uri.parse(query, true);
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
