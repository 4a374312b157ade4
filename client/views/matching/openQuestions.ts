import * as vscode from 'vscode';
import type { OpenQuestion } from '../../../server/languages/explanation.ts';

/** Asks for another answer to a question about the world outside the configuration; undefined when canceled. */
export async function askOther(question: OpenQuestion): Promise<string | undefined> {
  const own: vscode.QuickPickItem = { label: 'Another value…' };
  const choices = question.possible.map(
    (label): vscode.QuickPickItem =>
      label === question.assumed ? { label, description: 'the current answer' } : { label },
  );
  const chosen = await vscode.window.showQuickPick([...choices, own], {
    title: question.text,
    placeHolder: `The steps are based on the answer ${question.assumed}`,
  });
  if (chosen !== own) return chosen?.label;
  return vscode.window.showInputBox({ title: question.text, value: question.assumed });
}
