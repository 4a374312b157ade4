import type { ScriptModel } from '../model/model.ts';
import type { Question, StepRecord } from '../run/record.ts';
import { type RunResult, runScript } from '../run/run.ts';
import type { Scenario } from '../run/scenario.ts';

/** The most runs that the open questions of one scenario may cause. */
const runLimit = 24;

/** One possible outcome for all messages: the run, and the answers that it was made with. */
export interface Way extends RunResult {
  readonly answers: readonly (string | undefined)[];
}

/** The likely outcome first, then one for every other answer to every open question, including questions of the
 * other outcomes. Each combination of answers is listed once.
 */
export function waysOf(
  model: ScriptModel,
  scenario: Scenario,
): {
  readonly ways: readonly [Way, ...Way[]];
  /** False when there are more outcomes than were run. */
  readonly isComplete: boolean;
} {
  const likely = wayFor(model, scenario, []);
  const ways: [Way, ...Way[]] = [likely];
  const waiting: Way[] = [likely];
  for (let way = waiting.shift(); way !== undefined; way = waiting.shift()) {
    const open = openQuestions(way).filter(({ index }) => index >= (way?.answers.length ?? 0));
    for (const question of open) {
      for (const answer of question.possible) {
        if (answer === question.assumed) continue;
        if (ways.length === runLimit) return { ways, isComplete: false };
        const other = wayFor(model, scenario, answersBefore(way, question, answer));
        ways.push(other);
        waiting.push(other);
      }
    }
  }
  return { ways, isComplete: true };
}

function wayFor(model: ScriptModel, scenario: Scenario, answers: Way['answers']): Way {
  return { ...runScript(model, scenario, answers), answers };
}

/** The answers of an outcome up to a question, with another answer to that one; answers of the user are never changed. */
function answersBefore(way: Way, question: Question, answer: string): Way['answers'] {
  const answers: (string | undefined)[] = Array.from({ length: question.index });
  for (const { index, assumed, isAnswered } of questionsOf(way))
    if (index < question.index && !isAnswered) answers[index] = assumed;
  return [...answers, answer];
}

export function openQuestions(way: RunResult): Question[] {
  return questionsOf(way).filter(({ isAnswered }) => !isAnswered);
}

function questionsOf({ startup, steps }: RunResult): Question[] {
  return [startup, ...steps].flatMap((step: StepRecord) => step.questions);
}
