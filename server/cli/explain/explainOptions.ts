import { InvalidArgumentError } from 'commander';
import type { ClientAnswer } from '../../languages/explainQuestion.ts';
import type { QuestionText } from '../../languages/questionText.ts';
import { answerText, hostText } from '../../languages/questionText.ts';
import { UsageError } from '../io.ts';

/** The reader of an option that may be repeated: a part of the question, added to the earlier ones. */
export function collector<Part>(
  part: QuestionText<Part>,
): (text: string, earlier?: readonly Part[]) => Part[] {
  return (text, earlier = []) => [...earlier, partIn(text, part)];
}

/** `trunk.example.com=192.0.2.1`, added to the earlier ones. */
export function collectHost(
  text: string,
  earlier: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [name, address] = partIn(text, hostText);
  return { ...earlier, [name]: address };
}

/** `alice:password`, added to the earlier ones. */
export function collectAnswer(text: string, earlier: readonly ClientAnswer[] = []): ClientAnswer[] {
  const answer = answerText.read(text);
  // Not an error of the argument parser, which would repeat the value.
  if (answer === undefined) throw new UsageError(`--answer needs ${answerText.form}`);
  return [...earlier, answer];
}

export function collectText(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text];
}

/** A number of a message, added to the earlier ones. */
export function collectNumber(text: string, earlier: readonly number[] = []): number[] {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Not a whole number.');
  return [...earlier, Number(text)];
}

/** The reader of an option of which a second value would silently replace the first. */
export function onlyOnce(name: string): (text: string, earlier?: string) => string {
  return (text, earlier) => {
    if (earlier !== undefined)
      throw new UsageError(`${name} can be set only once: run the command for each configuration`);
    return text;
  };
}

function partIn<Part>(text: string, { read, form }: QuestionText<Part>): Part {
  const part = read(text);
  if (part === undefined) throw new InvalidArgumentError(`Write ${form}.`);
  return part;
}
