import type { OpenQuestion } from '../../../server/languages/explanation.ts';
import { askChoice } from '../../choices.ts';
import { askText, runSteps } from '../../steps.ts';

/** Asks for another answer to a question about the world outside the configuration; undefined when canceled. */
export async function askOther({ text, possible, assumed }: OpenQuestion): Promise<string | undefined> {
  let answer: string | undefined = assumed;
  const choices = possible.map(label => ({
    label,
    value: label,
    ...(label === assumed ? { description: 'the current answer' } : {}),
  }));
  const isAnswered = await runSteps(text, [
    {
      ask: async frame => {
        const prompt = `The steps are based on the answer ${assumed}`;
        const chosen = await askChoice(frame, prompt, [
          ...choices,
          { label: 'Another value…', value: undefined },
        ]);
        if (chosen.kind === 'value') answer = chosen.value;
        return chosen;
      },
    },
    {
      applies: () => answer === undefined,
      ask: async frame => {
        const typed = await askText(frame, { prompt: text, value: assumed, check: () => [] });
        if (typed.kind === 'value') answer = typed.value;
        return typed;
      },
    },
  ]);
  return isAnswered ? answer : undefined;
}
