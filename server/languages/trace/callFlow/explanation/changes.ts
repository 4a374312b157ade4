import { firstHeader, headerText } from '../../../../sip/message.ts';
import type { TraceStep } from '../../../callFlow.ts';
import { headerIn } from '../../model/describe.ts';
import type { TraceEntry } from '../../model/entry.ts';
import { sipMessage, type Trace } from '../../model/model.ts';
import { messageAt } from './lookups.ts';
import { step } from './step.ts';

/** Crossing requests (491) and intervals that are too short (422, 423): what a client should do next, and whether it did. */
export function changeSteps(trace: Trace, entries: readonly TraceEntry[]): TraceStep[] {
  return [...glareSteps(trace, entries), ...intervalSteps(entries), ...expirySteps(trace, entries)];
}

/** RFC 3261 section 14.1 and RFC 3311 section 5.1: each side refuses the other's offer, and both try again later. */
function glareSteps(trace: Trace, entries: readonly TraceEntry[]): TraceStep[] {
  const refusals = entries.filter(
    entry => entry.facts.status === 491 && trace.flow.arrows[entry.index]?.repeats === undefined,
  );
  if (refusals.length === 0) return [];
  const refused = refusals.flatMap(refusal => {
    const request = requestOf(trace, entries, refusal);
    return request === undefined ? [] : [{ refusal, request }];
  });
  const last = refusals.at(-1);
  const first = refusals[0];
  if (first === undefined || last === undefined) return [];
  const methods = new Set(refused.map(({ request }) => request.facts.method ?? ''));
  const retried = entries.find(
    entry =>
      entry.index > last.index &&
      (methods.has(entry.facts.method ?? '') || entry.facts.method === 'INVITE') &&
      trace.flow.arrows[entry.index]?.repeats === undefined,
  );
  const crossing = crossed(trace, entries, refused[0]?.request, first);
  const numbers = [...new Set(refused.map(({ request }) => `#${request.index}`))].join(' and ');
  const both =
    crossing !== undefined
      ? `Both sides sent an offer at the same time (#${refused[0]?.request.index} and #${crossing.index}), and 491 Request Pending refuses ${refusals.length > 1 ? `each of them (#${refusals.map(({ index }) => index).join(', #')})` : 'one of them'}: glare (RFC 3261 section 14.1).`
      : `491 Request Pending refuses ${numbers === '' ? 'the request' : numbers} because another offer in this call had not been answered yet: glare (RFC 3261 section 14.1).`;
  const next =
    retried === undefined
      ? 'Each side must wait a random time and try again; in this trace neither does, so the change never happens and the call stays as it was.'
      : `One side tries again with #${retried.index}, as it should.`;
  return [
    step(
      '491 Request Pending',
      retried === undefined ? 'failed' : 'skipped',
      `${both} ${next}`,
      first.index,
      'CSeq',
    ),
  ];
}

/** The offer of the other side that was under way when one was refused. */
function crossed(
  trace: Trace,
  entries: readonly TraceEntry[],
  request: TraceEntry | undefined,
  refusal: TraceEntry,
): TraceEntry | undefined {
  if (request === undefined) return undefined;
  const tag = request.facts.fromTag;
  const others = entries.filter(
    entry =>
      (entry.facts.method === 'INVITE' || entry.facts.method === 'UPDATE') &&
      entry.facts.fromTag !== tag &&
      entry.facts.toTag !== undefined &&
      entry.index < refusal.index &&
      trace.flow.arrows[entry.index]?.repeats === undefined,
  );
  return others.findLast(other => {
    const answer = entries.find(
      entry =>
        (entry.facts.status ?? 0) >= 200 &&
        entry.facts.cseqText === other.facts.cseqText &&
        entry.facts.branch === other.facts.branch,
    );
    return answer === undefined || answer.index > request.index;
  });
}

function requestOf(
  trace: Trace,
  entries: readonly TraceEntry[],
  response: TraceEntry,
): TraceEntry | undefined {
  const answered = trace.flow.arrows[response.index]?.answers;
  return messageAt(entries, answered);
}

/** So many refused intervals of one call are told. */
const MOST_REFUSALS = 50;

/** RFC 4028 section 7.3 (422, Min-SE) and RFC 3261 section 10.2.8 (423, Min-Expires). */
function intervalSteps(entries: readonly TraceEntry[]): TraceStep[] {
  const steps: TraceStep[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const { status } = entry.facts;
    if (status !== 422 && status !== 423) continue;
    const key = `${entry.facts.cseqText} ${status}`;
    if (seen.has(key)) continue;
    if (seen.size >= MOST_REFUSALS) break;
    seen.add(key);
    const name = status === 422 ? 'Session-Expires' : 'Expires';
    const least = status === 422 ? 'Min-SE' : 'Min-Expires';
    const wanted = headerText(firstHeader(sipMessage(entry.message), least));
    const request = entries.findLast(
      other =>
        other.index < entry.index &&
        other.facts.method === entry.facts.cseqMethod &&
        other.facts.cseqText === entry.facts.cseqText,
    );
    const asked = request && headerText(firstHeader(sipMessage(request.message), name));
    const again = entries.find(
      other =>
        other.index > entry.index &&
        other.facts.method === entry.facts.cseqMethod &&
        (other.facts.cseq ?? 0) > (entry.facts.cseq ?? 0),
    );
    const offered = again && headerText(firstHeader(sipMessage(again.message), name));
    const isEnough = Number.parseInt(offered ?? '', 10) >= Number.parseInt(wanted ?? '0', 10);
    const what = status === 422 ? 'session interval' : 'expiry';
    const limit = wanted === undefined ? '' : `; it requires at least ${wanted} (${least})`;
    const next =
      again === undefined
        ? `The client must send the request again with ${name} of at least ${wanted ?? `the ${least}`}; in this trace it does not.`
        : isEnough
          ? `The client sends it again with ${name}: ${offered} (#${again.index}), as it should.`
          : `The client sends it again (#${again.index}), but with ${name}: ${offered ?? '(none)'}, which is still too short.`;
    steps.push(
      step(
        status === 422 ? '422 Session Interval Too Small' : '423 Interval Too Brief',
        again !== undefined && isEnough ? 'skipped' : 'failed',
        `The server refuses a ${what} of ${asked ?? 'that length'} (#${entry.index})${limit}. ${next}${wanted === undefined ? ` The ${status} has no ${least}, which is mandatory (RFC ${status === 422 ? '4028 section 6' : '3261 section 20.23'}).` : ''}`,
        entry.index,
        name,
      ),
    );
  }
  return steps;
}

/** RFC 4028 section 10: a call whose session timer is not refreshed ends with BYE shortly before it expires. */
function expirySteps(trace: Trace, entries: readonly TraceEntry[]): TraceStep[] {
  const bye = entries.find(entry => entry.facts.method === 'BYE');
  if (bye === undefined) return [];
  const refreshed = entries.findLast(
    entry =>
      entry.index < bye.index &&
      (entry.facts.cseqMethod === 'INVITE' || entry.facts.cseqMethod === 'UPDATE') &&
      Math.floor((entry.facts.status ?? 0) / 100) === 2,
  );
  const timer = refreshed && headerIn(refreshed.message, 'Session-Expires');
  const interval = Number.parseInt(timer ?? '', 10);
  if (refreshed === undefined || timer === undefined || Number.isNaN(interval)) return [];
  const passed =
    (trace.flow.arrows[bye.index]?.seconds ?? Number.NaN) -
    (trace.flow.arrows[refreshed.index]?.seconds ?? Number.NaN);
  const earliest = interval - Math.min(32, interval / 3) - 2;
  if (Number.isNaN(passed) || passed < earliest || passed > interval + 5) return [];
  const refresher = /refresher\s*=\s*(uac|uas)/i.exec(timer)?.[1]?.toLowerCase();
  const who =
    refresher === 'uac'
      ? ', which the caller must do,'
      : refresher === 'uas'
        ? ', which the called side must do,'
        : '';
  return [
    step(
      'Session timer',
      'failed',
      `The call ends ${passed.toFixed(0)} s after #${refreshed.index} set a session timer of ${interval} s, and neither side refreshed it${who} in this trace (RFC 4028 section 10). The re-INVITE or UPDATE was not sent, or was lost: check the refresher, and Contact and Record-Route.`,
      bye.index,
      'Session-Expires',
    ),
  ];
}
