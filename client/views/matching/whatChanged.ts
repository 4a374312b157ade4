import type { ExplainAnswer } from '../../../server/languages/explanation.ts';
import type { Step } from '../../../server/sip/explanation.ts';

/** What edits of the configuration have changed in an explanation. */
export interface WhatChanged {
  readonly text: string;
  /** The numbers of the steps that were not there before, over all results. */
  readonly steps: readonly number[];
}

/** Undefined if the edits make no difference. */
export function whatChanged(before: ExplainAnswer, after: ExplainAnswer): WhatChanged | undefined {
  const known = new Set(stepsOf(before).map(wordsOf));
  const steps = stepsOf(after).flatMap((step, index) => (known.has(wordsOf(step)) ? [] : [index]));
  const [old, now] = [sentenceOf(before), sentenceOf(after)];
  if (old !== now) return { text: `Before your edits: ${old}`, steps };
  if (steps.length === 0 && stepsOf(before).length === stepsOf(after).length) return undefined;
  return { text: 'Your edits change steps on the way, but not the result.', steps };
}

function sentenceOf(answer: ExplainAnswer): string {
  return answer.kind === 'obstacle'
    ? answer.reason
    : answer.results.map(({ sentence }) => sentence).join(' ');
}

function stepsOf(answer: ExplainAnswer): readonly Step[] {
  return answer.kind === 'obstacle' ? [] : answer.results.flatMap(({ steps }) => steps);
}

function wordsOf({ title, verdict, detail }: Step): string {
  return [title, verdict, detail].join('\n');
}
