import { runCalledRoute } from '../../routes.ts';
import type { Execution } from '../../server.ts';
import { leadingNumber, textValue } from '../../values/value.ts';
import { getVariable, variableOf } from '../../values/variables.ts';
import { ANY, hashFor } from './dispatcherHash.ts';
import { type Destination, type DestinationSet, isActive } from './dispatcherSets.ts';

/** The place of the destination that a hash, a turn or chance leads to; the next active one where it is not active. */
export function choose(
  x: Execution,
  set: DestinationSet,
  algorithm: number,
  flags: string,
): number | undefined {
  const { destinations: all } = set;
  const usesDefault = flags.includes('d');
  const size = usesDefault && all.length > 1 ? all.length - 1 : all.length;
  const hash = hashFor(x, algorithm, flags);
  if (hash === undefined) return undefined;
  if (hash === ANY) return byChance(x, all.slice(0, size)) ?? lastOne(all, usesDefault);
  const candidate = hash === 0 ? withoutHash(set, algorithm, size) : byWeight(all.slice(0, size), hash);
  let at = candidate;
  do {
    const one = all[at];
    if (one !== undefined && isActive(one)) return at;
    if (hash === 0) at = (at + 1) % size;
    else {
      const active = all.slice(0, size).flatMap((other, place) => (isActive(other) ? [place] : []));
      const place = byWeight(
        active.flatMap(index => all[index] ?? []),
        hash,
      );
      at = active[place] ?? at;
    }
  } while (at !== candidate);
  return lastOne(all, usesDefault);
}

/** The last destination of a set is the one for when nothing else works, where the call says so. */
function lastOne(all: readonly Destination[], usesDefault: boolean): number | undefined {
  const last = all.at(-1);
  return usesDefault && last !== undefined && isActive(last) ? all.length - 1 : undefined;
}

function withoutHash(set: DestinationSet, algorithm: number, size: number): number {
  if (algorithm === 5) {
    const at = set.last;
    set.last = (at + 1) % size;
    return at;
  }
  if (algorithm !== 4) return 0;
  const last = set.destinations[set.last];
  if (last !== undefined && last.turns < last.weight) return set.last;
  if (last !== undefined) last.turns = 0;
  return (set.last + 1) % size;
}

/** The place that a hash leads to, by the weights of the destinations. */
function byWeight(list: readonly Destination[], hash: number): number {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  if (list.length === 0) return 0;
  if (total === 0) return hash % list.length;
  let rest = hash % total;
  for (const [place, { weight }] of list.entries()) {
    if (rest < weight) return place;
    rest -= weight;
  }
  return 0;
}

function byChance(x: Execution, list: readonly Destination[]): number | undefined {
  const active = list.filter(
    one => isActive(one) && (one.weight > 0 || list.every(({ weight }) => weight === 0)),
  );
  const [first] = active;
  if (first === undefined) return undefined;
  if (active.length === 1) return list.indexOf(first);
  const uris = active.map(({ uri }) => uri);
  const answer = x.server.questions.ask('Which destination does chance pick?', first.uri, uris);
  return list.indexOf(active.find(({ uri }) => uri === answer) ?? first);
}

/** Algorithms 9 and 10 sort the destinations by a variable or by what a route returns; undefined for the others. */
export function ordered(
  x: Execution,
  algorithm: number,
  set: DestinationSet,
  usesDefault: boolean,
): readonly Destination[] | undefined {
  const pattern = x.server.parameter('dispatcher', 'pvar_algo_pattern');
  if (algorithm !== 10 && (algorithm !== 9 || pattern === undefined)) return undefined;
  const rest = usesDefault ? set.destinations.slice(0, -1) : set.destinations;
  const rated: { readonly one: Destination; readonly value: number }[] = [];
  const late: Destination[] = [];
  for (const one of rest) {
    const value = !isActive(one)
      ? undefined
      : algorithm === 9
        ? patternValue(x, pattern ?? '', set.id, one.uri)
        : routeValue(x, one);
    if (value === undefined) late.unshift(one);
    else rated.push({ one, value });
  }
  const sorted = rated.toSorted((a, b) => a.value - b.value).map(({ one }) => one);
  if (sorted.length === 0) return [];
  const last = usesDefault ? set.destinations.slice(-1) : [];
  return [...sorted, ...late, ...last];
}

function patternValue(x: Execution, pattern: string, set: number, uri: string): number {
  const name = pattern.replace(/%u/g, uri).replace(/%i/g, String(set));
  const variable = variableOf(x, name);
  if (variable === undefined) return 0;
  const value = getVariable(x, variable);
  return value.number ?? leadingNumber(value.text ?? '');
}

function routeValue(x: Execution, one: Destination): number | undefined {
  const name = x.server.parameter('dispatcher', 'algo_route');
  const placed = name === undefined ? undefined : x.server.route('request', name);
  if (placed === undefined) return undefined;
  const named = new Map([
    ['dst_uri', textValue(one.target)],
    ['attrs', textValue(one.attributes)],
    ['script_attrs', textValue(one.scriptAttributes)],
  ]);
  const value = runCalledRoute(x, placed, [...named.values()], named);
  return value < 0 ? undefined : value;
}
