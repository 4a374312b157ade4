import { timesSent } from '../../../../sip/dialog/retransmissions.ts';
import { hostOf } from '../../model/endpoint.ts';
import type { TraceEntry } from '../../model/entry.ts';
import type { TraceInParts } from '../../model/model.ts';

/** The message with a number, among messages in the order of their numbers. */
export function messageAt(entries: readonly TraceEntry[], index: number | undefined): TraceEntry | undefined {
  if (index === undefined) return undefined;
  const found = entries[firstFrom(entries, index)];
  return found?.index === index ? found : undefined;
}

/** The first of some messages, in the order of their numbers, that stands after message `index`. */
export function messageAfter(entries: readonly TraceEntry[], index: number): TraceEntry | undefined {
  return entries[firstFrom(entries, index + 1)];
}

/** The messages by a key of theirs; those without a key are left out. */
export function messagesBy(
  entries: readonly TraceEntry[],
  keyOf: (entry: TraceEntry) => string | undefined,
): ReadonlyMap<string, readonly TraceEntry[]> {
  const found = new Map<string, TraceEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === undefined) continue;
    const list = found.get(key);
    if (list === undefined) found.set(key, [entry]);
    else list.push(entry);
  }
  return found;
}

/** A message and those that repeat it. */
export function copiesOf(
  trace: TraceInParts,
  entries: readonly TraceEntry[],
  message: TraceEntry,
): readonly TraceEntry[] {
  return entries.filter(
    ({ index }) => index === message.index || trace.flow.arrows[index]?.repeats === message.index,
  );
}

/** How often a message with these copies was sent. */
export function timesSentOf(trace: TraceInParts, copies: readonly TraceEntry[]): number {
  return timesSent(copies.map(({ index }) => trace.flow.arrows[index]?.seconds));
}

/** The host of `host:port`, without the brackets of IPv6. */
export function bareHost(endpoint: string | undefined): string {
  return hostOf(endpoint ?? '').replace(/^\[|\]$/g, '');
}

export function isAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$|:/.test(host);
}

function firstFrom(entries: readonly TraceEntry[], index: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}
