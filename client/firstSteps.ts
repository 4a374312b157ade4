import * as vscode from 'vscode';
import { clientLanguage, isConfigurationLanguage } from './languages.ts';

type FirstStep = 'openedConfiguration' | 'openedTrace' | 'explainedMessage';

const done = new Set<FirstStep>();

/** Marks steps of the walkthrough as done: it knows when commands ran, but not which languages were opened. */
export function noteFirstSteps(): vscode.Disposable {
  const note = (editor: vscode.TextEditor | undefined): void => {
    const id = editor?.document.languageId;
    if (id === undefined || clientLanguage(id) === undefined) return;
    firstStepDone(isConfigurationLanguage(id) ? 'openedConfiguration' : 'openedTrace');
  };
  note(vscode.window.activeTextEditor);
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(note),
    // The page of the walkthrough is a tab without a document.
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
      if (opened.some(({ input }) => input === undefined)) void repeatFirstSteps();
    }),
  );
}

/** A step that can be done in several ways. */
export function firstStepDone(step: FirstStep): void {
  done.add(step);
  void report(step);
}

/** Reports again what was done before the page of the walkthrough was open. */
export async function repeatFirstSteps(): Promise<void> {
  for (const step of done) await report(step);
}

/** The walkthrough only notices a context that is set while its page exists, and never one that was set before. */
async function report(step: FirstStep): Promise<void> {
  const key = `sipWorkbench.${step}`;
  await vscode.commands.executeCommand('setContext', key, true);
  await vscode.commands.executeCommand('setContext', key, false);
}
