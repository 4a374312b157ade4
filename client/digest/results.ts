import * as vscode from 'vscode';
import type { DigestResult } from '../../server/sip/digest/digestResults.ts';
import { DIGEST_SERVERS } from '../../server/sip/digest/digestServers.ts';

/**
 * Shows results to copy (Enter, or the button) or to insert into `editor` (the other button). `notes` list what the
 * servers do not support. Returns when the list is closed.
 */
export function showResults(
  title: string,
  results: readonly DigestResult[],
  notes: readonly string[],
  editor: vscode.TextEditor | undefined,
): Promise<void> {
  const copy: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('copy'), tooltip: 'Copy' };
  const insert: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('insert'), tooltip: 'Insert' };
  const pick = vscode.window.createQuickPick<ResultItem>();
  pick.title = title;
  pick.placeholder = 'Press Enter to copy; use the buttons to copy or insert';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  const buttons = editor === undefined ? [copy] : [copy, insert];
  pick.items = [...noteItems(notes), ...resultItems(results, buttons)];
  const first = pick.items.find(item => item.result !== undefined);
  if (first !== undefined) pick.activeItems = [first];
  return new Promise(resolve => {
    pick.onDidAccept(async () => {
      const result = pick.selectedItems[0]?.result;
      if (result === undefined) return;
      pick.hide();
      await copyResult(result);
    });
    pick.onDidTriggerItemButton(async ({ item, button }) => {
      if (item.result === undefined) return;
      pick.hide();
      if (button === insert && editor !== undefined) await insertResult(editor, item.result);
      else await copyResult(item.result);
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve();
    });
    pick.show();
  });
}

interface ResultItem extends vscode.QuickPickItem {
  readonly result?: DigestResult;
}

function noteItems(notes: readonly string[]): ResultItem[] {
  return notes.map(note => ({ label: '$(info)', description: note, alwaysShow: true }));
}

function resultItems(
  results: readonly DigestResult[],
  buttons: readonly vscode.QuickInputButton[],
): ResultItem[] {
  let group = '';
  return results.flatMap(result => {
    const title =
      result.server === undefined ? (result.group ?? 'Hashes') : DIGEST_SERVERS[result.server].title;
    const item = {
      label: result.label,
      description: result.detail,
      detail: result.value,
      buttons,
      result,
    };
    if (title === group) return [item];
    group = title;
    return [{ label: title, kind: vscode.QuickPickItemKind.Separator }, item];
  });
}

async function copyResult(result: DigestResult): Promise<void> {
  await vscode.env.clipboard.writeText(result.value);
  vscode.window.setStatusBarMessage(`Copied: ${result.label}`, 5000);
}

/** A line goes below the line of the cursor, or onto it when it is empty; a value goes where the cursor is. */
async function insertResult(editor: vscode.TextEditor, result: DigestResult): Promise<void> {
  const { document, selection } = editor;
  await editor.edit(edit => {
    if (!result.isLine) {
      edit.replace(selection, result.value);
      return;
    }
    const line = document.lineAt(selection.end.line);
    const newLine = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const text = line.isEmptyOrWhitespace ? result.value : `${newLine}${result.value}`;
    edit.insert(line.range.end, text);
  });
}
