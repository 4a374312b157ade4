import * as vscode from 'vscode';

/** Selects a range where its document is shown, otherwise in the first editor group; the page keeps the focus. */
export async function showRange(
  document: vscode.TextDocument,
  range: vscode.Range,
  reveal: vscode.TextEditorRevealType,
): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find(editor => editor.document === document);
  const editor =
    shown ??
    (await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.One,
      preserveFocus: true,
    }));
  const valid = document.validateRange(range);
  editor.selection = new vscode.Selection(valid.start, valid.end);
  editor.revealRange(valid, reveal);
}
