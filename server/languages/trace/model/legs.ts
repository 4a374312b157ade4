import { appendAll } from '../../../text/longLists.ts';
import { withoutSecrets } from '../../../text/secrets.ts';
import type { TraceMessage } from '../reading/traceMessage.ts';
import { headersIn, sessionDescription } from './describe.ts';
import { hostOf } from './endpoint.ts';
import type { TraceDialog } from './flow.ts';
import type { Trace, TraceInParts } from './model.ts';

/** Another dialog that is a leg of the same call, with the reasons for this. */
export interface Leg {
  /** Its Call-ID, and its number among the dialogs of the trace. */
  readonly other: string;
  readonly number: number;
  readonly reasons: readonly string[];
  /** True when this dialog is the caller's side. */
  readonly isCaller: boolean;
}

/** A call with all its legs, the caller's first. */
export interface JoinedCall {
  readonly callIds: readonly string[];
  readonly reasons: readonly string[];
}

/** The legs that are directly joined to a dialog. Computed once for each trace, in linear time. */
export function legsOf(trace: TraceInParts, callId: string): readonly Leg[] {
  return graphOf(trace).get(callId) ?? [];
}

/** The calls of a trace that have several legs. */
export function joinedCalls(trace: Trace): JoinedCall[] {
  const graph = graphOf(trace);
  const seen = new Set<string>();
  const calls: JoinedCall[] = [];
  for (const { callId } of trace.flow.dialogs) {
    if (seen.has(callId) || !graph.has(callId)) continue;
    const callIds: string[] = [];
    const reasons: string[] = [];
    const open = [callId];
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      if (seen.has(next)) continue;
      seen.add(next);
      callIds.push(next);
      for (const leg of graph.get(next) ?? []) {
        if (seen.has(leg.other)) continue;
        open.push(leg.other);
        appendAll(reasons, leg.reasons);
      }
    }
    calls.push({ callIds, reasons });
  }
  return calls;
}

type Graph = ReadonlyMap<string, readonly Leg[]>;

const graphs = new WeakMap<TraceInParts, Graph>();

function graphOf(trace: TraceInParts): Graph {
  const known = graphs.get(trace);
  if (known !== undefined) return known;
  const graph = joined(trace);
  graphs.set(trace, graph);
  return graph;
}

/** The INVITE with which a dialog begins. */
interface Beginning {
  readonly number: number;
  readonly callId: string;
  readonly index: number;
  readonly from: string;
  readonly to: string;
  /** Both addresses with their ports. */
  readonly ends: string;
  readonly seconds: number | undefined;
  readonly finalIndex: number;
  readonly message: TraceMessage;
  readonly caller: string;
  readonly called: readonly string[];
}

function joined(trace: TraceInParts): Graph {
  const beginnings: Beginning[] = [];
  for (const dialog of trace.eachCall()) {
    const beginning = beginningOf(trace, dialog);
    if (beginning !== undefined) beginnings.push(beginning);
  }
  if (beginnings.length < 2) return new Map();
  const pairs = new Map<string, { first: Beginning; second: Beginning; reasons: string[] }>();
  const add = (a: Beginning, b: Beginning, reason: string) => {
    if (a.callId === b.callId || pairs.size > MOST_PAIRS) return;
    const [first, second] = a.index <= b.index ? [a, b] : [b, a];
    const key = `${first.number} ${second.number}`;
    const found = pairs.get(key) ?? { first, second, reasons: [] };
    if (found.reasons.length < 4 && !found.reasons.includes(reason)) found.reasons.push(reason);
    pairs.set(key, found);
  };
  byHeaders(beginnings, add);
  byCallId(beginnings, add);
  byMedia(beginnings, add);
  byNumbers(beginnings, add);
  const graph = new Map<string, Leg[]>();
  const put = (callId: string, leg: Leg) => {
    const legs = graph.get(callId);
    if (legs === undefined) graph.set(callId, [leg]);
    else legs.push(leg);
  };
  for (const { first, second, reasons } of pairs.values()) {
    put(first.callId, { other: second.callId, number: second.number, reasons, isCaller: true });
    put(second.callId, { other: first.callId, number: first.number, reasons, isCaller: false });
  }
  return graph;
}

type Add = (a: Beginning, b: Beginning, reason: string) => void;

const MOST_PAIRS = 100_000;
/** A value shared by more calls than this belongs to a device or a group, not to one call. */
const MOST_SHARING = 6;

