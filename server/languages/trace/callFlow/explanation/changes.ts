import { firstHeader, headerText } from '../../../../sip/message.ts';
import type { TraceStep } from '../../../callFlow.ts';
import { headerIn } from '../../model/describe.ts';
import type { TraceEntry } from '../../model/entry.ts';
import { sipMessage, type TraceInParts } from '../../model/model.ts';
import { messageAt } from './lookups.ts';
import { step } from './step.ts';

/** Crossing requests (491) and intervals that are too short (422, 423): what a client should do next, and whether it did. */
export function changeSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  return [...glareSteps(trace, entries), ...intervalSteps(entries), ...expirySteps(trace, entries)];
}

/** RFC 3261 section 14.1 and RFC 3311 section 5.1: each side refuses the other's offer, and both try again later. */
function glareSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const isFirst = ({ index }: TraceEntry) => trace.flow.arrows[index]?.repeats === undefined;
  const refusals = entries.filter(entry => entry.facts.status === 491 && isFirst(entry));
  const [first] = refusals;
  if (first === undefined) return [];
  const refused = refusals.flatMap(refusal => {
    const request = messageAt(entries, trace.flow.arrows[refusal.index]?.answers);
    return request === undefined ? [] : [{ refusal, request }];
  });
  const offers = entries.filter(
    entry => (entry.facts.method === 'INVITE' || entry.facts.method === 'UPDATE') && isFirst(entry),
  );
  const last = refusals.at(-1)?.index ?? first.index;
  const retried = offers.find(({ index }) => index > last);
  const crossing = crossed(entries, offers, refused[0]?.request, first);
  const next = afterGlare(trace, entries, { refused, retried, crossing });
  return [
    step(
      '491 Request Pending',
      retried === undefined ? 'failed' : 'skipped',
      `${glare(refusals, refused, crossing)} ${next}`,
      first.index,
      'CSeq',
    ),
  ];
}

interface Refused {
  readonly refusal: TraceEntry;
  readonly request: TraceEntry;
}

