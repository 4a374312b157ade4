import type { TraceStep } from '../../../callFlow.ts';
import type { TraceEntry } from '../../model/entry.ts';
import type { TraceDialog } from '../../model/flow.ts';
import type { Trace } from '../../model/model.ts';
import { step } from './step.ts';

/** Whether the first request was seen, how often it was sent, and whether anything came back. */
export function requestSteps(trace: Trace, dialog: TraceDialog, entries: readonly TraceEntry[]): TraceStep[] {
  const first = entries.find(entry => entry.facts.method === dialog.method);
  if (first === undefined)
    return [step('Beginning', 'skipped', 'The trace does not show how this began.', null)];
  const arrow = trace.flow.arrows[first.index];
  const times = entries.filter(
    entry => entry.index === first.index || trace.flow.arrows[entry.index]?.repeats === first.index,
  ).length;
  const often = times > 1 ? ` ${times} times` : '';
  if (!entries.some(entry => entry.facts.status !== undefined)) {
    if (dialog.method === 'ACK') return [];
    const local = first.message.context.direction;
    const seen =
      local === 'received'
        ? `${dialog.method} comes in${often}, and the program that wrote this log sends nothing back in it. It drops the request, waits, or writes its answers to another log.`
        : `${dialog.method} goes to ${arrow?.to ?? 'the server'}${often}, and nothing comes back in this trace. The address is wrong, the server does not run, or a firewall drops the packets. What the other side sends back may also go to a wrong place: look at Via and its rport.`;
    const oneWay = hasNoResponse(trace)
      ? ' No message of this trace is an answer: it may also have been recorded in one direction only.'
      : '';
    return [step('No answer', 'decided', `${seen}${oneWay}`, first.index, 'Via')];
  }
  return times > 2
    ? [
        step(
          'Retransmissions',
          'failed',
          `${dialog.method} is sent ${times} times: packets are lost on the way, or the server is slow.`,
          first.index,
        ),
      ]
    : [];
}

/** True when the whole trace has not one response. */
function hasNoResponse(trace: Trace): boolean {
  let known = withoutResponse.get(trace);
  if (known === undefined) {
    known = trace.entries.every(entry => entry.facts.status === undefined);
    withoutResponse.set(trace, known);
  }
  return known;
}

/** A trace does not change: an edit makes another one. Asked once for every dialog, this must not look at all messages. */
const withoutResponse = new WeakMap<Trace, boolean>();
