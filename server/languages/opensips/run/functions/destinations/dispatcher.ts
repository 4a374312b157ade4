import type { Socket } from '../../messages/message.ts';
import { inNetwork } from '../../messages/network.ts';
import { parseServerUri, uriPort } from '../../messages/uri.ts';
import { type Execution, type Server, stateKey } from '../../server.ts';
import { tableRows } from '../../tables/tables.ts';
import { expand } from '../../values/format.ts';
import { digestValue, newBranch } from '../../values/messageVariables.ts';
import { integerValue, optionalText, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';

interface Destination {
  readonly uri: string;
  readonly socket: Socket | undefined;
  readonly weight: number;
  readonly priority: number;
  readonly attributes: string;
  /** 0 active, 1 inactive, 2 probing. */
  state: number;
  roundRobin: number;
}

interface DestinationSet {
  readonly destinations: readonly Destination[];
  last: number;
}

interface State {
  readonly sets: ReadonlyMap<number, DestinationSet> | undefined;
}

const state = stateKey((server): State => ({ sets: read(server) }));

function read(server: Server): ReadonlyMap<number, DestinationSet> | undefined {
  const rows = tableRows(server, server.parameter('dispatcher', 'table_name') ?? 'dispatcher');
  if (rows === undefined) return undefined;
  const lists = new Map<number, Destination[]>();
  for (const row of rows) {
    const set = Number(row.setid ?? 0);
    const list = lists.get(set) ?? [];
    list.push({
      uri: row.destination ?? '',
      socket: server.sockets.find(one => one.name === row.socket || one.tag === row.socket),
      weight: Number.parseInt(row.weight ?? '1', 10) || 0,
      priority: Number(row.priority ?? 0),
      attributes: row.attrs ?? '',
      state: Number(row.state ?? 0),
      roundRobin: 0,
    });
    lists.set(set, list);
  }
  return new Map(
    [...lists].map(([set, list]) => [
      set,
      { destinations: list.toSorted((a, b) => b.priority - a.priority), last: 0 },
    ]),
  );
}

/** The destinations left to try, kept with the message and its transaction like AVPs. */
interface Remaining {
  readonly list: Destination[];
  readonly set: number;
  readonly changesUri: boolean;
}

const remaining = stateKey(() => new WeakMap<object, Remaining>());

export const dispatcher: ModuleModel = {
  name: 'dispatcher',
  functions: {
    ds_select_dst: (x, args) => select(x, args, false),
    ds_select_domain: (x, args) => select(x, args, true),
    ds_next_dst: (x, args) => next(x, args, false),
    ds_next_domain: (x, args) => next(x, args, true),
    ds_mark_dst: (x, args) => mark(x, args),
    ds_is_in_list: (x, args) => isInList(x, args),
    ds_count: (x, args) => {
      const { sets } = x.server.state(state);
      if (sets === undefined) return askFunction(x, 'ds_count', args);
      const list = sets.get(args.number(0) ?? 0)?.destinations ?? [];
      const filter = (args.text(1) ?? 'a').toLowerCase();
      const wanted = (one: Destination): boolean =>
        (one.state === 0 && /a|1/.test(filter)) ||
        (one.state === 1 && /i|2/.test(filter)) ||
        (one.state === 2 && /p|4/.test(filter));
      args.set(2, integerValue(list.filter(wanted).length));
      return list.length > 0 ? 1 : -1;
    },
    ds_get_script_attrs: (_, args) => {
      args.set(3, textValue(''));
      return -1;
    },
    ds_push_script_attrs: () => 1,
  },
};

/** Selects the destinations of a set by an algorithm: the first one is used, the others are kept for failover. */
function select(x: Execution, args: Arguments, changesUri: boolean): number {
  const { sets } = x.server.state(state);
  if (sets === undefined) return askFunction(x, changesUri ? 'ds_select_domain' : 'ds_select_dst', args);
  const number = Number((args.text(0) ?? '0').replace(/^.*:/, ''));
  const algorithm = args.number(1) ?? 0;
  const flags = args.text(2) ?? '';
  const set = sets.get(number);
  if (set === undefined || set.destinations.length === 0) return -1;
  const all = set.destinations;
  const usesDefault = flags.includes('D') && all.length > 1;
  const size = usesDefault ? all.length - 1 : all.length;
  if (!all.some(one => one.state === 0)) return -1;
  const hash = hashOf(x, algorithm, flags);
  let id: number;
  if (algorithm === 4) {
    const last = all[set.last];
    if (last !== undefined && last.roundRobin < last.weight) id = set.last;
    else {
      if (last !== undefined) last.roundRobin = 0;
      id = (set.last + 1) % size;
    }
  } else if (hash === undefined) id = algorithm === 5 ? set.last : 0;
  else id = byHash(all.slice(0, size), hash);
  if (algorithm === 5 && hash === undefined) set.last = (set.last + 1) % size;
  let chosen = activeFrom(all, size, id, hash ?? 0);
  if (chosen === undefined && usesDefault && all.at(-1)?.state === 0) chosen = all.length - 1;
  const picked = chosen === undefined ? undefined : all[chosen];
  if (picked === undefined || chosen === undefined) return -1;
  set.last = chosen;
  if (algorithm === 4) picked.roundRobin++;
  apply(x, picked, changesUri);
  const limit = args.number(4) ?? 1000;
  const others: Destination[] = [];
  if (flags.includes('f')) {
    for (let step = 1; step < all.length; step++) {
      const at = (chosen + step) % all.length;
      const one = all[at];
      if (one === undefined || one.state !== 0 || (usesDefault && at === all.length - 1)) continue;
      if (others.length < limit - 1) others.push(one);
    }
    const fallback = all.at(-1);
    if (usesDefault && chosen !== all.length - 1 && fallback !== undefined) others.push(fallback);
  }
  x.server.state(remaining).set(x.avps, { list: others, set: number, changesUri });
  x.message.notes.set('dispatcher', `${number} ${chosen}`);
  x.transaction?.notes.set('dispatcher', `${number} ${chosen}`);
  return 1;
}

function activeFrom(
  all: readonly Destination[],
  size: number,
  start: number,
  hash: number,
): number | undefined {
  let at = start;
  for (let count = 0; count < size; count++) {
    if (all[at]?.state === 0) return at;
    if (hash === 0) at = (at + 1) % size;
    else {
      const active = all.slice(0, size).flatMap((one, index) => (one.state === 0 ? [index] : []));
      return active[
        byHash(
          active.flatMap(index => all[index] ?? []),
          hash,
        )
      ];
    }
  }
  return undefined;
}

/** The index that a hash selects, by the weights of the destinations. */
function byHash(list: readonly Destination[], hash: number): number {
  const total = list.reduce((sum, one) => sum + one.weight, 0);
  if (total === 0) return hash % list.length;
  let rest = hash % total;
  for (const [index, one] of list.entries()) {
    if (rest < one.weight) return index;
    rest -= one.weight;
  }
  return 0;
}

/** The hash of an algorithm; undefined for those that need none. */
function hashOf(x: Execution, algorithm: number, flags: string): number | undefined {
  const { message } = x;
  switch (algorithm) {
    case 0:
      return dsHash(message.callId ?? '', undefined);
    case 1:
      return uriHash(message.from?.uri ?? '', flags);
    case 2:
      return uriHash(message.to?.uri ?? '', flags);
    case 3:
      return uriHash(message.uri, flags);
    case 5: {
      const user = digestValue(x, 'username');
      return user === undefined ? undefined : dsHash(user, undefined);
    }
    case 6: {
      const answer = x.server.questions.ask(
        'Which destination does the random algorithm select, counted from 0?',
        '0',
        ['0', '1'],
      );
      return Number.parseInt(answer, 10) || 0;
    }
    case 7: {
      const pattern = x.server.parameter('dispatcher', 'hash_pvar') ?? '';
      return dsHash(expand(x, pattern), undefined);
    }
    default:
      return undefined;
  }
}

function uriHash(text: string, flags: string): number {
  const uri = parseServerUri(text);
  if (uri === undefined) return 0;
  const host = uri.port !== undefined && uriPort(uri) !== 5060 ? `${uri.host}:${uri.port}` : uri.host;
  return dsHash(uri.user ?? '', flags.includes('u') ? '' : host);
}

/** The hash of dispatcher (ds_get_hash), 32 bits. */
export function dsHash(first: string, second: string | undefined): number {
  let hash = 0;
  for (const text of second === undefined ? [first] : [first, second]) {
    const bytes = [...text].map(letter => (letter.charCodeAt(0) << 24) >> 24);
    let at = 0;
    const add = (value: number): void => {
      hash = (hash + (value ^ (value >>> 3))) >>> 0;
    };
    for (; at + 4 <= bytes.length; at += 4) {
      const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(at, at + 4);
      add(((a << 24) + (b << 16) + (c << 8) + d) >>> 0);
    }
    let value = 0;
    for (; at < bytes.length; at++) value = ((value << 8) + (bytes[at] ?? 0)) >>> 0;
    add(value);
  }
  hash = (((hash + (hash >>> 11)) >>> 0) + (((hash >>> 13) + (hash >>> 23)) >>> 0)) >>> 0;
  return hash === 0 ? 1 : hash;
}

function apply(x: Execution, destination: Destination, changesUri: boolean): void {
  const { message } = x;
  if (changesUri) {
    const uri = parseServerUri(destination.uri);
    const user = message.parsedUri?.user;
    const place =
      uri === undefined ? destination.uri : `${uri.host}${uri.port === undefined ? '' : `:${uri.port}`}`;
    message.newUri = `sip:${user === undefined ? '' : `${user}@`}${place}${uri?.params === undefined ? '' : `;${uri.params}`}`;
  } else message.dstUri = destination.uri;
  if (destination.socket !== undefined) message.sendSocket = destination.socket;
  const name = x.server.parameter('dispatcher', 'attrs_avp')?.replace(/^\$avp\((?:[si]:)?(.*)\)$/, '$1');
  if (name !== undefined) x.avps.set(name, [optionalText(destination.attributes)]);
}

/** Takes the next of the selected destinations; -1 when none is left. */
function next(x: Execution, args: Arguments, changesUri: boolean): number {
  if (x.server.state(state).sets === undefined) return askFunction(x, 'ds_next_dst', args);
  const kept = x.server.state(remaining).get(x.avps);
  const following = kept?.list.shift();
  if (kept === undefined || following === undefined) return -1;
  const index = x.server.state(state).sets?.get(kept.set)?.destinations.indexOf(following) ?? -1;
  x.message.notes.set('dispatcher', `${kept.set} ${index}`);
  x.transaction?.notes.set('dispatcher', `${kept.set} ${index}`);
  apply(x, following, changesUri);
  return 1;
}

/** Marks the destination that was used last: active, inactive or probing. */
function mark(x: Execution, args: Arguments): number {
  const [set = '', index = ''] = (
    x.transaction?.notes.get('dispatcher') ??
    x.message.notes.get('dispatcher') ??
    ''
  ).split(' ');
  const destination = x.server.state(state).sets?.get(Number(set))?.destinations[Number(index)];
  if (destination === undefined) return -1;
  const flag = (args.text(0) ?? '').toLowerCase();
  destination.state = flag.startsWith('i') || flag === '' ? 1 : flag.startsWith('p') ? 2 : 0;
  return 1;
}

function isInList(x: Execution, args: Arguments): number {
  const { sets } = x.server.state(state);
  if (sets === undefined) return askFunction(x, 'ds_is_in_list', args);
  const address = args.text(0) ?? '';
  const port = args.number(1) ?? 0;
  const wanted = args.number(2);
  const onlyActive = (args.number(3) ?? 0) !== 0 || args.text(3)?.includes('a') === true;
  for (const [number, set] of sets) {
    if (wanted !== undefined && wanted >= 0 && number !== wanted) continue;
    for (const one of set.destinations) {
      const uri = parseServerUri(one.uri);
      if (uri === undefined || (onlyActive && one.state !== 0)) continue;
      if (inNetwork(address, uri.host) !== true) continue;
      if (port === 0 || (uri.portNumber || 5060) === port) return 1;
    }
  }
  return -1;
}

export { newBranch };
