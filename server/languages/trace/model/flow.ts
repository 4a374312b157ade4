import { type AuthenticationRound, authenticationRounds } from '../../../sip/dialog/authenticationRounds.ts';
import { type DialogState, dialogState } from '../../../sip/dialog/dialogState.ts';
import type { MessageFacts } from '../../../sip/dialog/messageFacts.ts';
import { retransmissions, transactionKey } from '../../../sip/dialog/retransmissions.ts';
import { serverOfFormat } from '../reading/formats/format.ts';
import { secondsOf } from '../reading/formats/timeStamp.ts';
import type { TraceMessage } from '../reading/traceMessage.ts';
import { endpointOfUri } from './endpoint.ts';
import type { TraceEntry } from './entry.ts';
import type { FoundInDialog } from './finding.ts';

/** How one message goes from one host to another. */
export interface Arrow {
  /** Index of the message. */
  readonly index: number;
  /** `address:port`; never empty: a side that is not in the log is derived, or named after the program that wrote the log. */
  readonly from: string;
  readonly to: string;
  /** True if that side was derived from Via or the Request-URI instead of read from the log. */
  readonly isFromGuessed: boolean;
  readonly isToGuessed: boolean;
  /** Seconds; only differences are meaningful. Undefined without a time stamp. */
  readonly seconds: number | undefined;
  /** Index of the message that this one repeats. */
  readonly repeats: number | undefined;
  /** Index of the request that a response answers; for a request, undefined. */
  readonly answers: number | undefined;
  readonly dialog: number | undefined;
}

/** All messages with the same Call-ID. */
export interface TraceDialog {
  readonly callId: string;
  readonly messages: readonly number[];
  readonly authentication: readonly AuthenticationRound[];
  readonly state: DialogState;
  /** Method of its first request, or of the request that its first response answers. */
  readonly method: string;
  /** What follows from its messages alone; the same object as long as they are the same. */
  readonly own: DialogFlow;
}

/** The messages of a trace as a conversation. It is updated in place when the trace changes. */
export interface Flow {
  readonly arrows: Arrow[];
  readonly dialogs: TraceDialog[];
}

/** A flow of which only some dialogs are in memory. */
export interface FlowInParts {
  readonly arrows: readonly (Arrow | undefined)[];
  readonly dialogs: readonly (TraceDialog | undefined)[];
}

/**
 * A dialog on its own: its messages are numbered from 0, so that nothing changes when text is inserted above it.
 */
export interface DialogFlow {
  readonly messages: readonly DialogMessage[];
  readonly rounds: readonly AuthenticationRound[];
  readonly state: DialogState;
  /** The findings about it, once it was checked. */
  judged: readonly FoundInDialog[] | undefined;
}

export interface DialogMessage {
  readonly message: TraceMessage;
  readonly facts: MessageFacts;
  readonly from: string;
  readonly to: string;
  /** Number of the message that this one repeats, and of the request that it answers. */
  readonly repeats: number | undefined;
  readonly answers: number | undefined;
}

/**
 * Determines who sent what to whom, in time linear in the number of messages. Dialogs of an earlier flow whose messages are
 * the same are kept.
 */
export function flowOf(entries: readonly TraceEntry[], earlier?: Flow): Flow {
  const building = buildFlow(entries, earlier);
  for (;;) {
    const step = building.next();
    if (step.done === true) return step.value;
  }
}

/** As `flowOf`, in steps: each step yields a finished dialog. */
export function* buildFlow(entries: readonly TraceEntry[], earlier?: Flow): Generator<DialogFlow, Flow> {
  const byCall = new Map<string | undefined, number[]>();
  for (const { facts, index } of entries) {
    const list = byCall.get(facts.callId);
    if (list === undefined) byCall.set(facts.callId, [index]);
    else list.push(index);
  }
  const known = new Map(earlier?.dialogs.map(dialog => [dialog.callId, dialog.own]));
  const flow: Flow = { arrows: new Array(entries.length), dialogs: [] };
  for (const [callId, found] of byCall) {
    // A grown array has spare capacity.
    const messages = found.slice();
    const own = dialogFlow(entries, messages, callId === undefined ? undefined : known.get(callId));
    const number = callId === undefined ? undefined : flow.dialogs.length;
    placeArrows(flow, messages, own, number);
    if (callId !== undefined) flow.dialogs.push(dialogOf(callId, messages, own));
    yield own;
  }
  return flow;
}

/**
 * Updates a flow in place after the texts of some messages have changed: `count` of them from number `from` on.
 * Returns false and changes nothing if one of them has moved to another dialog.
 */
