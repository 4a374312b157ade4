import * as vscode from 'vscode';
import { clientLanguage, isConfigurationLanguage } from './languages.ts';

/** Marks steps of the walkthrough as done: it knows when commands ran, but not which languages were opened. */
export function noteFirstSteps(): vscode.Disposable {
  const note = (editor: vscode.TextEditor | undefined): void => {
    const id = editor?.document.languageId;
    if (id === undefined || clientLanguage(id) === undefined) return;
    firstStepDone(isConfigurationLanguage(id) ? 'openedConfiguration' : 'openedTrace');
  };
  note(vscode.window.activeTextEditor);
  return vscode.window.onDidChangeActiveTextEditor(note);
}

/** A step that can be done in several ways. */
export function firstStepDone(key: 'openedConfiguration' | 'openedTrace' | 'explainedMessage'): void {
  void vscode.commands.executeCommand('setContext', `sipWorkbench.${key}`, true);
}
