import type { Question, StepRecord } from './record.ts';
import type { Assumption } from './scenario.ts';

/** How many questions one run may ask. */
const questionLimit = 500;

/** The run that asks: what its user said before, and the record of the message at hand. */
interface Asking {
  readonly scenario: { readonly assumptions?: readonly Assumption[] };
  readonly record: StepRecord;
}

/**
 * What the configuration cannot say. A question is answered by the user, by the branch of an alternative run, or by what is
 * most likely; the run goes on with that answer and says so.
 */
export class Questions {
  line = 0;
  private count = 0;
  private readonly run: Asking;
  private readonly answers: readonly (string | undefined)[];
  /** One answer holds for the same question again, so that the world stays one world. */
  private readonly known = new Map<string, string>();

  constructor(run: Asking, answers: readonly (string | undefined)[]) {
    this.run = run;
    this.answers = answers;
  }

  ask(text: string, likely: string, possible: readonly string[]): string {
    const before = this.known.get(`${this.line} ${text}`);
    if (before !== undefined) return before;
    const index = this.count++;
    const stated = this.run.scenario.assumptions?.find(({ line }) => line === this.line)?.answer;
    const assumed = this.answers[index] ?? stated ?? likely;
    this.known.set(`${this.line} ${text}`, assumed);
    if (this.run.record.questions.length < questionLimit) {
      const question: Question = {
        line: this.line,
        text,
        assumed,
        isAnswered: stated !== undefined && this.answers[index] === undefined,
        possible,
        index,
      };
      this.run.record.questions.push(question);
    }
    return assumed;
  }

  /** A yes or no question. */
  askYes(text: string, likely = true): boolean {
    const answer = this.ask(text, likely ? 'yes' : 'no', ['yes', 'no']);
    return answer === 'yes' || /^[1-9]\d*$/.test(answer);
  }

  /** What a function returns: `yes` is 1, `no` is -1, or a number. */
  askCode(text: string, likely: string, possible: readonly string[]): number {
    const answer = this.ask(text, likely, possible);
    if (answer === 'yes') return 1;
    if (answer === 'no') return -1;
    return /^-?\d+$/.test(answer) ? Number(answer) : 1;
  }
}
