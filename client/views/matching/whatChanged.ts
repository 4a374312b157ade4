import type { ExplainAnswer } from '../../../server/languages/explanation.ts';
import type { Step } from '../../../server/sip/explanation.ts';

/** What differs between two explanations of a message. */
export interface WhatChanged {
  readonly text: string;
  /** The numbers of the steps that were not there before, over all results. */
  readonly steps: readonly number[];
}

/** What the two explanations were made with: without and with edits, another answer to a question, another version. */
export type Difference = 'edits' | 'answer' | { readonly version: string };

/** Undefined if edits or an answer make no difference. */
export function whatChanged(
  before: ExplainAnswer,
  after: ExplainAnswer,
  difference: Difference = 'edits',
): WhatChanged | undefined {
  const known = new Set(stepsOf(before).map(wordsOf));
  const steps = stepsOf(after).flatMap((step, index) => (known.has(wordsOf(step)) ? [] : [index]));
  const [old, now] = [sentenceOf(before), sentenceOf(after)];
  const { other, onlySteps, nothing } = words(difference);
  if (old !== now) return { text: `${other}: ${old}`, steps };
  if (steps.length > 0 || stepsOf(before).length !== stepsOf(after).length) return { text: onlySteps, steps };
  return nothing === undefined ? undefined : { text: nothing, steps };
}

function words(difference: Difference): {
  readonly other: string;
  readonly onlySteps: string;
  readonly nothing?: string;
} {
  if (difference === 'edits')
    return {
      other: 'Before your edits',
      onlySteps: 'Your edits change steps on the way, but not the result.',
    };
  if (difference === 'answer')
    return {
      other: 'With the previous answer',
      onlySteps: 'This answer changes steps on the way, but not the result.',
    };
  const { version } = difference;
  return {
    other: `In version ${version}`,
    onlySteps: `Version ${version} takes other steps to the same result.`,
    nothing: `Version ${version} does the same.`,
  };
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
