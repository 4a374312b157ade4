import { remembered } from '../text/remembered.ts';
import { addressTag, parseAddress } from './address.ts';
import { answerFaults } from './digest/answerFaults.ts';
import {
  addressesNamed,
  firstHeader,
  headersNamed,
  headerText,
  messageCSeq,
  type SipMessage,
} from './message.ts';
import { parameterValue, parseParameters } from './parameters.ts';
import { slicePiece, splitPiece, wholePiece } from './piece.ts';
import { decodedUser } from './uri.ts';
import { parseVia, type ViaHop, viaBranch } from './via.ts';

/** What dialogs, transactions and authentication rounds need to know of a message. Absent parts are undefined. */
export interface MessageFacts {
  /** The first line as written. */
  readonly startLine: string;
  /** Of a request. */
  readonly method: string | undefined;
  readonly requestUri: string | undefined;
  /** Of a response. */
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly callId: string | undefined;
  readonly cseq: number | undefined;
  readonly cseqMethod: string | undefined;
  /** The CSeq as written, such as `1 INVITE`. */
  readonly cseqText: string | undefined;
  readonly fromTag: string | undefined;
  readonly toTag: string | undefined;
  /** User or number in From and To, for people. */
  readonly fromUser: string | undefined;
  readonly toUser: string | undefined;
  /** Of the topmost Via. */
  readonly branch: string | undefined;
  /** `host:port` of the topmost Via as its sender wrote it. */
  readonly sentBy: string | undefined;
  /** `host:port` of the first Route. */
  readonly route: string | undefined;
  /** How many Via there are. */
  readonly hops: number;
  /** A REGISTER whose contacts all expire at once. */
  readonly removesBindings: boolean;
  readonly challenges: readonly Credentials[];
  readonly answers: readonly Credentials[];
}

/** What matters of a challenge, or of an answer to one. Never holds a password; `response` is left out on purpose. */
export interface Credentials {
  /** `WWW-Authenticate`, `Proxy-Authenticate`, `Authorization`, `Proxy-Authorization`. */
  readonly header: string;
  readonly scheme: string;
  readonly realm: string | undefined;
  readonly nonce: string | undefined;
  readonly username: string | undefined;
  readonly uri: string | undefined;
  readonly algorithm: string | undefined;
  readonly qop: string | undefined;
  readonly nc: string | undefined;
  readonly cnonce: string | undefined;
  readonly opaque: string | undefined;
  readonly isStale: boolean;
}

/** Reads the facts of a message. */
export function messageFacts(message: SipMessage): MessageFacts {
  const line = message.startLine;
  const cseq = messageCSeq(message);
  const from = partyIn(message, 'From');
  const to = partyIn(message, 'To');
  const hops = headersNamed(message, 'Via').map(header => hopsIn(header.value.text));
  const top = hops.find(({ count }) => count > 0);
  return {
    startLine: line.source.text,
    method: line.kind === 'request' ? line.method.text : undefined,
    requestUri: line.kind === 'request' ? line.uri.text : undefined,
    status: line.kind === 'status' ? line.status : undefined,
    reason: line.kind === 'status' ? line.reason.text : undefined,
    callId: headerText(firstHeader(message, 'Call-ID')) || undefined,
    cseq: cseq?.number,
    cseqMethod: cseq?.method.text || undefined,
    cseqText: headerText(firstHeader(message, 'CSeq')),
    fromTag: from?.tag,
    toTag: to?.tag,
    fromUser: from?.user,
    toUser: to?.user,
    branch: top?.branch,
    sentBy: top?.sentBy,
    route: routeOf(message),
    hops: hops.reduce((sum, { count }) => sum + count, 0),
    removesBindings: line.kind === 'request' && line.method.text === 'REGISTER' && removesBindings(message),
    challenges: credentials(message, ['WWW-Authenticate', 'Proxy-Authenticate']),
    answers: credentials(message, ['Authorization', 'Proxy-Authorization']),
  };
}

/**
 * The client transaction that a message belongs to (RFC 3261 section 17.1.3): the branch of the topmost Via with the
 * method, where an ACK to a refusal and the INVITE are one. Without the magic cookie, the rules of section 17.2.3.
 */
export function transactionKey(facts: MessageFacts): string {
  const method = facts.cseqMethod === 'ACK' ? 'INVITE' : (facts.cseqMethod ?? facts.method ?? '');
  return facts.branch?.startsWith('z9hG4bK') === true
    ? `${facts.branch} ${method}`
    : `${facts.callId ?? ''} ${facts.fromTag ?? ''} ${facts.cseq ?? ''} ${method} ${facts.sentBy ?? ''}`;
}

