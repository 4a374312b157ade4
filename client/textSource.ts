import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { SourceParams } from '../server/protocol/sipWorkbench/traces/traceRequests.ts';
import { clientLanguage } from './languages.ts';

/** How a request names the text of a document: the server has documents of our languages, of others it gets the text. */
export function textSource(client: BaseLanguageClient, document: vscode.TextDocument): SourceParams {
  return clientLanguage(document.languageId) === undefined
    ? { text: document.getText() }
    : { uri: client.code2ProtocolConverter.asUri(document.uri) };
}
