import { answerFaults } from '../digest/answerFaults.ts';
import type { Credentials, MessageFacts } from './messageFacts.ts';

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
  const mistake =
    settled.outcome === 'accepted' ? undefined : answerMistake(challenge, challenged, credentials);
  return {
    ...base,
    answer,
    username: credentials.username,
    outcome: settled.outcome,
    settledBy: settled.by,
    reason: mistake === undefined ? settled.reason : `${settled.reason} ${mistake}`,
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