function beginningOf(trace: TraceInParts, dialog: TraceDialog): Beginning | undefined {
  const index = dialog.messages.find(candidate => trace.entries[candidate]?.facts.method === 'INVITE');
  const entry = index === undefined ? undefined : trace.entries[index];
  const arrow = index === undefined ? undefined : trace.flow.arrows[index];
  if (index === undefined || entry === undefined || arrow === undefined) return undefined;
  const finalIndex = dialog.messages.find(candidate => {
    const facts = trace.entries[candidate]?.facts;
    return (
      facts?.cseqMethod === 'INVITE' &&
      (facts.status ?? 0) >= 200 &&
      facts.status !== 401 &&
      facts.status !== 407
    );
  });
  const target = /^sips?:([^@;>]+)@/i.exec(entry.facts.requestUri ?? '')?.[1];
  return {
    number: arrow.dialog ?? 0,
    callId: dialog.callId,
    index,
    from: hostOf(arrow.from),
    to: hostOf(arrow.to),
    ends: `${arrow.from} ${arrow.to}`,
    seconds: arrow.seconds,
    finalIndex: finalIndex ?? Number.POSITIVE_INFINITY,
    message: entry.message,
    caller: entry.facts.fromUser ?? '',
    called: [...new Set([entry.facts.toUser, target].flatMap(user => user ?? []))],
  };
}

