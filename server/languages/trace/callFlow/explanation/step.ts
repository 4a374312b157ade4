import type { Explanation, Step, Verdict } from '../../../../sip/explanation.ts';

/** One thing that happened to a call or registration, with the message that shows it. */
export interface TraceStep extends Step {
  /** Index of the message; null when the step is about something that is missing. */
  readonly message: number | null;
}

/** Why a call or registration went as it went. `outcome` is the state of the dialog. */
export interface TraceExplanation extends Explanation {
  readonly callId: string;
  readonly steps: readonly TraceStep[];
}

export function step(
  title: string,
  verdict: Verdict,
  detail: string,
  message: number | null,
  header: string | null = null,
): TraceStep {
  return { title, verdict, detail, config: [], header, message };
}
