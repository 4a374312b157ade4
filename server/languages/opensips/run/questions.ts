import { decodedUri } from '../../../text/fileName.ts';
import type { Question, StepRecord } from './record.ts';
import type { Assumption } from './scenario.ts';

/** The most questions that one run may ask. */
const questionLimit = 500;

/** The run that asks: the assumptions of its user, and the record of the current message. */
interface Asking {
  readonly scenario: { readonly assumptions?: readonly Assumption[] };
  readonly record: StepRecord;
  readonly model: { readonly project: { readonly root: string } };
}

/** Where the script asks. */
export interface AskingPlace {
  /** From 1; 0 when no line applies. */
  readonly line: number;
  /** The file, if it is not the main file of the script. */
  readonly file?: string;
}

/** Facts that the configuration does not contain. A question is answered by the user, by the branch of an
 * alternative run, or with the most likely answer; the run continues with that answer and reports it.
 */
export class Questions {
  place: AskingPlace = { line: 0 };
  private count = 0;
  private readonly run: Asking;
  private readonly answers: readonly (string | undefined)[];
  /** An answer is reused for the same question, so that a run stays consistent. */
  private readonly known = new Map<string, string>();

  constructor(run: Asking, answers: readonly (string | undefined)[]) {
    this.run = run;
    this.answers = answers;
  }

  /** `order` counts the questions of one statement: the first is about its result, the others about what it stores. */
  ask(text: string, likely: string, possible: readonly string[], order = 0): string {
    const { line, file = this.run.model.project.root } = this.place;
    const key = `${file}:${line} ${text}`;
    const before = this.known.get(key);
    if (before !== undefined) return before;
    const index = this.count++;
    const here = this.run.scenario.assumptions?.filter(one => one.line === line) ?? [];
    const ofFile = here.filter(one => one.file !== undefined && names(one.file, file));
    const stated = (ofFile.length > 0 ? ofFile : here.filter(one => one.file === undefined))[order]?.answer;
    const assumed = this.answers[index] ?? stated ?? likely;
    this.known.set(key, assumed);
    if (this.run.record.questions.length < questionLimit) {
      const question: Question = {
        ...this.place,
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

/** True if a stated file, by its URI or the end of its path, is the file with this URI. */
function names(stated: string, uri: string): boolean {
  return stated === uri || decodedUri(uri).endsWith(`/${stated}`);
}
