import type { Flow } from './flow.ts';

/** One vertical line of a call flow: a host, or one port of it. */
export interface Lane {
  readonly key: string;
  readonly label: string;
}

/** The lanes that a set of arrows needs, and the lane of each end of an arrow. */
export interface Lanes {
  readonly lanes: readonly Lane[];
  /** The number of the lane of an `address:port`. */
  readonly of: (endpoint: string) => number;
}

/**
 * Makes the lanes in the order in which hosts appear. With `foldPorts` the ports of a host share a lane, unless the host
 * talks to itself: then its ports are separate.
 */
export function lanesOf(flow: Flow, indexes: readonly number[], foldPorts: boolean): Lanes {
  const talksToItself = new Set<string>();
  for (const index of indexes) {
    const arrow = flow.arrows[index];
    if (arrow !== undefined && hostOf(arrow.from) === hostOf(arrow.to)) talksToItself.add(hostOf(arrow.from));
  }
  const keyOf = (endpoint: string): string => {
    const host = hostOf(endpoint);
    return foldPorts && !talksToItself.has(host) ? host : endpoint;
  };
  const numbers = new Map<string, number>();
  for (const index of indexes) {
    const arrow = flow.arrows[index];
    if (arrow === undefined) continue;
    for (const endpoint of [arrow.from, arrow.to]) {
      const key = keyOf(endpoint);
      if (!numbers.has(key)) numbers.set(key, numbers.size);
    }
  }
  return {
    lanes: [...numbers.keys()].map(key => ({ key, label: key })),
    of: endpoint => numbers.get(keyOf(endpoint)) ?? 0,
  };
}

/** `192.0.2.1` of `192.0.2.1:5060`. */
export function hostOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '');
}
