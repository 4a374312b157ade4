import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { CAPTURE_SCHEME, REPORT_SCHEME, RULE_SCHEME } from './schemes.ts';

type Text = (uri: vscode.Uri) => Promise<string>;

/** Gives the editor the texts of documents that have no file, and opens captures as such documents. */
export function provideDocuments(client: Promise<BaseLanguageClient>): vscode.Disposable[] {
  const provide = (scheme: string, text: Text): vscode.Disposable =>
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: text });
  return [
    provide(CAPTURE_SCHEME, async uri =>
      (await import('./commands/openCapture.ts')).traceOfCapture(await client, uri),
    ),
    provide(REPORT_SCHEME, async uri => (await import('./views/matching/panel.ts')).reportText(uri)),
    provide(RULE_SCHEME, async uri =>
      (await import('./commands/openRulePage.ts')).rulePage(await client, uri),
    ),
    vscode.window.registerCustomEditorProvider('sipWorkbench.capture', {
      openCustomDocument: uri => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: async (document, panel) => {
        panel.webview.html =
          '<!DOCTYPE html><title>Capture</title><p>The messages of this capture open as a trace.</p>';
        const { openCapture } = await import('./commands/openCapture.ts');
        await openCapture(document.uri);
        panel.dispose();
      },
    }),
  ];
}
