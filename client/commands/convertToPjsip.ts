import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  CONVERT_REQUEST,
  type ConvertParams,
  type ConvertResult,
} from '../../server/protocol/sipWorkbench/convertToPjsipRequest.ts';

/**
 * "SIP: Convert to pjsip.conf": each new file in an editor that compares it with the old one, and the report next to them.
 * Nothing is written until the user saves.
 */
export function registerConvertToPjsip(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.convertToPjsip', async () => {
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
    for (const file of result.files) await showFile(file);
    await showReport(result.report);
  });
}

async function showFile({ source, file, text }: ConvertResult['files'][number]): Promise<void> {
  const target = await freeUri(vscode.Uri.parse(file));
  const untitled = vscode.Uri.from({ scheme: 'untitled', path: target.path });
  const document = await vscode.workspace.openTextDocument(untitled);
  const edit = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.replace(untitled, new vscode.Range(new vscode.Position(0, 0), end), text);
  await vscode.workspace.applyEdit(edit);
  const name = target.path.slice(target.path.lastIndexOf('/') + 1);
  const title = `${source.slice(source.lastIndexOf('/') + 1)} ↔ ${name} (not saved)`;
  await vscode.commands.executeCommand('vscode.diff', vscode.Uri.parse(source), untitled, title, {
    preview: false,
  });
}

/** A name that no file has, so that saving does not replace one. */
async function freeUri(wanted: vscode.Uri): Promise<vscode.Uri> {
  const dot = wanted.path.lastIndexOf('.');
  const slash = wanted.path.lastIndexOf('/');
  const [stem, ending] =
    dot > slash ? [wanted.path.slice(0, dot), wanted.path.slice(dot)] : [wanted.path, ''];
  for (let number = 1; number < 100; number++) {
    const uri = number === 1 ? wanted : wanted.with({ path: `${stem}-converted-${number}${ending}` });
    try {
      await vscode.workspace.fs.stat(uri);
    } catch {
      return uri;
    }
  }
  return wanted.with({ path: `${stem}-converted${ending}` });
}

async function showReport(report: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: report });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}
