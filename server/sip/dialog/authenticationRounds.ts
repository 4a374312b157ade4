import { answerFaults, digestUriFault } from '../digest/answerFaults.ts';
import type { Credentials, MessageFacts } from './messageFacts.ts';

/** How a challenge ended. */
export type AuthenticationOutcome =
  /** The answer was accepted: the request passed, whatever happened later. */
  | 'accepted'
  /** The answer was refused: another challenge of the same kind, or 403. */
  | 'refused'
  /** The answer was well-formed, but its nonce was too old: the server sent a new one with stale=true. */
  | 'stale'
  /** The challenge was never answered. */
  | 'unanswered'
  /** The request with the answer failed in a way that does not show whether the answer was accepted. */
  | 'unclear'
  /** It was answered, but the outcome is not known. */
  | 'pending';

/** A challenge (401 or 407) and the request that answers it. */
export interface AuthenticationRound {
  /** Index of the response with the challenge. */
  readonly challenge: number;
  /** Index of the request with the answer; null when there is none. */
  readonly answer: number | null;
  readonly outcome: AuthenticationOutcome;
  /** A sentence with the evidence. */
  readonly reason: string;
  readonly realm: string | undefined;
  readonly username: string | undefined;
  /** Why the answer cannot be correct, whatever the password is; absent if nothing shows it. */
  readonly mistake?: string;
  /** Index of the response that decided it. */
  readonly settledBy: number | null;
}

/**
 * The authentication rounds of one Call-ID. `indexes` are the messages of the call in `messages`, in the order of
 * time. A challenge that several hops pass on counts once, at its first occurrence.
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
  const mistake =
    settled.outcome === 'accepted'
      ? undefined
      : answerMistake(challenge, challenged, credentials, messages[answer]);
  return {
    ...base,
    answer,
    username: credentials.username,
    outcome: settled.outcome,
    settledBy: settled.by,
    reason: mistake === undefined ? settled.reason : `${settled.reason} ${mistake}`,
    ...(mistake === undefined ? {} : { mistake }),
  };
}

/** Evidence, without the password, that the answer cannot be correct. */
function answerMistake(
  challenge: Credentials,
  challenged: MessageFacts,
  answer: Credentials,
  request: MessageFacts | undefined,
): string | undefined {
  const offered = challenged.challenges.filter(other => other.header === challenge.header);
  const faults = answerFaults(answer, offered).map(fault => fault.text);
  // A proxy may change the Request-URI, but not before the first hop.
  const isFirstHop = request?.hops === 1 && request.requestUri !== undefined;
  if (isFirstHop && answer.uri !== undefined && answer.uri !== '' && !answer.uri.includes('**')) {
    const fault = digestUriFault(answer.uri, request.requestUri);
    if (fault !== undefined) faults.push(fault);
  }
  return faults.length === 0 ? undefined : faults.join(' ');
}

function settle(
  messages: readonly MessageFacts[],
  indexes: readonly number[],
  place: number,
  answer: MessageFacts | undefined,
  challenge: Credentials,
): { outcome: AuthenticationOutcome; reason: string; by: number | null } {
  let isTried = false;
  for (let next = place + 1; next < indexes.length; next++) {
    const by = indexes[next];
    const facts = by === undefined ? undefined : messages[by];
    if (by === undefined || facts?.status === undefined) continue;
    if (facts.cseq !== answer?.cseq || facts.cseqMethod !== answer?.cseqMethod) continue;
    if (facts.status === 100) {
      isTried = true;
      continue;
    }
    const said = `${facts.status} ${facts.reason ?? ''}`.trim();
    const again = facts.challenges.find(
      other => other.header === challenge.header && other.realm === challenge.realm,
    );
    if ((facts.status === 401 || facts.status === 407) && again !== undefined) {
      return again.isStale
        ? { outcome: 'stale', reason: `The server responds with ${said}, stale=true and a new nonce.`, by }
        : { outcome: 'refused', reason: `The server challenges again (${said}).`, by };
    }
    if (facts.status === 401 || facts.status === 407) {
      // The request passes all proxies before the server that sends 401 sees its answer.
      return challenge.header === 'Proxy-Authenticate'
        ? { outcome: 'accepted', reason: `The next challenge is for another realm (${said}).`, by }
        : {
            outcome: 'unclear',
            reason: `The next challenge is for another realm (${said}), which does not show whether the answer was accepted.`,
            by,
          };
    }
    if (facts.status === 403) return { outcome: 'refused', reason: `The server responds with ${said}.`, by };
    const isPassed = facts.status < 400 || PASSED_ON.has(facts.status);
    return isPassed
      ? { outcome: 'accepted', reason: `The server responds with ${said}.`, by }
      : {
          outcome: 'unclear',
          reason: `The request with the answer fails with ${said}, which does not show whether the answer was accepted.`,
          by,
        };
  }
  return {
    outcome: 'pending',
    reason: `The trace shows ${isTried ? 'only 100 Trying for' : 'no response to'} the request with the credentials.`,
    by: null,
  };
}

/** Failures that occur only after a server has accepted the request: from the called side, or from locating it. */
const PASSED_ON: ReadonlySet<number> = new Set([
  404, 408, 410, 422, 423, 480, 484, 485, 486, 487, 488, 491, 600, 603, 604, 606, 607, 608,
]);
