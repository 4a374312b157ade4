import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** As in `contributes.languageModelTools`. */
export const toolNames = ['sip_check', 'sip_describe', 'sip_explain', 'sip_rule'] as const;

/** What the model asks for, as it came; nobody has checked it. */
export type ToolInput = Readonly<Record<string, unknown>>;

/** A tool for the language models of the editor. It only reads, and its answer is text. */
export interface Tool {
  /** What is shown while it works. */
  readonly progress: (input: ToolInput) => string;
  /** Throws an `Error` whose message tells the model what to change. */
  readonly answer: (input: ToolInput, client: BaseLanguageClient) => Promise<string>;
}

export function textOf(input: ToolInput, key: string): string {
  const value = input[key];
  if (typeof value !== 'string' || value === '') throw new Error(`Set "${key}" to a text.`);
  return value;
}

export function optionalText(input: ToolInput, key: string): string | undefined {
  return input[key] === undefined ? undefined : textOf(input, key);
}

export function textsOf(input: ToolInput, key: string): readonly string[] {
  const value = input[key] ?? [];
  if (!Array.isArray(value) || value.some(item => typeof item !== 'string'))
    throw new Error(`Set "${key}" to a list of texts.`);
  return value.map(String);
}

/** A file of the workspace, open for the server; a path is absolute or starts at a workspace folder. */
export async function documentOf(input: ToolInput, key: string): Promise<vscode.TextDocument> {
  const path = textOf(input, key);
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const isAbsolute = /^(?:\/|[a-z]:[\\/])/i.test(path);
    const file = isAbsolute ? uri.with({ path: vscode.Uri.file(path).path }) : vscode.Uri.joinPath(uri, path);
    if (vscode.workspace.getWorkspaceFolder(file) === undefined) continue;
    try {
      return await vscode.workspace.openTextDocument(file);
    } catch {
      // Perhaps another folder has it.
    }
  }
  throw new Error(`There is no text file ${path} in the workspace.`);
}

/** How a model should name a file. */
export function nameOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}
