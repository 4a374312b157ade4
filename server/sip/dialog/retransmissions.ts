import type { MessageFacts } from './messageFacts.ts';

/**
 * The client transaction that a message belongs to (RFC 3261 section 17.1.3): the branch of the topmost Via with the
 * method, where the INVITE and an ACK to a refusal count as one. Without the magic cookie, the rules of section 17.2.3.
 */
export function transactionKey(facts: MessageFacts): string {
  const method = facts.cseqMethod === 'ACK' ? 'INVITE' : (facts.cseqMethod ?? facts.method ?? '');
  return facts.branch?.startsWith('z9hG4bK') === true
    ? `${facts.branch} ${method}`
    : `${facts.callId ?? ''} ${facts.fromTag ?? ''} ${facts.cseq ?? ''} ${method} ${facts.sentBy ?? ''}`;
}

/** One message of a trace in the order of time; `from` and `to` are addresses, if known. */
export interface TimedFacts {
  readonly facts: MessageFacts;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * For every message, the index of the earlier one that it repeats: sent again because no response arrived (RFC 3261 section
 * 17.1.1.2), or captured twice. Undefined for the others.
 */
export function retransmissions(messages: readonly TimedFacts[]): (number | undefined)[] {
  // In most dialogs, no start line occurs twice.
  if (new Set(messages.map(({ facts }) => facts.startLine)).size === messages.length)
    return messages.map(() => undefined);
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

/**
 * How often a message was sent, from the seconds at which it was captured, in their order: what is captured at two places of one way
 * shows twice at nearly the same time, while the first retransmission takes half a second (RFC 3261 section 17.1.1.1).
 */
export function timesSent(captured: readonly (number | undefined)[]): number {
  let times = 0;
  let last: number | undefined;
  for (const seconds of captured) {
    if (seconds === undefined || last === undefined || Math.abs(seconds - last) > AT_ONCE) {
      times++;
      last = seconds;
    }
  }
  return times;
}

const AT_ONCE = 0.1;
