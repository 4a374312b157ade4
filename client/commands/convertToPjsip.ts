import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  CONVERT_REQUEST,
  type ConvertParams,
  type ConvertResult,
} from '../../server/protocol/sipWorkbench/preview/convertToPjsipRequest.ts';
import { showPreview } from '../preview.ts';

/** "SIP: Convert to pjsip.conf": previews the new files and the report. */
export async function convertToPjsip(client: BaseLanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'sip-conf') {
    await vscode.window.showWarningMessage('Open the sip.conf that you want to convert.');
    return;
  }
  const params: ConvertParams = { textDocument: { uri: document.uri.toString() } };
  const result = await client.sendRequest<ConvertResult | null>(CONVERT_REQUEST, params);
  if (result === null) {
    await vscode.window.showWarningMessage('This file cannot be converted because it is not a sip.conf.');
    return;
  }
  await showPreview(result, 'pjsip-conf');
}
