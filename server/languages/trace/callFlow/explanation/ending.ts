import { addressesNamed } from '../../../../sip/message.ts';
import type { TraceStep } from '../../../callFlow.ts';
import { headerIn } from '../../model/describe.ts';
import type { TraceEntry } from '../../model/entry.ts';
import { sipMessage, type TraceInParts } from '../../model/model.ts';
import { recorderName } from '../../reading/formats/format.ts';
import { answersOfDevices } from './forks.ts';
import { copiesOf, timesSentOf } from './lookups.ts';
import { step } from './step.ts';

/** How an established call ended, and whether its answer was acknowledged. */
export function endSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const steps: TraceStep[] = [];
  const answer = entries.find(
    entry => entry.facts.cseqMethod === 'INVITE' && Math.floor((entry.facts.status ?? 0) / 100) === 2,
  );
  const cancel = entries.find(entry => entry.facts.method === 'CANCEL');
  // After an answer, the other phones that ring are canceled.
  if (cancel !== undefined && cancel.index < (answer?.index ?? Infinity)) {
    const reason = headerIn(cancel.message, 'Reason');
    steps.push(
      step(
        'CANCEL',
        'decided',
        `The caller cancels the call before it is answered${reason === undefined ? '' : ` (${reason})`}.`,
        cancel.index,
        reason === undefined ? null : 'Reason',
      ),
    );
  }
  if (answer === undefined) return steps;
  const isAcknowledged = entries.some(entry => entry.facts.method === 'ACK' && entry.index > answer.index);
  if (!isAcknowledged) steps.push(missingAck(trace, entries, answer));
  const others = new Set(answersOfDevices(entries).map(({ facts }) => facts.toTag));
  others.delete(answer.facts.toTag);
  const bye = entries.find(
    ({ facts }) => facts.method === 'BYE' && !others.has(facts.toTag) && !others.has(facts.fromTag),
  );
  if (bye !== undefined) {
    const duration =
      (trace.flow.arrows[bye.index]?.seconds ?? Number.NaN) -
      (trace.flow.arrows[answer.index]?.seconds ?? Number.NaN);
    const length = Number.isNaN(duration) ? '' : ` after ${duration.toFixed(1)} s`;
    const isTimer = Math.abs(duration - 32) < 3 && !isAcknowledged;
    const reason = headerIn(bye.message, 'Reason');
    const said = reason === undefined ? '' : ` (Reason: ${reason})`;
    steps.push(
      step(
        'BYE',
        'decided',
        `${trace.flow.arrows[bye.index]?.from ?? 'One side'} ends the call${length}${isTimer ? ', because the ACK never came' : ''}${said}.`,
        bye.index,
      ),
    );
  }
  return steps;
}

/**
 * RFC 3261 section 13.2.2.4: the caller acknowledges every 2xx. Only a log written by one of the two sides shows
 * whether it never sent the ACK or the ACK was lost.
 */
function missingAck(trace: TraceInParts, entries: readonly TraceEntry[], answer: TraceEntry): TraceStep {
  const sent = timesSentOf(trace, copiesOf(trace, entries, answer));
  if (sent < 3) {
    return step('No ACK', 'skipped', 'The trace shows no ACK for the response.', answer.index, 'Contact');
  }
  const invite = entries.find(entry => entry.facts.method === 'INVITE');
  const direction = invite?.message.context.direction;
  const recorder = recorderName(answer.message.format);
  const [contact] = addressesNamed(sipMessage(answer.message), 'Contact');
  const target = contact === undefined ? 'the Contact' : `the Contact ${contact.uri.source.text}`;
  const times = `The answer (#${answer.index}) is sent ${sent} times`;
  const detail =
    direction === 'sent'
      ? `${times}. ${recorder} is the caller and wrote this log: it never sent an ACK, although the caller acknowledges every 2xx (RFC 3261 section 13.2.2.4). Look for the cause there: it could not reach ${target} that the ACK is sent to, or the program failed. NAT on the other side does not explain it. The call ends after 32 seconds.`
      : direction === 'received'
        ? `${times}, and no ACK arrives at ${recorder}, which wrote this log: the call ends after 32 seconds. The ACK goes to ${target} and the Record-Route of the answer; behind NAT, they often contain an address that the caller cannot reach.`
        : `${times}, and no ACK arrives: the call ends after 32 seconds. The ACK goes to ${target} and Record-Route of the answer; behind NAT, they often contain an address that the caller cannot reach. A trace recorded at the caller would show whether it sends one.`;
  return step('No ACK', 'failed', detail, answer.index, 'Contact');
}
