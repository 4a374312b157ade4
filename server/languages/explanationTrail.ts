import type { ConfigurationLine, Step, Verdict } from '../sip/explanation.ts';

/**
 * Collects the steps of an explanation in the order in which the server makes its decisions. `Because` is how a
 * language identifies the lines that decided, in terms of its model.
 */
export interface Trail<Because extends object> {
  readonly steps: readonly Step[];
  readonly assumptions: readonly string[];
  /** What would change the outcome if it were not as assumed, each as the end of "Unless". */
  readonly doubts: readonly string[];
  add(title: string, verdict: Verdict, detail: string, evidence?: Evidence<Because>): void;
  /** Notes what had to be assumed, once; with a doubt, if the outcome depends on it. */
  assume(text: string, doubt?: string): void;
}

/** What decided a step: configuration lines, and a header of the message. */
export type Evidence<Because extends object> = Because & { readonly header?: string | undefined };

/** `linesOf` finds the lines of a piece of evidence. */
export function newTrail<Because extends object>(
  linesOf: (because: Evidence<Because>) => readonly ConfigurationLine[],
): Trail<Because> {
  const steps: Step[] = [];
  const assumptions: string[] = [];
  const doubts: string[] = [];
  return {
    steps,
    assumptions,
    doubts,
    add: (title, verdict, detail, evidence) => {
      const config = evidence === undefined ? [] : linesOf(evidence);
      steps.push({ title, verdict, detail, config, header: evidence?.header ?? null });
    },
    assume: (text, doubt) => {
      if (!assumptions.includes(text)) assumptions.push(text);
      if (doubt !== undefined && !doubts.includes(doubt)) doubts.push(doubt);
    },
  };
}
