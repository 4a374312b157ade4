import { hostOf } from './endpoint.ts';
import { laneNames } from './laneNames.ts';
import type { TraceInParts } from './model.ts';
import { sameHosts } from './sameHosts.ts';

/** One vertical line of a call flow: a host, or one port of it. */
export interface Lane {
  readonly key: string;
  /** Its addresses; of a host with many, the first two. */
  readonly label: string;
  /** What it is (`Linphone of bob`, `Asterisk`, `registrar`), only when the messages prove it. */
  readonly name: string | undefined;
}

/** The lanes that a set of arrows needs, and the lane of each end of an arrow. */
export interface Lanes {
  readonly lanes: readonly Lane[];
  /** The number of the lane of an `address:port`. */
  readonly of: (endpoint: string) => number;
}

/**
 * Makes the lanes in the order in which hosts appear. With `foldPorts` the ports of a host share a lane, unless the host
 * talks to itself: then its ports are separate. Addresses that the messages prove to be of one host share a lane as well.
 */
export function lanesOf(trace: TraceInParts, indexes: readonly number[], foldPorts: boolean): Lanes {
  const { flow } = trace;
  const talksToItself = new Set<string>();
  const hosts = new Set<string>();
  for (const index of indexes) {
    const arrow = flow.arrows[index];
    if (arrow === undefined) continue;
    const from = hostOf(arrow.from);
    const to = hostOf(arrow.to);
    hosts.add(from).add(to);
    if (from === to) talksToItself.add(from);
  }
  // Two hosts that exchange messages cannot be the same one.
  const first = foldPorts && hosts.size > 2 ? sameHosts(trace, indexes) : NOT_JOINED;
  const keyOf = (endpoint: string): string => {
    const host = hostOf(endpoint);
    return foldPorts && !talksToItself.has(host) ? (first.get(host) ?? host) : endpoint;
  };
  const numbers = new Map<string, number>();
  const byEndpoint = new Map<string, number>();
  const found: { readonly key: string; readonly addresses: string[] }[] = [];
  for (const index of indexes) {
    const arrow = flow.arrows[index];
    if (arrow === undefined) continue;
    for (const endpoint of [arrow.from, arrow.to]) {
      if (byEndpoint.has(endpoint)) continue;
      const key = keyOf(endpoint);
      const address = key === endpoint ? key : hostOf(endpoint);
      const number = numbers.get(key) ?? found.length;
      numbers.set(key, number);
      byEndpoint.set(endpoint, number);
      const lane = found[number];
      if (lane === undefined) found.push({ key, addresses: [address] });
      else if (!lane.addresses.includes(address)) lane.addresses.push(address);
    }
  }
  const of = (endpoint: string): number => byEndpoint.get(endpoint) ?? numbers.get(keyOf(endpoint)) ?? 0;
  const names = laneNames(trace, indexes, of, found.length);
  return {
    lanes: found.map(({ key, addresses }, number) => ({
      key,
      label: addresses.slice(0, 2).join(', '),
      name: names[number],
    })),
    of,
  };
}

const NOT_JOINED: ReadonlyMap<string, string> = new Map();
