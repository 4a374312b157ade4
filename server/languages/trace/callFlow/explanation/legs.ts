import type { TraceStep } from '../../../callFlow.ts';
import type { TraceDialog } from '../../model/flow.ts';
import { legsOf } from '../../model/legs.ts';
import type { TraceInParts } from '../../model/model.ts';
import { step } from './step.ts';

/** The other legs of a call through a back-to-back user agent, and which failure caused which. */
export function legSteps(trace: TraceInParts, dialog: TraceDialog): TraceStep[] {
  return legsOf(trace, dialog.callId).flatMap(({ number, reasons, isCaller }) => {
    const found = trace.dialogAt(number);
    if (found === undefined) return [];
    const [caller, called] = isCaller ? [dialog, found] : [found, dialog];
    const joined = `Call-ID ${caller.callId} (to the server) and ${called.callId} (from it) are legs of one call: ${reasons.join('; ')}.`;
    return [
      step(
        'Other leg',
        'skipped',
        `${joined}${failureAcross(trace, caller, called)}`,
        called.messages[0] ?? null,
      ),
    ];
  });
}

/** A failure toward the caller that follows a failure on the called leg. */
function failureAcross(trace: TraceInParts, caller: TraceDialog, called: TraceDialog): string {
  const cause = finalFailure(trace, called);
  const effect = finalFailure(trace, caller);
  if (cause === undefined || effect === undefined || cause.index > effect.index) return '';
  const gap =
    (trace.flow.arrows[effect.index]?.seconds ?? Number.NaN) -
    (trace.flow.arrows[cause.index]?.seconds ?? Number.NaN);
  const later = Number.isNaN(gap) ? '' : `, ${gap.toFixed(3)} s later`;
  const server = trace.flow.arrows[effect.index]?.from ?? 'the server';
  return ` The ${said(effect)} (#${effect.index}) to the caller comes from the ${said(cause)} (#${cause.index}) on the other leg${later}: ${server} passes it on${cause.status === effect.status ? '' : ' with another code'}. The reason is on the other leg.`;
}

interface Failure {
  readonly index: number;
  readonly status: number;
  readonly reason: string;
}

function finalFailure(trace: TraceInParts, dialog: TraceDialog): Failure | undefined {
  const found = dialog.messages.findLast(index => {
    const facts = trace.entries[index]?.facts;
    return (
      facts?.cseqMethod === 'INVITE' &&
      (facts.status ?? 0) >= 300 &&
      facts.status !== 401 &&
      facts.status !== 407
    );
  });
  const facts = found === undefined ? undefined : trace.entries[found]?.facts;
  if (found === undefined || facts === undefined || dialog.state === 'established') return undefined;
  return { index: found, status: facts.status ?? 0, reason: facts.reason ?? '' };
}

function said({ status, reason }: Failure): string {
  return `${status} ${reason}`.trim();
}
