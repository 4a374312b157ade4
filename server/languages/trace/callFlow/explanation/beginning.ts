import { utf8Length } from '../../../../sip/body.ts';
import { viaSource } from '../../../../sip/packetSource.ts';
import type { TraceStep } from '../../../callFlow.ts';
import type { TraceEntry } from '../../model/entry.ts';
import type { TraceDialog } from '../../model/flow.ts';
import { sipMessage, type TraceInParts } from '../../model/model.ts';
import { messageText } from '../../reading/compact.ts';
import { copiesOf, timesSentOf } from './lookups.ts';
import { lossOf } from './lostResponses.ts';
import { step } from './step.ts';

/** Whether the first request was seen, how often it was sent, and whether anything came back. */
export function requestSteps(
  trace: TraceInParts,
  dialog: TraceDialog,
  entries: readonly TraceEntry[],
): TraceStep[] {
  const first = entries.find(entry => entry.facts.method === dialog.method);
  if (first === undefined)
    return [step('Beginning', 'skipped', 'The trace does not show the beginning of the dialog.', null)];
  const arrow = trace.flow.arrows[first.index];
  const times = timesSentOf(trace, copiesOf(trace, entries, first));
  const often = times > 1 ? ` ${times} times` : '';
  if (!entries.some(entry => entry.facts.status !== undefined)) {
    if (dialog.method === 'ACK') return [];
    const local = first.message.context.direction;
    const seen =
      local === 'received'
        ? `${dialog.method} arrives${often}, but this log shows no response from the program that wrote it. The program drops the request, waits, or writes its responses to another log.`
        : `${dialog.method} is sent to ${arrow?.to ?? 'the server'}${often}, but this trace has no response. The address is wrong, the server is not running, or a firewall drops the packets. The responses may also go to the wrong address: check Via and its rport.`;
    const oneWay = trace.hasResponse
      ? ''
      : ' The trace has no responses at all: it may also have been recorded in only one direction.';
    return [step('No response', 'decided', `${seen}${sizeSentence(first)}${oneWay}`, first.index, 'Via')];
  }
  const later = unansweredLater(trace, dialog, entries);
  if (later !== undefined) return [later];
  const loss = dialog.method === 'INVITE' ? undefined : lossOfResponse(trace, entries, first);
  if (loss !== undefined) return [loss];
  return times > 2
    ? [
        step(
          'Retransmissions',
          'failed',
          `${dialog.method} is sent ${times} times: packets are lost, or the server is slow.`,
          first.index,
        ),
      ]
    : [];
}

/** A final response after which the client repeats its request. A challenge is explained as one. */
function lossOfResponse(
  trace: TraceInParts,
  entries: readonly TraceEntry[],
  request: TraceEntry,
): TraceStep | undefined {
  const response = entries.find(
    ({ index, facts }) => trace.flow.arrows[index]?.answers === request.index && (facts.status ?? 0) >= 200,
  );
  if (response === undefined || response.facts.challenges.length > 0) return undefined;
  const loss = lossOf(trace, entries, response);
  return loss === undefined ? undefined : step('Response lost', 'failed', loss, response.index, 'Via');
}

/** A request after a refusal or a challenge that is sent again and again, while the one before it was answered. */
function unansweredLater(
  trace: TraceInParts,
  dialog: TraceDialog,
  entries: readonly TraceEntry[],
): TraceStep | undefined {
  if (dialog.state !== 'no-response') return undefined;
  const isRepeated = (index: number) => trace.flow.arrows[index]?.repeats !== undefined;
  const request = entries.findLast(
    ({ index, facts }) => facts.method === dialog.method && !isRepeated(index),
  );
  const answered = entries.findLast(({ facts }) => facts.status !== undefined);
  if (request === undefined || answered === undefined || answered.index > request.index) return undefined;
  const times = timesSentOf(trace, copiesOf(trace, entries, request));
  if (times < 2) return undefined;
  const size = sizeSentence(request);
  return step(
    'No response',
    'decided',
    `${dialog.method} (#${request.index}${request.facts.answers.length > 0 ? ', with credentials' : ''}) is sent ${times} times, and this trace has no response to it, although the one before was answered with ${answered.facts.status} (#${answered.index}).${size === '' ? ' The packets are lost on the way, or the server waits for something else, such as its database.' : size}`,
    request.index,
    'Via',
  );
}

function sizeSentence(request: TraceEntry): string {
  // What arrived was not too long.
  if (request.message.context.direction === 'received') return '';
  const bytes = utf8Length(messageText(request.message));
  if (bytes <= LARGEST_DATAGRAM) return '';
  const transport = request.message.context.transport ?? viaSource(sipMessage(request.message))?.transport;
  return transport?.toUpperCase() === 'UDP'
    ? ` It has ${bytes} bytes, so UDP sends it in fragments, which firewalls and NAT often drop: use TCP, or make it shorter (RFC 3261 section 18.1.1).`
    : '';
}

/** RFC 3261 section 18.1.1: a request that is longer must not be sent over UDP. */
const LARGEST_DATAGRAM = 1300;