/** Session-ID (RFC 7989), P-Charging-Vector (RFC 7315), and whatever a server writes to link its legs. */
function byHeaders(beginnings: readonly Beginning[], add: Add): void {
  const byCallId = new Map(beginnings.map(beginning => [beginning.callId, beginning]));
  const byValue = new Map<
    string,
    { readonly name: string; readonly value: string; readonly all: Beginning[] }
  >();
  for (const beginning of beginnings) {
    for (const { name, value: text } of headersIn(beginning.message)) {
      if (ROUTINE.has(name) || text.length > 500) continue;
      for (const word of [text, ...text.split(/[\s;,="<>]+/)]) {
        const other = word === '' ? undefined : byCallId.get(word);
        if (other !== undefined && other !== beginning)
          add(beginning, other, `${name} of #${beginning.index} contains the Call-ID of the other leg`);
      }
      for (const value of linkValues(name, text)) {
        const key = `${name.toLowerCase()} ${value}`;
        const found = byValue.get(key);
        if (found === undefined) byValue.set(key, { name, value, all: [beginning] });
        // One after the other is looked at, so only the last one can be the same.
        else if (found.all.at(-1) !== beginning) found.all.push(beginning);
      }
    }
  }
  for (const { name, value, all } of byValue.values()) {
    if (all.length < 2 || all.length > MOST_SHARING) continue;
    const [first] = all;
    if (first === undefined) continue;
    for (const other of all.slice(1))
      add(first, other, `both have ${name} ${withoutSecrets(value).slice(0, 40)}`);
  }
}

/** Parts of a header value that name one call. */
function linkValues(name: string, text: string): string[] {
  if (name === 'Session-ID') {
    return (text.match(/[0-9a-f]{32}/gi) ?? []).filter(id => !/^0+$/.test(id)).map(id => id.toLowerCase());
  }
  if (name === 'P-Charging-Vector') return /icid-value="?([^";]+)/i.exec(text)?.slice(1) ?? [];
  const isLink = /^X-.*(?:call|cid|session|uuid|leg|link|correl|conversation|interaction|id$)/i.test(name);
  return (isLink || name === 'User-to-User' || name === 'Global-Call-ID' || name === 'Cisco-Guid') &&
    text.length >= 6
    ? [text]
    : [];
}

const ROUTINE: ReadonlySet<string> = new Set([
  ...['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Contact', 'Max-Forwards', 'Content-Length', 'Content-Type'],
  ...['Route', 'Record-Route', 'User-Agent', 'Server', 'Allow', 'Supported', 'Expires', 'Date', 'Accept'],
  ...[
    'Authorization',
    'Proxy-Authorization',
    'P-Asserted-Identity',
    'Remote-Party-ID',
    'Session-Expires',
    'Min-SE',
  ],
]);

/** `abc@host` with `abc-b2b_1@host` or `b2b.abc@host`, and the same name at two hosts. */
function byCallId(beginnings: readonly Beginning[], add: Add): void {
  const byBase = new Map<string, Beginning[]>();
  for (const beginning of beginnings) {
    const local = beginning.callId.replace(/@.*$/, '');
    const base = local.replace(MARK_AT_END, '').replace(MARK_AT_START, '');
    if (base.length < 6) continue;
    const found = byBase.get(base);
    if (found === undefined) byBase.set(base, [beginning]);
    else found.push(beginning);
  }
  for (const [base, all] of byBase) {
    const [first] = all;
    if (all.length < 2 || all.length > MOST_SHARING || first === undefined) continue;
    for (const other of all.slice(1)) {
      if (isHandedOn(first, other))
        add(first, other, `both Call-IDs are derived from ${withoutSecrets(base).slice(0, 40)}`);
    }
  }
}

const MARK_AT_END = /[-_.~;](?:(?:b2b|b2bua|sbc|leg|out|in|fwd|[a-z])[-_]?)?(?:\d{1,3}|[ab])?$/i;
const MARK_AT_START = /^(?:b2b|b2bua|sbc|leg|out|in|fwd)[-_]?(?:\d{1,3}|[ab])?[-_.~;:]/i;

/** One leg ends where the other begins, or nothing contradicts this. */
function isHandedOn(a: Beginning, b: Beginning): boolean {
  return a.to === b.from || b.to === a.from || (a.from === b.from && a.to === b.to);
}

/** A server that passes on the session description keeps its origin or its address. */
function byMedia(beginnings: readonly Beginning[], add: Add): void {
  const byKey = new Map<string, { readonly what: string; readonly all: Beginning[] }>();
  for (const beginning of beginnings) {
    const description = sessionDescription(beginning.message);
    if (description === undefined) continue;
    const origin = description.lines.find(line => line.type === 'o')?.value.text.trim() ?? '';
    const session = /^\S+ (\S{6,}) \S+ IN/.exec(origin)?.[1];
    const [media] = description.media;
    const keys: [string, string][] = [];
    if (session !== undefined)
      keys.push([`o ${origin}`, `the same origin in the SDP (o=${origin.slice(0, 60)})`]);
    if (media?.address !== undefined && media.port) {
      const at = `${media.address}:${media.port}`;
      keys.push([`m ${at}`, `the same ${media.kind} address ${at} in the SDP`]);
    }
    for (const [key, what] of keys) {
      const found = byKey.get(key);
      if (found === undefined) byKey.set(key, { what, all: [beginning] });
      else found.all.push(beginning);
    }
  }
  for (const { what, all } of byKey.values()) {
    const [first] = all;
    if (all.length < 2 || all.length > MOST_SHARING || first === undefined) continue;
    for (const other of all.slice(1)) {
      // Test programs describe every call in the same way.
      if (first.ends !== other.ends && isHandedOn(first, other) && isNear(first, other))
        add(first, other, what);
    }
  }
}

function isNear(a: Beginning, b: Beginning): boolean {
  return a.seconds === undefined || b.seconds === undefined || Math.abs(a.seconds - b.seconds) <= 60;
}

/** The same called number, one leg going to a host and one coming from it a moment later, before the first was answered. */
function byNumbers(beginnings: readonly Beginning[], add: Add): void {
  const arriving = new Map<string, Beginning[]>();
  for (const beginning of [...beginnings].sort((a, b) => a.index - b.index)) {
    const before = arriving.get(beginning.from) ?? [];
    for (const first of before.slice(-MOST_OPEN).reverse()) {
      if (first.finalIndex < beginning.index || first.from === beginning.to) continue;
      const gap = (beginning.seconds ?? Number.NaN) - (first.seconds ?? Number.NaN);
      if (gap > LONGEST_SETUP || gap < 0) continue;
      const number = first.called.find(one =>
        beginning.called.some(
          other => sameNumber(one, other) || (gap < LONGEST_ROUTING && isDialed(one, other)),
        ),
      );
      const isSameCaller = first.caller !== '' && sameNumber(first.caller, beginning.caller);
      if (number === undefined && !(isSameCaller && gap < 1)) continue;
      const apart = Number.isNaN(gap) ? '' : `, ${gap.toFixed(3)} s apart`;
      const what =
        number === undefined ? `the same caller ${first.caller}` : `the same called number ${number}`;
      add(
        first,
        beginning,
        `${what}${apart}: one leg goes to ${beginning.from} and the other comes from there`,
      );
      break;
    }
    const list = arriving.get(beginning.to);
    if (list === undefined) arriving.set(beginning.to, [beginning]);
    else list.push(beginning);
  }
}

/** The number of calls that one server can set up at the same time and that can still be distinguished. */
const MOST_OPEN = 64;
const LONGEST_SETUP = 10;

/** How long a server takes to choose a trunk, in seconds. */
const LONGEST_ROUTING = 2;

/** A short number that is dialed behind the digits for an outside line, as `0110` or `92001`. */
function isDialed(dialed: string, number: string): boolean {
  return /^\d{3,}$/.test(number) && OUTSIDE_LINE.some(prefix => dialed === prefix + number);
}

const OUTSIDE_LINE = ['0', '9', '8', '00', '99'];

/** Numbers are compared by their last digits: a server adds and removes prefixes. */
function sameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  const digits = (text: string) => text.replace(/[\s().-]/g, '').replace(/^\+|^00/, '');
  const [x, y] = [digits(a), digits(b)];
  if (!/^\d{6,}$/.test(x) || !/^\d{6,}$/.test(y)) return false;
  const length = Math.min(x.length, y.length, 9);
  return x.slice(-length) === y.slice(-length);
}
