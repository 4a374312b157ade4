import * as vscode from 'vscode';
import { isConfigurationLanguage } from './languages.ts';
import { contributedFileNames } from './manifest.ts';

/** A workspace with more configurations is not searched completely. */
const MOST_FILES = 2000;

/** The configurations of the workspace: files with the usual names, and whatever is open in one of their languages. */
export async function findConfigurations(
  extension: vscode.Extension<unknown>,
  most = MOST_FILES,
): Promise<vscode.Uri[]> {
  const open = vscode.workspace.textDocuments
    .filter(({ languageId, uri }) => isConfigurationLanguage(languageId) && uri.scheme !== 'git')
    .map(({ uri }) => uri);
  if (open.length >= most) return open.slice(0, most);
  const found = await vscode.workspace.findFiles(patternOf(extension), '**/node_modules/**', most);
  const byText = new Map([...open, ...found].map(uri => [uri.toString(), uri]));
  return [...byText.values()];
}

/** Calls back when a configuration is created or deleted. */
export function watchConfigurations(
  extension: vscode.Extension<unknown>,
  changed: () => void,
): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(patternOf(extension), false, true, false);
  return vscode.Disposable.from(watcher, watcher.onDidCreate(changed), watcher.onDidDelete(changed));
}

function patternOf(extension: vscode.Extension<unknown>): string {
  return `**/{${contributedFileNames(extension, isConfigurationLanguage).join(',')}}`;
}
