import * as vscode from 'vscode';

/** Asks where to save, with the name of the document and another extension, such as `.svg`, in the same folder. */
export async function saveBeside(
  document: vscode.Uri,
  ending: string,
  content: Uint8Array,
  title: string,
): Promise<void> {
  const path = document.path.replace(/\.[^./]*$/, '') + ending;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const isFile = document.scheme === 'file' || folder === undefined;
  const suggested = isFile ? document.with({ path }) : vscode.Uri.joinPath(folder, path.replace(/^.*\//, ''));
  const target = await vscode.window.showSaveDialog({
    defaultUri: suggested,
    title: `${title} (${ending})`,
  });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, content);
}
