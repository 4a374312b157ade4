import { parameterValue } from '../model/parameters.ts';
import type { Argument, Call } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { type CallChange, sourceOf } from './callChange.ts';

const why = 'Since 3.0 the partition is an argument of its own.';

/** Where the partition is among the arguments, for functions that once took it before the first one: `"partition:1"`. */
const places: readonly { readonly names: readonly string[]; readonly at: number }[] = [
  { names: ['ds_select_dst', 'ds_select_domain'], at: 3 },
  { names: ['dp_translate'], at: 4 },
  { names: ['do_routing'], at: 6 },
  { names: ['is_from_gw', 'goes_to_gw'], at: 4 },
  { names: ['check_address'], at: 6 },
  { names: ['check_source_address'], at: 3 },
  { names: ['get_source_group'], at: 1 },
];

/** Calls that named a partition, or the most results, together with something else. */
export const partitionChanges: readonly CallChange[] = [
  ...places.map(
    ({ names, at }): CallChange => ({
      names,
      since: '3.0',
      rewrite: call => {
        const read = packedPartition(call.args[0]);
        if (read === undefined || call.args.length > at) return undefined;
        return {
          text: withPartition(call, read.value, read.partition, at),
          verdict: 'done',
          what: `The partition "${read.partition}" of \`${call.name.text}\` is now argument ${at + 1}.`,
          why,
        };
      },
    }),
  ),
  {
    names: ['route_to_gw', 'route_to_carrier'],
    since: '3.0',
    rewrite: (call, _, { model }) => {
      const [first] = call.args;
      const hasPartitions = Number(parameterValue(model, 'drouting', 'use_partitions')?.value ?? 0) !== 0;
      const read = hasPartitions ? /^([\w-]+):(.+)$/.exec(textOf(first) ?? '') : null;
      if (read === null || call.args.length > 3) return undefined;
      const [, partition = '', value = ''] = read;
      return {
        text: withPartition(call, `"${value}"`, partition, 3),
        verdict: 'done',
        what: `The partition "${partition}" of \`${call.name.text}\` is now argument 4.`,
        why,
      };
    },
  },
  {
    names: ['ds_select_dst', 'ds_select_domain'],
    since: '3.0',
    rewrite: call => {
      const [set, algorithm, packed, partition, ...rest] = call.args;
      const read = /^([a-zA-Z]*)(\d+)$/.exec(textOf(packed) ?? '');
      if (set === undefined || algorithm === undefined || read === null || rest.length > 0) return undefined;
      const [, flags = '', most = ''] = read;
      const named = partition === undefined ? '' : sourceOf(partition);
      return {
        text: `${call.name.text}(${sourceOf(set)}, ${sourceOf(algorithm)}, ${flags === '' ? '' : `"${flags}"`}, ${named}, ${most})`,
        verdict: 'done',
        what: `The largest number of results of \`${call.name.text}\` is now argument 5.`,
        why: 'Since 3.0 it is an argument of its own.',
      };
    },
  },
];

/** `"partition:1"` and `"partition:$var(x)"`. */
function packedPartition(
  argument: Argument | undefined,
): { readonly partition: string; readonly value: string } | undefined {
  const read = /^\s*([A-Za-z_][\w-]*)\s*:\s*(\d+|\$[\w.]+(?:\([^()$]+\))?)\s*$/.exec(textOf(argument) ?? '');
  return read?.[1] === undefined || read[2] === undefined
    ? undefined
    : { partition: read[1], value: read[2] };
}

function withPartition(call: Call, first: string, partition: string, at: number): string {
  const args = [first, ...call.args.slice(1).map(sourceOf)];
  while (args.length < at) args.push('');
  return `${call.name.text}(${[...args, `"${partition}"`].join(', ')})`;
}

function textOf(argument: Argument | undefined): string | undefined {
  return argument?.kind === 'string' && argument.token !== undefined
    ? stringValue(argument.token)
    : undefined;
}
