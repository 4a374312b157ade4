import type { Verdict } from '../../../../sip/explanation.ts';
import type { TraceStep } from '../../../callFlow.ts';

export function step(
  title: string,
  verdict: Verdict,
  detail: string,
  message: number | null,
  header: string | null = null,
): TraceStep {
  return { title, verdict, detail, config: [], header, message };
}
