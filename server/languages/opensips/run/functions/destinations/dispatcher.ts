import { matchesShellPattern } from '../../../../../text/shellPattern.ts';
import { inNetwork } from '../../messages/network.ts';
import type { Execution } from '../../server.ts';
import { addAvp, avpText, shiftAvp } from '../../values/scriptVariables.ts';
import { changeUri } from '../../values/uriVariables.ts';
import { integerValue, optionalText, textValue } from '../../values/value.ts';
import { variableOf } from '../../values/variables.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';
import { choose, ordered } from './dispatcherAlgorithms.ts';
import {
  type Destination,
  type DestinationSet,
  isActive,
  type Partition,
  partitionOf,
} from './dispatcherSets.ts';

/** A function over the sets of a partition; a question without a table, -1 for a partition that is not defined. */
function over(
  name: string,
  partitionAt: number,
  run: (x: Execution, args: Arguments, partition: Partition, sets: readonly DestinationSet[]) => number,
): FunctionRun {
  return (x, args) => {
    const partition = partitionOf(x.server, args.text(partitionAt));
    if (partition === undefined) return -1;
    return partition.sets === undefined
      ? askFunction(x, name, args)
      : run(x, args, partition, partition.sets);
  };
}

export const dispatcher: ModuleModel = {
  name: 'dispatcher',
  functions: {
    ds_select_dst: over('ds_select_dst', 3, (x, args, partition, sets) =>
      select(x, args, partition, sets, false),
    ),
    ds_select_domain: over('ds_select_domain', 3, (x, args, partition, sets) =>
      select(x, args, partition, sets, true),
    ),
    ds_next_dst: over('ds_next_dst', 0, (x, _, partition) => next(x, partition, false)),
    ds_next_domain: over('ds_next_domain', 0, (x, _, partition) => next(x, partition, true)),
    ds_mark_dst: over('ds_mark_dst', 1, mark),
    ds_is_in_list: over('ds_is_in_list', 3, isInList),
    ds_count: over('ds_count', 3, count),
    ds_push_script_attrs: over('ds_push_script_attrs', 4, (_, args, _partition, sets) => {
      const [address, port] = [args.text(1) ?? '', args.number(2) ?? 0];
      for (const one of destinationsAt(sets, args.number(3), address, port))
        one.destination.scriptAttributes = args.text(0) ?? '';
      return 1;
    }),
    ds_get_script_attrs: over('ds_get_script_attrs', 2, (_, args, _partition, sets) => {
      const set = args.number(1) ?? -1;
      const found = sets
        .filter(one => set === -1 || one.id === set)
        .flatMap(({ destinations }) => destinations)
        .find(one => one.uri === args.text(0));
      return found !== undefined && args.set(3, textValue(found.scriptAttributes)) ? 1 : -1;
    }),
  },
};

/** Selects a destination of a set by an algorithm and keeps the others for a failover (ds_select_dst). */
function select(
  x: Execution,
  args: Arguments,
  partition: Partition,
  sets: readonly DestinationSet[],
  changesUri: boolean,
): number {
  const id = args.number(0) ?? 0;
  const set = sets.find(one => one.id === id);
  if (set === undefined || !set.destinations.some(isActive)) return -1;
  const algorithm = args.number(1) ?? 0;
  const flags = (args.text(2) ?? '').toLowerCase();
  const usesDefault = flags.includes('d');
  const order = ordered(x, algorithm, set, usesDefault);
  if (order !== undefined && (order.length === 0 || order[0] === undefined)) return -1;
  const chosen = order === undefined ? choose(x, set, algorithm, flags) : 0;
  if (chosen === undefined) return -1;
  const list = order ?? set.destinations;
  const selected = list[chosen];
  if (selected === undefined) return -1;
  set.last = chosen;
  const counted = set.destinations[chosen];
  if (algorithm === 4 && counted !== undefined) counted.turns++;
  apply(x, selected.target, selected.socket, changesUri);
  let kept = 0;
  if (flags.includes('f')) kept = keepOthers(x, args, partition, { set, list, chosen, flags, usesDefault });
  const { avps } = partition;
  if (avps.attributes !== undefined) addAvp(x, avps.attributes, textValue(selected.attributes));
  if (avps.scriptAttributes !== undefined)
    addAvp(x, avps.scriptAttributes, textValue(selected.scriptAttributes));
  addAvp(x, avps.group, integerValue(id));
  addAvp(x, avps.count, integerValue(kept));
  return 1;
}

interface Selection {
  readonly set: DestinationSet;
  readonly list: readonly Destination[];
  readonly chosen: number;
  readonly flags: string;
  readonly usesDefault: boolean;
}

