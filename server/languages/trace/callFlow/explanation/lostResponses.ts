import { isPrivateAddress } from '../../../../sip/sdp.ts';
import type { TraceEntry } from '../../model/entry.ts';
import type { TraceInParts } from '../../model/model.ts';
import { bareHost, messageAfter, messageAt } from './lookups.ts';

/** Why a response does not reach its client, in one or two sentences; undefined if nothing speaks for that. */
export function lossOf(
  trace: TraceInParts,
  entries: readonly TraceEntry[],
  response: TraceEntry,
): string | undefined {
  const arrow = trace.flow.arrows[response.index];
  const request = messageAt(entries, arrow?.answers);
  const asked = request && trace.flow.arrows[request.index];
  if (arrow === undefined || request === undefined || asked === undefined) return undefined;
  const again = repeatedAfter(trace, entries, request, response);
  const repeated =
    again === undefined ? '' : `The client repeats its request (#${again.index}) after the response. `;
  const isMisdirected =
    !asked.isFromGuessed && !arrow.isToGuessed && bareHost(arrow.to) !== bareHost(asked.from);
  const isOutside = isPrivateAddress(bareHost(arrow.to)) && !isPrivateAddress(bareHost(asked.from));
  if (isMisdirected && (again !== undefined || isOutside))
    return `${repeated}The response (#${response.index}) goes to ${arrow.to}, but the request came from ${asked.from}, so it does not arrive. Behind NAT, the server must answer to where the request came from (RFC 3581; Asterisk: nat=force_rport or force_rport=yes).`;
  return again === undefined
    ? undefined
    : `${repeated}So the response (#${response.index}) does not arrive: a firewall or NAT drops it on the way to ${arrow.to}, or the client does not take it for its own.`;
}

/** The next copy of a request after its response, before the client goes on to another request. */
function repeatedAfter(
  trace: TraceInParts,
  entries: readonly TraceEntry[],
  request: TraceEntry,
  response: TraceEntry,
): TraceEntry | undefined {
  let next = messageAfter(entries, response.index);
  while (next !== undefined) {
    const repeats = trace.flow.arrows[next.index]?.repeats;
    if (repeats === request.index && isLater(trace, next.index, response.index)) return next;
    if (next.facts.method !== undefined && repeats === undefined) return undefined;
    next = messageAfter(entries, next.index);
  }
  return undefined;
}

/** True for a message that was sent so long after another one that the two did not cross. */
function isLater(trace: TraceInParts, index: number, than: number): boolean {
  const [time, before] = [trace.flow.arrows[index]?.seconds, trace.flow.arrows[than]?.seconds];
  return index > than && time !== undefined && before !== undefined && time - before > CROSSING;
}

/** Seconds that a response may take to a distant client. */
const CROSSING = 0.4;
