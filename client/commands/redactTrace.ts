import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  REDACT_TRACE_REQUEST,
  type SourceParams,
} from '../../server/protocol/sipWorkbench/traces/traceRequests.ts';
import { textSource } from '../textSource.ts';
import { traceInFront } from './traceInFront.ts';

/** "SIP: Redact Trace": opens a copy that can be shared in public; the trace itself is not changed. */
export async function redactTrace(client: BaseLanguageClient): Promise<void> {
  const document = await traceInFront();
  if (document === undefined) return;
  const params: SourceParams = textSource(client, document);
  const content = await client.sendRequest<string | null>(REDACT_TRACE_REQUEST, params);
  if (content === null) return;
  const copy = await vscode.workspace.openTextDocument({ language: 'sip-trace', content });
  await vscode.window.showTextDocument(copy, { viewColumn: vscode.ViewColumn.Beside });
}