export function updateFlow(flow: Flow, entries: readonly TraceEntry[], from: number, count: number): boolean {
  const touched = new Set<number>();
  for (let index = from; index < from + count; index++) {
    const number = flow.arrows[index]?.dialog;
    if (number === undefined || flow.dialogs[number]?.callId !== entries[index]?.facts.callId) return false;
    touched.add(number);
  }
  for (const number of touched) {
    const dialog = flow.dialogs[number];
    if (dialog === undefined) continue;
    const own = dialogFlow(entries, dialog.messages, dialog.own);
    placeArrows(flow, dialog.messages, own, number);
    flow.dialogs[number] = dialogOf(dialog.callId, dialog.messages, own);
  }
  return true;
}

/** Adds the arrows of a dialog to a flow. */
export function placeArrows(
  flow: { readonly arrows: (Arrow | undefined)[] },
  messages: readonly number[],
  own: DialogFlow,
  dialog: number | undefined,
): void {
  own.messages.forEach((found, number) => {
    const index = messages[number] ?? 0;
    const { context } = found.message;
    flow.arrows[index] = {
      index,
      from: found.from,
      to: found.to,
      isFromGuessed: context.source === undefined,
      isToGuessed: context.destination === undefined,
      seconds: context.time === undefined ? undefined : secondsOf(context.time),
      repeats: found.repeats === undefined ? undefined : messages[found.repeats],
      answers: found.answers === undefined ? undefined : messages[found.answers],
      dialog,
    };
  });
}

export function dialogOf(callId: string, messages: readonly number[], own: DialogFlow): TraceDialog {
  const first = own.messages[0]?.facts;
  const place = (number: number | null): number | null =>
    number === null ? null : (messages[number] ?? null);
  return {
    callId,
    messages,
    authentication: own.rounds.map(round => ({
      ...round,
      challenge: messages[round.challenge] ?? 0,
      answer: place(round.answer),
      settledBy: place(round.settledBy),
    })),
    state: own.state,
    method: first?.method ?? first?.cseqMethod ?? '',
    own,
  };
}

/** What follows from the messages of a dialog; the old result if they are the same. */
export function dialogFlow(
  entries: readonly (TraceEntry | undefined)[],
  indexes: readonly number[],
  old: DialogFlow | undefined,
): DialogFlow {
  const own = indexes.flatMap(index => entries[index] ?? []);
  if (
    old?.messages.length === own.length &&
    old.messages.every((found, number) => found.message === own[number]?.message)
  ) {
    return old;
  }
  const facts = own.map(entry => entry.facts);
  const keys = facts.map(transactionKey);
  const ends = endpointsOf(own, keys);
  const repeats = retransmissions(
    own.map((entry, number) => ({
      facts: entry.facts,
      from: ends[number]?.from,
      to: ends[number]?.to,
    })),
  );
  const answers = requestsAnswered(facts, keys);
  const fresh = facts.map((_facts, number) => number).filter(number => repeats[number] === undefined);
  return {
    messages: own.map((entry, number) => ({
      message: entry.message,
      facts: entry.facts,
      from: ends[number]?.from ?? '',
      to: ends[number]?.to ?? '',
      repeats: repeats[number],
      answers: answers[number],
    })),
    rounds: authenticationRounds(facts, fresh),
    state: dialogState(facts),
    judged: undefined,
  };
}

/** For every response, the nearest earlier request of its transaction. `keys` are those of the transactions. */
function requestsAnswered(
  messages: readonly MessageFacts[],
  keys: readonly string[],
): (number | undefined)[] {
  const latest = new Map<string, number>();
  return messages.map((facts, number) => {
    const key = keys[number] ?? '';
    if (facts.method === undefined) return latest.get(key);
    if (facts.method !== 'ACK') latest.set(key, number);
    return undefined;
  });
}

/**
 * The two ends of every message. Addresses in the log come first. Otherwise, a request comes from its topmost Via and goes
 * to its first Route or its Request-URI; a response goes in the opposite direction of its request.
 */
function endpointsOf(
  entries: readonly TraceEntry[],
  keys: readonly string[],
): { from: string; to: string }[] {
  const ofRequest = new Map<string, { from: string; to: string }>();
  return entries.map(({ facts, message }, number) => {
    const { source, destination, direction } = message.context;
    const local = direction === undefined ? undefined : serverOfFormat(message.format);
    const key = keys[number] ?? '';
    if (facts.method !== undefined) {
      const from = source ?? (direction === 'sent' ? local : undefined) ?? facts.sentBy ?? UNKNOWN;
      const to =
        destination ??
        (direction === 'received' ? local : undefined) ??
        facts.route ??
        endpointOfUri(facts.requestUri) ??
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
