import * as vscode from 'vscode';

/** The active text; shows a message if there is none. */
export async function traceInFront(): Promise<vscode.TextDocument | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined) return document;
  // The editor shows files of more than 50 MB, but does not give them to extensions.
  const isWithheld = vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputText;
  await vscode.window.showInformationMessage(
    isWithheld
      ? 'VS Code does not give files of more than 50 MB to extensions. Split this file, or read it on the command line with sip-workbench trace.'
      : 'Open a SIP trace or a log with SIP messages first.',
  );
  return undefined;
}
