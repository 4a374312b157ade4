import * as vscode from 'vscode';
import type { PreviewResult } from '../server/protocol/sipWorkbench/preview/previewResult.ts';

/** Of the Markdown support that comes with VS Code. */
const renderCommand = 'markdown.showPreviewToSide';

/** A new text in an editor that compares it with the file that it was made from. */
export interface PreviewedFile {
  readonly source: vscode.TextDocument;
  /** What the source contained when the new text was made. */
  readonly before: string;
  /** The new text, which has no file yet and can be edited. */
  readonly preview: vscode.TextDocument;
  readonly title: string;
}

/** Shows each new text next to its source, and the report beside them. Nothing is written until the user does so. */
export async function showPreview(result: PreviewResult, languageId: string): Promise<PreviewedFile[]> {
  const files: PreviewedFile[] = [];
  for (const file of result.files) files.push(await showFile(file, languageId));
  await showReport(result.report);
  return files;
}

/** Rendered where the editor can do that; the comparison keeps the focus. */
async function showReport(report: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: report });
  const known = await vscode.commands.getCommands(true);
  if (known.includes(renderCommand)) await vscode.commands.executeCommand(renderCommand, document.uri);
  else
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preview: false,
      preserveFocus: true,
    });
}

/** Brings the comparison to the front. */
export async function compareAgain({ source, preview, title }: PreviewedFile): Promise<void> {
  await vscode.commands.executeCommand('vscode.diff', source.uri, preview.uri, title, { preview: false });
}

async function showFile(
  { source, file, text }: PreviewResult['files'][number],
  languageId: string,
): Promise<PreviewedFile> {
  const old = await vscode.workspace.openTextDocument(vscode.Uri.parse(source));
  const target = await freeUri(vscode.Uri.parse(file));
  const untitled = vscode.Uri.from({ scheme: 'untitled', path: target.path });
  const opened = await vscode.workspace.openTextDocument(untitled);
  const preview = await vscode.languages.setTextDocumentLanguage(opened, languageId);
  await replaceText(preview, text);
  const previewed = {
    source: old,
    before: old.getText(),
    preview,
    title: `${nameOf(old.uri)} ↔ ${nameOf(target)} (not saved)`,
  };
  await compareAgain(previewed);
  return previewed;
}

export function replaceText(document: vscode.TextDocument, text: string): Thenable<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
  return vscode.workspace.applyEdit(edit);
}

/** A name that no file has, so that saving does not replace one. */
async function freeUri(wanted: vscode.Uri): Promise<vscode.Uri> {
  const dot = wanted.path.lastIndexOf('.');
  const slash = wanted.path.lastIndexOf('/');
  const [stem, ending] =
    dot > slash ? [wanted.path.slice(0, dot), wanted.path.slice(dot)] : [wanted.path, ''];
  for (let number = 1; number < 100; number++) {
    const uri = number === 1 ? wanted : wanted.with({ path: `${stem}-new-${number}${ending}` });
    try {
      await vscode.workspace.fs.stat(uri);
    } catch {
      return uri;
    }
  }
  return wanted.with({ path: `${stem}-new${ending}` });
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