function glare(
  refusals: readonly TraceEntry[],
  refused: readonly Refused[],
  crossing: TraceEntry | undefined,
): string {
  const requests = numbersOf(refused.map(({ request }) => request));
  return crossing === undefined
    ? `491 Request Pending refuses ${requests === '' ? 'the request' : requests} because another offer in this call had not been answered yet: glare (RFC 3261 section 14.1).`
    : `Both sides sent an offer at the same time (#${refused[0]?.request.index} and #${crossing.index}), and 491 Request Pending refuses ${refusals.length > 1 ? `each of them (${numbersOf(refusals, ', ')})` : `one of them (#${refusals[0]?.index})`}: glare (RFC 3261 section 14.1).`;
}

/** What followed: an attempt that passed, attempts that crossed again, or none. */
function afterGlare(
  trace: TraceInParts,
  entries: readonly TraceEntry[],
  {
    refused,
    retried,
    crossing,
  }: {
    readonly refused: readonly Refused[];
    readonly retried: TraceEntry | undefined;
    readonly crossing: TraceEntry | undefined;
  },
): string {
  if (retried !== undefined) return `One side tries again with #${retried.index}, as it should.`;
  const [first] = refused;
  const again = refused.filter(({ request }) => request.index > (first?.refusal.index ?? 0));
  if (again.length > 0) {
    return `Each time, they try again at the same time (${numbersOf(again.map(({ request }) => request))}): the waits must differ, 2.1 to 4 seconds for the side that created the Call-ID and 0 to 2 seconds for the other one. In this trace, nobody tries once more, so the change never happens and the call stays as it was.`;
  }
  if (crossing === undefined)
    return 'The sender must wait a random time and try again; in this trace it does not, so the change never happens.';
  const hasPassed = entries.some(
    ({ index, facts }) =>
      Math.floor((facts.status ?? 0) / 100) === 2 && trace.flow.arrows[index]?.answers === crossing.index,
  );
  return hasPassed
    ? `The other one (#${crossing.index}) is accepted. ${trace.flow.arrows[first?.request.index ?? -1]?.from ?? 'The refused side'} must wait a random time and try again; in this trace it does not, so its change never happens.`
    : 'Each side must wait a random time and try again; in this trace neither does, so the change never happens and the call stays as it was.';
}

function numbersOf(entries: readonly TraceEntry[], separator = ' and '): string {
  return [...new Set(entries.map(({ index }) => `#${index}`))].join(separator);
}

/** The offer of the other side that was under way when one was refused. */
function crossed(
  entries: readonly TraceEntry[],
  offers: readonly TraceEntry[],
  request: TraceEntry | undefined,
  refusal: TraceEntry,
): TraceEntry | undefined {
  if (request === undefined) return undefined;
  const tag = request.facts.fromTag;
  const others = offers.filter(
    ({ facts, index }) => facts.fromTag !== tag && facts.toTag !== undefined && index < refusal.index,
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

/** So many refused intervals of one call are told. */
const MOST_REFUSALS = 50;

interface Interval {
  readonly status: 422 | 423;
  readonly title: string;
  readonly what: string;
  /** The header field with the interval. */
  readonly name: string;
  /** The one of the refusal, with the smallest interval. */
  readonly least: string;
  /** Where the standard requires it. */
  readonly rfc: string;
}

const INTERVALS: readonly Interval[] = [
  {
    status: 422,
    title: '422 Session Interval Too Small',
    what: 'a session interval',
    name: 'Session-Expires',
    least: 'Min-SE',
    rfc: 'RFC 4028 section 6',
  },
  {
    status: 423,
    title: '423 Interval Too Brief',
    what: 'an expiry',
    name: 'Expires',
    least: 'Min-Expires',
    rfc: 'RFC 3261 section 20.23',
  },
];

/** RFC 4028 section 7.3 (422, Min-SE) and RFC 3261 section 10.2.8 (423, Min-Expires). */
function intervalSteps(entries: readonly TraceEntry[]): TraceStep[] {
  const steps = new Map<string, TraceStep>();
  for (const entry of entries) {
    const interval = INTERVALS.find(({ status }) => status === entry.facts.status);
    const key = `${entry.facts.cseqText} ${entry.facts.status}`;
    if (interval === undefined || steps.has(key)) continue;
    if (steps.size >= MOST_REFUSALS) break;
    steps.set(key, intervalStep(entries, entry, interval));
  }
  return [...steps.values()];
}

function intervalStep(
  entries: readonly TraceEntry[],
  entry: TraceEntry,
  { status, title, what, name, least, rfc }: Interval,
): TraceStep {
  const valueIn = (of: TraceEntry | undefined, field: string): string | undefined =>
    of && headerText(firstHeader(sipMessage(of.message), field));
  const { cseq = 0, cseqMethod, cseqText } = entry.facts;
  const isSameMethod = ({ facts }: TraceEntry): boolean => facts.method === cseqMethod;
  const request = entries.findLast(
    other => other.index < entry.index && isSameMethod(other) && other.facts.cseqText === cseqText,
  );
  const again = entries.find(
    other => other.index > entry.index && isSameMethod(other) && (other.facts.cseq ?? 0) > cseq,
  );
  const wanted = valueIn(entry, least);
  const asked = valueIn(request, name);
  const offered = valueIn(again, name);
  const isEnough = Number.parseInt(offered ?? '', 10) >= Number.parseInt(wanted ?? '0', 10);
  const limit = wanted === undefined ? '' : `; it requires at least ${wanted} (${least})`;
  const next =
    again === undefined
      ? `The client must send the request again with ${name} of at least ${wanted ?? `the ${least}`}; in this trace it does not.`
      : isEnough
        ? `The client sends it again with ${name}: ${offered} (#${again.index}), as it should.`
        : `The client sends it again (#${again.index}), but with ${name}: ${offered ?? '(none)'}, which is still too short.`;
  const missing = wanted === undefined ? ` The ${status} has no ${least}, which is mandatory (${rfc}).` : '';
  return step(
    title,
    again !== undefined && isEnough ? 'skipped' : 'failed',
    `The server refuses ${what} of ${asked ?? 'that length'} (#${entry.index})${limit}. ${next}${missing}`,
    entry.index,
    name,
  );
}

/** RFC 4028 section 10: a call whose session timer is not refreshed ends with BYE shortly before it expires. */
function expirySteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
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
