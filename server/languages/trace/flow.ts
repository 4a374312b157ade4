import {
  type AuthenticationRound,
  authenticationRounds,
  type DialogState,
  dialogState,
  retransmissions,
  transactionKey,
} from '../../sip/dialog.ts';
import { secondsOf } from './formats/timeStamp.ts';
import { serverOfFormat } from './lanes.ts';
import type { TraceEntry } from './model.ts';

/** How one message goes from one host to another. */
export interface Arrow {
  /** Index of the message. */
  readonly index: number;
  /** `address:port`; never empty: a side that the log does not name is worked out, or named by what wrote the log. */
  readonly from: string;
  readonly to: string;
  /** True when that side was worked out from Via or the Request-URI instead of being read in the log. */
  readonly isFromGuessed: boolean;
  readonly isToGuessed: boolean;
  /** Seconds; only differences mean something. Undefined without a time stamp. */
  readonly seconds: number | undefined;
  /** Index of the message that this one repeats. */
  readonly repeats: number | undefined;
  /** Index of the request that a response answers; for a request, undefined. */
  readonly answers: number | undefined;
  readonly dialog: number | undefined;
}

/** Everything that carries one Call-ID. */
export interface TraceDialog {
  readonly callId: string;
  readonly messages: readonly number[];
  readonly authentication: readonly AuthenticationRound[];
  readonly state: DialogState;
  /** Method of its first request, or of the request that its first response answers. */
  readonly method: string;
}

/** The messages of a trace as a conversation. */
export interface Flow {
  readonly arrows: readonly Arrow[];
  readonly dialogs: readonly TraceDialog[];
}

/** Works out who said what to whom; takes time linear in the number of messages. */
export function flowOf(entries: readonly TraceEntry[]): Flow {
  const sides = endpointsOf(entries);
  const repeats = retransmissions(
    entries.map((entry, index) => ({
      facts: entry.facts,
      from: entry.message.context.source ?? sides[index]?.from,
      to: entry.message.context.destination ?? sides[index]?.to,
    })),
  );
  const facts = entries.map(entry => entry.facts);
  const byCall = new Map<string, number[]>();
  for (const entry of entries) {
    const { callId } = entry.facts;
    if (callId === undefined) continue;
    const list = byCall.get(callId);
    if (list === undefined) byCall.set(callId, [entry.index]);
    else list.push(entry.index);
  }
  const dialogOf = new Map<number, number>();
  const dialogs: TraceDialog[] = [...byCall].map(([callId, messages], number) => {
    for (const index of messages) dialogOf.set(index, number);
    const own = messages.flatMap(index => facts[index] ?? []);
    const first = own[0];
    return {
      callId,
      messages,
      authentication: authenticationRounds(
        facts,
        messages.filter(index => repeats[index] === undefined),
      ),
      state: dialogState(own),
      method: first?.method ?? first?.cseqMethod ?? '',
    };
  });
  const requests = requestsAnswered(entries);
  const arrows = entries.map((entry, index) => {
    const side = sides[index];
    return {
      index,
      from: side?.from ?? '',
      to: side?.to ?? '',
      isFromGuessed: entry.message.context.source === undefined,
      isToGuessed: entry.message.context.destination === undefined,
      seconds: entry.message.context.time === undefined ? undefined : secondsOf(entry.message.context.time),
      repeats: repeats[index],
      answers: requests[index],
      dialog: dialogOf.get(index),
    };
  });
  return { arrows, dialogs };
}

/** For every response the nearest earlier request of its transaction. */
function requestsAnswered(entries: readonly TraceEntry[]): (number | undefined)[] {
  const latest = new Map<string, number>();
  return entries.map((entry, index) => {
    const key = transactionKey(entry.facts);
    if (entry.facts.method !== undefined) {
      if (entry.facts.method !== 'ACK') latest.set(key, index);
      return undefined;
    }
    return latest.get(key);
  });
}

/**
 * The two ends of every message. What the log says comes first. Else a request comes from its topmost Via and goes
 * to its Request-URI or first known receiver; a response goes the other way round than its request.
 */
function endpointsOf(entries: readonly TraceEntry[]): { from: string; to: string }[] {
  const ofRequest = new Map<string, { from: string; to: string }>();
  return entries.map(entry => {
    const { facts, message } = entry;
    const { source, destination, direction } = message.context;
    const local = direction === undefined ? undefined : serverOfFormat(message.format);
    const key = transactionKey(facts);
    if (facts.method !== undefined) {
      const from = source ?? (direction === 'sent' ? local : undefined) ?? facts.sentBy ?? UNKNOWN;
      const to =
        destination ??
        (direction === 'received' ? local : undefined) ??
        facts.route ??
        hostOfUri(facts.requestUri) ??
        UNKNOWN;
      const ends = { from, to };
      if (facts.method !== 'ACK' || !ofRequest.has(key)) ofRequest.set(key, ends);
      return ends;
    }
    const request = ofRequest.get(key);
    return {
      from: source ?? (direction === 'sent' ? local : undefined) ?? request?.to ?? UNKNOWN,
      to:
        destination ??
        (direction === 'received' ? local : undefined) ??
        request?.from ??
        facts.sentBy ??
        UNKNOWN,
    };
  });
}

const UNKNOWN = 'unknown host';

/** Host and port of a Request-URI as written; the port of SIP when it names none. */
function hostOfUri(uri: string | undefined): string | undefined {
  const found = /^<?(sips?):(?:[^@>]*@)?(\[[^\]]*\]|[^:;?>\s]+)(?::(\d+))?/i.exec(uri ?? '');
  return found === null
    ? undefined
    : `${found[2]}:${found[3] ?? (found[1]?.toLowerCase() === 'sips' ? '5061' : '5060')}`;
}
