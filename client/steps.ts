import * as vscode from 'vscode';
import type { InputProblem } from '../server/sip/digest/digestInput.ts';

/** The result of one question. */
export type Answer<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

/** One question of a series. */
export interface Step {
  /** False skips the question. */
  readonly applies?: () => boolean;
  readonly ask: (frame: Frame) => Promise<Answer<unknown>>;
}

/** The frame that a question is shown in. */
export interface Frame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

/** Asks the steps in order, with a back button from the second one on. False if the user canceled. */
export async function runSteps(title: string, steps: readonly Step[]): Promise<boolean> {
  const asked: Step[] = [];
  let index = 0;
  while (index < steps.length) {
    const step = steps[index];
    if (step === undefined || step.applies?.() === false) {
      index++;
      continue;
    }
    const ahead = steps.slice(index).filter(other => other.applies?.() !== false).length;
    const totalSteps = asked.length + ahead;
    const answer = await step.ask({ title, step: asked.length + 1, totalSteps, canGoBack: asked.length > 0 });
    if (answer.kind === 'cancelled') return false;
    if (answer.kind === 'back') {
      const previous = asked.pop();
      index = previous === undefined ? index : steps.indexOf(previous);
    } else {
      asked.push(step);
      index++;
    }
  }
  return true;
}

export interface TextQuestion {
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  /** Hides what is typed. */
  readonly password?: boolean;
  readonly check: (text: string) => readonly InputProblem[];
}

/** A line of text; an error of `check` is shown while typing and keeps the question open, a note is only shown. */
export function askText(frame: Frame, question: TextQuestion): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  Object.assign(input, framed(frame));
  input.prompt = question.prompt;
  input.value = question.value;
  input.placeholder = question.placeholder;
  input.password = question.password === true;
  const show = (problem: InputProblem | undefined) => {
    input.validationMessage = problem && {
      message: problem.message,
      severity:
        problem.severity === 'error'
          ? vscode.InputBoxValidationSeverity.Error
          : vscode.InputBoxValidationSeverity.Info,
    };
  };
  return new Promise(resolve => {
    const finish = finisher(input, resolve);
    input.onDidChangeValue(text => {
      const problems = question.check(text);
      // While the user types, it is not useful to report that the text is empty.
      show(text === '' ? undefined : (firstError(problems) ?? problems[0]));
    });
    input.onDidAccept(() => {
      const error = firstError(question.check(input.value));
      if (error === undefined) finish({ kind: 'value', value: input.value });
      else show(error);
    });
    input.onDidTriggerButton(() => finish({ kind: 'back' }));
    input.onDidHide(() => finish({ kind: 'cancelled' }));
    input.show();
  });
}

/** The frame of every question, as the editor's properties. */
export function framed({ title, step, totalSteps, canGoBack }: Frame) {
  const buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
  // The editor would call a single question "1/1".
  const steps = totalSteps > 1 ? { step, totalSteps: Math.max(step, totalSteps) } : {};
  return { title, ...steps, buttons, ignoreFocusOut: true };
}

/** Answers once, and forgets what was typed. */
export function finisher<Value>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  resolve: (answer: Answer<Value>) => void,
): (answer: Answer<Value>) => void {
  let isDone = false;
  return answer => {
    if (isDone) return;
    isDone = true;
    input.value = '';
    input.dispose();
    resolve(answer);
  };
}

export function firstError(problems: readonly InputProblem[]): InputProblem | undefined {
  return problems.find(problem => problem.severity === 'error');
}
