import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  RULE_PAGE_REQUEST,
  type RulePageParams,
} from '../../server/protocol/sipWorkbench/knowledge/rulePageRequest.ts';
import { RULE_SCHEME } from '../schemes.ts';

/**
 * "SIP: Open Rule Page": why a rule matters and what to do about it, as a rendered page in the editor. From the Command
 * Palette, it asks for one of the rules that report problems in the active file; without any, it shows the list of all
 * rules.
 */
export async function openRulePage(given: unknown): Promise<void> {
  const code = typeof given === 'string' ? given : await askForRule();
  if (code === undefined) return;
  const uri = vscode.Uri.from({ scheme: RULE_SCHEME, path: `/${code}.md` });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

export async function rulePage(client: BaseLanguageClient, { path }: vscode.Uri): Promise<string> {
  const code = /^\/(.+\/.+)\.md$/.exec(path)?.[1];
  const params: RulePageParams = code === undefined ? {} : { code };
  const page = await client.sendRequest<string | null>(RULE_PAGE_REQUEST, params);
  return page ?? `# Unknown rule\n\nThis version of SIP Workbench has no rule \`${code}\`.\n`;
}

/** The code of a rule that reports a problem in the active file, those at the cursor first; undefined if the user cancels. */
async function askForRule(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const diagnostics = editor === undefined ? [] : vscode.languages.getDiagnostics(editor.document.uri);
  const codes = new Map<string, vscode.QuickPickItem>();
  const distance = ({ range }: vscode.Diagnostic): number =>
    Math.abs(range.start.line - (editor?.selection.active.line ?? 0));
  for (const { code, message } of [...diagnostics].sort((a, b) => distance(a) - distance(b))) {
    if (typeof code !== 'object') continue;
    const label = String(code.value);
    if (!codes.has(label)) codes.set(label, { label, detail: message });
  }
  if (codes.size === 0) return 'README';
  const all: vscode.QuickPickItem = { label: 'All rules' };
  const chosen = await vscode.window.showQuickPick([...codes.values(), all], { title: 'Rule' });
  return chosen === all ? 'README' : chosen?.label;
}
