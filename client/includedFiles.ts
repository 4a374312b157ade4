import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type IncludedLanguageParams,
  includedLanguageRequest,
} from '../server/protocol/sipWorkbench/includedLanguageRequest.ts';

/** Languages that editors give to files that have only a general extension. */
const generalLanguages: ReadonlySet<string> = new Set([
  'plaintext',
  'ini',
  'properties',
  'conf',
  'dosini',
  'toml',
]);

/**
 * Gives an opened file the language of the configuration that includes it: only this shows that a file such as
 * customers.conf belongs to sip.conf. Done once for each file, so that the user can select another language.
 */
export function recognizeIncludedFiles(client: BaseLanguageClient): vscode.Disposable {
  const asked = new Set<string>();
  return vscode.workspace.onDidOpenTextDocument(async document => {
    const uri = document.uri.toString();
    if (!generalLanguages.has(document.languageId) || document.uri.scheme === 'untitled' || asked.has(uri))
      return;
    if (!client.isRunning()) return;
    const params: IncludedLanguageParams = { uri };
    const language = await client.sendRequest<string | null>(includedLanguageRequest, params);
    if (language === null || document.isClosed) return;
    asked.add(uri);
    await vscode.languages.setTextDocumentLanguage(document, language);
  });
}
