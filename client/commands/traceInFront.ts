import * as vscode from 'vscode';

/** The text that the user looks at; says why there is none. */
export async function traceInFront(): Promise<vscode.TextDocument | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined) return document;
  // The editor shows files of more than 50 MB, but hands them to no extension.
  const isWithheld = vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputText;
  await vscode.window.showInformationMessage(
    isWithheld
      ? 'VS Code hands no file of more than 50 MB to extensions. Cut this one into parts, or read it on the command line with sip-workbench trace.'
      : 'Open a SIP trace or a log with SIP messages first.',
  );
  return undefined;
}
