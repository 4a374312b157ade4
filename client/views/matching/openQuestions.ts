import * as vscode from 'vscode';
import type { Assumption } from '../../../server/languages/explainQuestion.ts';
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

/** The assumptions with another answer to one question: a line with several questions states its answers in their order. */
export function assumptionsWith(
  assumptions: readonly Assumption[],
  questions: readonly OpenQuestion[],
  changed: OpenQuestion,
  value: string,
): readonly Assumption[] {
  const others = assumptions.filter(({ line }) => line !== changed.line);
  const sameLine = questions.filter(({ line }) => line === changed.line);
  const until = sameLine.slice(0, sameLine.indexOf(changed) + 1);
  return [...others, ...until.map(one => ({ line: one.line, value: one === changed ? value : one.assumed }))];
}