/** Puts the other active destinations into AVPs, the next one to try foremost; gives how many there are. */
function keepOthers(
  x: Execution,
  args: Arguments,
  { avps }: Partition,
  { set, list, chosen, flags, usesDefault }: Selection,
): number {
  if (!flags.includes('a')) {
    const names = [
      avps.destination,
      avps.group,
      avps.count,
      avps.socket,
      avps.attributes,
      avps.scriptAttributes,
    ];
    for (const name of names) if (name !== undefined) x.avps.delete(name);
  }
  let kept = 0;
  const keep = (one: Destination): void => {
    kept++;
    addAvp(x, avps.socket, textValue(one.socket?.name ?? ''));
    addAvp(x, avps.destination, textValue(one.target));
    if (avps.attributes !== undefined) addAvp(x, avps.attributes, textValue(one.attributes));
    if (avps.scriptAttributes !== undefined)
      addAvp(x, avps.scriptAttributes, textValue(one.scriptAttributes));
  };
  const size = list.length;
  const fallback = set.destinations.at(-1);
  if (usesDefault && chosen !== size - 1 && fallback !== undefined) keep(fallback);
  const inactive = (usesDefault ? set.destinations.slice(0, -1) : set.destinations).filter(
    one => !isActive(one),
  ).length;
  let skipped = size - inactive - (usesDefault ? 1 : 0) - (args.number(4) ?? 1000);
  for (let step = size - 1; step > 0; step--) {
    const at = (chosen + step) % size;
    const one = list[at];
    if (one === undefined || !isActive(one) || (usesDefault && at === size - 1)) continue;
    if (skipped-- > 0) continue;
    keep(one);
  }
  const selected = list[chosen];
  if (selected !== undefined) addAvp(x, avps.destination, textValue(selected.uri));
  return kept + 1;
}

function apply(x: Execution, target: string, socket: Destination['socket'], changesUri: boolean): void {
  if (changesUri) changeUri(x, { hostAndPort: target.replace(/^[a-z]+:/i, '') });
  else x.message.dstUri = target;
  if (socket !== undefined) x.message.sendSocket = socket;
}

/** Takes the next of the destinations that were kept; -1 when none is left (ds_next_dst). */
function next(x: Execution, { avps }: Partition, changesUri: boolean): number {
  if (!shiftAvp(x, avps.destination)) return -1;
  if (avps.attributes !== undefined) shiftAvp(x, avps.attributes);
  if (avps.scriptAttributes !== undefined) shiftAvp(x, avps.scriptAttributes);
  const target = avpText(x, avps.destination);
  if (target === undefined) return -1;
  const name = avpText(x, avps.socket);
  shiftAvp(x, avps.socket);
  apply(
    x,
    target,
    name === undefined || name === '' ? undefined : x.server.sockets.find(one => one.name === name),
    changesUri,
  );
  return 1;
}

/** Marks the destination that is used: inactive, active or probing. */
function mark(x: Execution, args: Arguments, { avps }: Partition, sets: readonly DestinationSet[]): number {
  const word = args.text(0) ?? 'i';
  const states: Readonly<Record<string, number>> = { i: 1, '0': 1, p: 2, '2': 2, a: 0, '1': 0 };
  const state = states[word.toLowerCase()];
  const group = x.avps.get(avps.group)?.[0]?.number;
  const uri = avpText(x, avps.destination);
  if (state === undefined || group === undefined || uri === undefined) return -1;
  const found = sets
    .find(({ id }) => id === group)
    ?.destinations.find(one => one.uri.toLowerCase() === uri.toLowerCase());
  if (found === undefined) return -1;
  if (state !== 2) found.state = state;
  else if (found.state === 1) found.state = 0;
  else if (++found.failures >= probingThreshold(x)) found.state = 2;
  return 1;
}

/** How many failures make a destination one that is probed. */
function probingThreshold({ server }: Execution): number {
  const number = (name: string, otherwise: number): number =>
    server.parameterNumber('dispatcher', name, otherwise);
  return number('ds_probing_threshold', number('ds_probing_threshhold', 3));
}

function destinationsAt(
  sets: readonly DestinationSet[],
  wanted: number | undefined,
  address: string,
  port: number,
): readonly { readonly destination: Destination; readonly set: number }[] {
  return sets
    .toReversed()
    .filter(({ id }) => wanted === undefined || wanted === -1 || id === wanted)
    .flatMap(({ id, destinations }) =>
      destinations
        .filter(one => inNetwork(address, one.host) === true && (port === 0 || one.port === port))
        .map(destination => ({ destination, set: id })),
    );
}

function isInList(
  x: Execution,
  args: Arguments,
  { avps }: Partition,
  sets: readonly DestinationSet[],
): number {
  const set = args.number(2) ?? -1;
  const onlyActive = (args.number(4) ?? 0) !== 0;
  const pattern = args.text(5);
  const found = destinationsAt(sets, set, args.text(0) ?? '', args.number(1) ?? 0).find(
    ({ destination }) =>
      (!onlyActive || isActive(destination)) &&
      (pattern === undefined ||
        (destination.attributes !== '' && matchesShellPattern(pattern, destination.attributes))),
  );
  if (found === undefined) return -1;
  const name = x.server.parameter('dispatcher', 'setid_pvar');
  const variable = name === undefined || set !== -1 ? undefined : variableOf(x, name);
  if (variable !== undefined)
    x.server.engine.variable(x.server, variable.name)?.set?.(x, variable, integerValue(found.set), '=');
  const { destination } = found;
  if (avps.attributes !== undefined) addAvp(x, avps.attributes, optionalText(destination.attributes));
  if (avps.scriptAttributes !== undefined)
    addAvp(x, avps.scriptAttributes, textValue(destination.scriptAttributes));
  return 1;
}

function count(
  _: Execution,
  args: Arguments,
  _partition: Partition,
  sets: readonly DestinationSet[],
): number {
  const found = sets.find(({ id }) => id === args.number(0));
  if (found === undefined) return -1;
  const filter = (args.text(1) ?? '').toLowerCase();
  const wanted = [/[a1]/, /[i0]/, /[p2]/].map(pattern => pattern.test(filter));
  const isAny = wanted.every(one => !one);
  const number = found.destinations.filter(({ state }) => isAny || wanted[state] === true).length;
  return args.set(2, integerValue(number)) ? 1 : -1;
}