/** One message of a trace in the order of time; `from` and `to` are addresses where they are known. */
export interface TimedFacts {
  readonly facts: MessageFacts;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * For every message, the index of the earlier one that it repeats: sent again because no answer came (RFC 3261 section
 * 17.1.1.2), or captured twice. Undefined for the others.
 */
export function retransmissions(messages: readonly TimedFacts[]): (number | undefined)[] {
  const first = new Map<string, number>();
  return messages.map(({ facts, from, to }, index) => {
    if (facts.callId === undefined) return undefined;
    const key = [
      facts.startLine,
      facts.callId,
      facts.cseqText,
      facts.branch,
      facts.fromTag,
      facts.toTag,
      facts.hops,
      from,
      to,
      facts.challenges.map(challenge => challenge.nonce).join(),
    ].join('\n');
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    return earlier;
  });
}

/** How a challenge ended. */
export type AuthenticationOutcome =
  /** The answer was good: the request went on, whatever became of it later. */
  | 'accepted'
  /** The answer was refused: another challenge of the same kind, or 403. */
  | 'refused'
  /** The answer was right in form, but its nonce too old: the server gave a new one with stale=true. */
  | 'stale'
  /** The challenge was never answered. */
  | 'unanswered'
  /** The request with the answer failed in a way that does not say whether the answer was good. */
  | 'unclear'
  /** It was answered, and nothing shows what came of it. */
  | 'pending';

/** A challenge (401 or 407) and the request that answers it. */
export interface AuthenticationRound {
  /** Index of the response with the challenge. */
  readonly challenge: number;
  /** Index of the request with the answer; null when there is none. */
  readonly answer: number | null;
  readonly outcome: AuthenticationOutcome;
  /** In a sentence, with what it is seen by. */
  readonly reason: string;
  readonly realm: string | undefined;
  readonly username: string | undefined;
  /** Index of the response that settled it. */
  readonly settledBy: number | null;
}

/**
 * The authentication rounds of one Call-ID. `indexes` name the messages of the call in `messages`, in the order of
 * time. A challenge that several hops hand on counts once, where it is first seen.
 */
export function authenticationRounds(
  messages: readonly MessageFacts[],
  indexes: readonly number[],
): AuthenticationRound[] {
  const rounds: AuthenticationRound[] = [];
  const seen = new Set<string>();
  for (let place = 0; place < indexes.length; place++) {
    const index = indexes[place];
    const facts = index === undefined ? undefined : messages[index];
    if (facts === undefined || index === undefined || (facts.status !== 401 && facts.status !== 407))
      continue;
    for (const challenge of distinctChallenges(facts.challenges)) {
      const key = `${challenge.header} ${challenge.realm} ${challenge.nonce} ${facts.cseq}`;
      if (seen.has(key)) continue;
      seen.add(key);
      rounds.push(roundOf(messages, indexes, place, index, facts, challenge));
    }
  }
  return rounds;
}

/** Several challenges of one realm, one for each algorithm, are one challenge (RFC 8760 section 2.4). */
function distinctChallenges(challenges: readonly Credentials[]): Credentials[] {
  const byRealm = new Map<string, Credentials>();
  for (const challenge of challenges) {
    const key = `${challenge.header} ${challenge.realm}`;
    if (!byRealm.has(key)) byRealm.set(key, challenge);
  }
  return [...byRealm.values()];
}

function roundOf(
  messages: readonly MessageFacts[],
  indexes: readonly number[],
  place: number,
  index: number,
  challenged: MessageFacts,
  challenge: Credentials,
): AuthenticationRound {
  const wanted = challenge.header === 'Proxy-Authenticate' ? 'Proxy-Authorization' : 'Authorization';
  const base = { challenge: index, realm: challenge.realm };
  const nonces = new Set(challenged.challenges.map(other => other.nonce));
  let answer: number | undefined;
  let answerPlace = 0;
  let credentials: Credentials | undefined;
  for (let next = place + 1; next < indexes.length; next++) {
    const candidate = indexes[next];
    const facts = candidate === undefined ? undefined : messages[candidate];
    if (facts === undefined || facts.method === undefined || facts.method === 'ACK') continue;
    if (facts.method !== challenged.cseqMethod || (facts.cseq ?? 0) <= (challenged.cseq ?? 0)) continue;
    credentials = facts.answers.find(
      given => given.header === wanted && given.realm === challenge.realm && nonces.has(given.nonce),
    );
    credentials ??= facts.answers.find(given => given.header === wanted && given.realm === challenge.realm);
    credentials ??= facts.answers.find(given => given.header === wanted);
    if (credentials !== undefined) {
      answer = candidate;
      answerPlace = next;
      break;
    }
  }
  if (answer === undefined || credentials === undefined) {
    return {
      ...base,
      answer: null,
      outcome: 'unanswered',
      reason: `No ${challenged.cseqMethod ?? 'request'} with ${wanted} follows the ${challenged.status}.`,
      username: undefined,
      settledBy: null,
    };
  }
  const settled = settle(messages, indexes, answerPlace, messages[answer], challenge);
  const mistake = answerMistake(challenge, challenged, credentials);
  return {
    ...base,
    answer,
    username: credentials.username,
    outcome: settled.outcome,
    settledBy: settled.by,
    reason:
      settled.outcome !== 'accepted' && mistake !== undefined
        ? `${settled.reason} ${mistake}`
        : settled.reason,
  };
}

/** What shows from outside, without the password, that the answer cannot fit. */
function answerMistake(
  challenge: Credentials,
  challenged: MessageFacts,
  answer: Credentials,
): string | undefined {
  const offered = challenged.challenges.filter(other => other.header === challenge.header);
  const faults = answerFaults(answer, offered).map(fault => fault.text);
  return faults.length === 0 ? undefined : faults.join(' ');
}

function settle(
  messages: readonly MessageFacts[],
  indexes: readonly number[],
  place: number,
  answer: MessageFacts | undefined,
  challenge: Credentials,
): { outcome: AuthenticationOutcome; reason: string; by: number | null } {
  for (let next = place + 1; next < indexes.length; next++) {
    const by = indexes[next];
    const facts = by === undefined ? undefined : messages[by];
    if (by === undefined || facts?.status === undefined) continue;
    if (facts.cseq !== answer?.cseq || facts.cseqMethod !== answer?.cseqMethod || facts.status === 100)
      continue;
    const said = `${facts.status} ${facts.reason ?? ''}`.trim();
    const again = facts.challenges.find(
      other => other.header === challenge.header && other.realm === challenge.realm,
    );
    if ((facts.status === 401 || facts.status === 407) && again !== undefined) {
      return again.isStale
        ? { outcome: 'stale', reason: `The server answers ${said} with stale=true and a new nonce.`, by }
        : { outcome: 'refused', reason: `The server challenges again (${said}).`, by };
    }
    if (facts.status === 401 || facts.status === 407) {
      return { outcome: 'accepted', reason: `Another realm challenges next (${said}).`, by };
    }
    if (facts.status === 403) return { outcome: 'refused', reason: `The server answers ${said}.`, by };
    const isPassed = facts.status < 400 || PASSED_ON.has(facts.status);
    return isPassed
      ? { outcome: 'accepted', reason: `The server answers ${said}.`, by }
      : {
          outcome: 'unclear',
          reason: `The request with it fails with ${said}, which does not say whether the answer was good.`,
          by,
        };
  }
  return { outcome: 'pending', reason: 'No answer to the request with the credentials is seen.', by: null };
}

/** Failures that only come once a server has let the request pass: from the called side, or from looking for it. */
const PASSED_ON: ReadonlySet<number> = new Set([
  404, 408, 410, 422, 423, 480, 484, 485, 486, 487, 488, 491, 600, 603, 604, 606, 607, 608,
]);

/** What a call, registration or other exchange has come to. */
export type DialogState =
  | 'challenged'
  | 'trying'
  | 'ringing'
  | 'established'
  | 'terminated'
  | 'cancelled'
  | 'failed'
  | 'registered'
  | 'unregistered'
  | 'subscribed'
  | 'answered'
  | 'no-response'
  | 'unknown';

/** The state of one Call-ID after its last message. */
export function dialogState(messages: readonly MessageFacts[]): DialogState {
  const first = messages.find(facts => facts.method !== undefined || facts.cseqMethod !== undefined);
  const method = first?.method ?? first?.cseqMethod;
  if (method === undefined) return 'unknown';
  let state: DialogState = 'unknown';
  let isCancelled = false;
  for (const facts of messages) {
    const about = facts.cseqMethod ?? facts.method;
    if (facts.method === 'CANCEL') isCancelled = true;
    if (facts.method === 'BYE') {
      state = 'terminated';
      continue;
    }
    if (about !== method && !(method === 'SUBSCRIBE' && facts.method === 'NOTIFY')) continue;
    // Requests inside an established call (re-INVITE) do not undo it.
    const isLater: boolean = state === 'established' || state === 'terminated';
    if (facts.method !== undefined) {
      if (state === 'unknown') state = 'no-response';
      continue;
    }
    const status = facts.status ?? 0;
    if (isLater && status >= 200) continue;
    if (status < 180) state = isLater ? state : 'trying';
    else if (status < 200) state = isLater ? state : 'ringing';
    else if (status < 300) state = acceptedState(method);
    else if (status === 401 || status === 407) state = 'challenged';
    else if (status === 487 && isCancelled) state = 'cancelled';
    else state = 'failed';
  }
  if (method === 'REGISTER' && state === 'registered' && isRemoval(messages)) return 'unregistered';
  return state;
}

function acceptedState(method: string): DialogState {
  if (method === 'INVITE') return 'established';
  if (method === 'REGISTER') return 'registered';
  if (method === 'SUBSCRIBE') return 'subscribed';
  return method === 'BYE' ? 'terminated' : 'answered';
}

function isRemoval(messages: readonly MessageFacts[]): boolean {
  const last = messages.findLast(facts => facts.method === 'REGISTER');
  return last?.removesBindings === true;
}

/** RFC 3261 section 10.2.2: an expiry of 0 removes bindings. */
function removesBindings(message: SipMessage): boolean {
  const contacts = addressesNamed(message, 'Contact');
  const header = headerText(firstHeader(message, 'Expires'));
  return (
    contacts.length > 0 &&
    contacts.every(
      contact => Number(parameterValue(contact.parameters, 'expires') ?? header ?? Number.NaN) === 0,
    )
  );
}

function credentials(message: SipMessage, names: readonly string[]): readonly Credentials[] {
  if (!message.headers.some(header => header.facts?.kind === 'authentication')) return NONE;
  return names.flatMap(name =>
    headersNamed(message, name).map(header => {
      const scheme = /^\S*/.exec(header.value.text)?.[0] ?? '';
      const parameters = parseParameters(slicePiece(header.value, scheme.length), ',');
      const value = (parameter: string): string | undefined => parameterValue(parameters, parameter);
      return {
        header: header.canonical,
        scheme,
        realm: value('realm'),
        nonce: value('nonce'),
        username: value('username'),
        uri: value('uri'),
        algorithm: value('algorithm'),
        qop: value('qop'),
        nc: value('nc'),
        cnonce: value('cnonce'),
        opaque: value('opaque'),
        isStale: /^true$/i.test(value('stale') ?? ''),
      };
    }),
  );
}

const NONE: readonly Credentials[] = [];

interface Party {
  readonly tag: string | undefined;
  readonly user: string | undefined;
}

function partyIn(message: SipMessage, name: string): Party | undefined {
  const header = firstHeader(message, name);
  return header && party(header.value.text);
}

/** The values of From, To, Via and Route come again in every message of a dialog. */
const party = remembered((value): Party => {
  const address = parseAddress(wholePiece(value));
  return { tag: addressTag(address), user: decodedUser(address.uri) };
});

interface Hops {
  readonly count: number;
  readonly branch: string | undefined;
  readonly sentBy: string | undefined;
}

const hopsIn = remembered((value): Hops => {
  const hops = splitPiece(wholePiece(value), ',').filter(hop => hop.text !== '');
  const top = hops[0] && parseVia(hops[0]);
  return { count: hops.length, branch: top && viaBranch(top), sentBy: top && sentByOf(top) };
});

function sentByOf(top: ViaHop): string {
  const port = top.port?.text || (top.transport.text.toUpperCase() === 'TLS' ? '5061' : '5060');
  return `${top.host.text}:${port}`;
}

/** Host and port of the first Route, where a request is sent (RFC 3261 section 8.1.2). */
function routeOf(message: SipMessage): string | undefined {
  const header = firstHeader(message, 'Route');
  return header && nextHop(header.value.text).endpoint;
}

const nextHop = remembered((value): { readonly endpoint: string | undefined } => {
  const first = splitPiece(wholePiece(value), ',').find(route => route.text !== '');
  const uri = first && parseAddress(first).uri;
  if (uri?.host === undefined) return { endpoint: undefined };
  return { endpoint: `${uri.host.text}:${uri.port?.text || (uri.scheme === 'sips' ? '5061' : '5060')}` };
});
