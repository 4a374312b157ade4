import type { MessageFacts } from '../../../sip/dialog/messageFacts.ts';
import { messageText } from '../reading/compact.ts';
import { hostOf } from './endpoint.ts';
import type { Arrow } from './flow.ts';
import type { TraceInParts } from './model.ts';

/**
 * The first address of each host that the messages prove to have several: by the address that a server wrote into Via
 * (RFC 3261 section 18.2.1, RFC 3581), by a response from another address than the one that got the request, and, where
 * the log has no addresses, by the tags of a dialog: a tag belongs to one user agent.
 */
export function sameHosts(trace: TraceInParts, indexes: readonly number[]): ReadonlyMap<string, string> {
  const pairs = new Pairs();
  const agents = new Map<string, Agent>();
  const relayed = new Set<string>();
  for (const index of indexes) {
    const arrow = trace.flow.arrows[index];
    const entry = trace.entries[index];
    if (arrow === undefined || entry === undefined) continue;
    const { facts } = entry;
    if (facts.hops === 1 && facts.sentBy !== undefined) {
      const received = /;[ \t]*received=([^;,\s]+)/i.exec(topVia(messageText(entry.message)))?.[1];
      const seen = facts.method !== undefined && !arrow.isFromGuessed ? hostOf(arrow.from) : undefined;
      pairs.add(hostOf(facts.sentBy), seen ?? received);
    }
    const request = arrow.answers === undefined ? undefined : trace.flow.arrows[arrow.answers];
    if (request !== undefined && !arrow.isFromGuessed && !request.isToGuessed)
      pairs.join(hostOf(request.to), hostOf(arrow.from));
    if (facts.callId === undefined) continue;
    if (facts.hops > 1) relayed.add(facts.callId);
    else noteAgents(agents, facts.callId, facts, arrow);
  }
  for (const { callId, called, route, own } of agents.values()) {
    if (called === undefined || relayed.has(callId)) continue;
    if (route !== undefined) pairs.add(called, route);
    else for (const host of own) pairs.add(called, host);
  }
  return pairs.firsts();
}

/** One side of a dialog that no proxy relays, known by its tag, where the log has no addresses. */
interface Agent {
  readonly callId: string;
  /** Where the request went that it answered. */
  called: string | undefined;
  /** The first proxy on the way to it. */
  route: string | undefined;
  /** Its own addresses: of its requests, and of requests to it without Route. */
  readonly own: Set<string>;
}

function noteAgents(agents: Map<string, Agent>, callId: string, facts: MessageFacts, arrow: Arrow): void {
  const side = (tag: string): Agent => {
    const key = `${callId}\n${tag}`;
    const known = agents.get(key);
    if (known !== undefined) return known;
    const agent: Agent = { callId, called: undefined, route: undefined, own: new Set() };
    agents.set(key, agent);
    return agent;
  };
  const { fromTag, toTag } = facts;
  if (facts.method === undefined) {
    if (toTag !== undefined && arrow.isFromGuessed) side(toTag).called ??= hostOf(arrow.from);
    return;
  }
  if (fromTag !== undefined && arrow.isFromGuessed) {
    const agent = side(fromTag);
    if (toTag === undefined) agent.called ??= hostOf(arrow.from);
    else agent.own.add(hostOf(arrow.from));
  }
  if (toTag === undefined || !arrow.isToGuessed) return;
  if (facts.route === undefined) side(toTag).own.add(hostOf(arrow.to));
  else side(toTag).route = hostOf(arrow.to);
}

function topVia(text: string): string {
  return /^(?:via|v)[ \t]*:(.*)$/im.exec(text)?.[1]?.split(',', 1)[0] ?? '';
}

/** Pairs of addresses of one host. Pairs that are only likely count if neither address is in another one. */
class Pairs {
  private readonly certain: [string, string][] = [];
  private readonly likely = new Map<string, Set<string>>();

  join(first: string, second: string): void {
    if (first !== second) this.certain.push([first, second]);
  }

  add(first: string, second: string | undefined): void {
    if (second === undefined || first === second) return;
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const others = this.likely.get(one);
      if (others === undefined) this.likely.set(one, new Set([other]));
      else others.add(other);
    }
  }

  firsts(): ReadonlyMap<string, string> {
    const parents = new Map<string, string>();
    const root = (host: string): string => {
      let at = host;
      for (let above = parents.get(at); above !== undefined; above = parents.get(at)) at = above;
      return at;
    };
    const unite = (first: string, second: string): void => {
      const [one, other] = [root(first), root(second)];
      if (one !== other) parents.set(other, one);
    };
    for (const [first, second] of this.certain) unite(first, second);
    for (const [first, others] of this.likely) {
      const [second] = others;
      if (second !== undefined && others.size === 1 && this.likely.get(second)?.size === 1)
        unite(first, second);
    }
    return new Map([...parents.keys()].map(host => [host, root(host)]));
  }
}
