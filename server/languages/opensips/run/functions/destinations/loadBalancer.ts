import { least } from '../../../../../text/longLists.ts';
import { type Dialog, dialogOf, dialogs } from '../../dialogs/dialogs.ts';
import { createDialog } from '../../dialogs/lifecycle.ts';
import { inNetwork } from '../../messages/network.ts';
import { parseServerUri } from '../../messages/uri.ts';
import { type Execution, type Server, stateKey } from '../../server.ts';
import { tableRows } from '../../tables/tables.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';

interface Destination {
  readonly id: number;
  readonly group: number;
  readonly uri: string;
  readonly resources: ReadonlyMap<string, number>;
  readonly attributes: string;
  isDisabled: boolean;
}

interface Balancing {
  readonly destination: Destination;
  readonly resources: readonly string[];
  readonly tried: Set<number>;
  readonly group: number;
  readonly flags: string;
}

interface State {
  readonly destinations: readonly Destination[] | undefined;
  /** The resources that each dialog uses. */
  readonly usage: Map<number, Balancing>;
}

const state = stateKey((server): State => ({ destinations: read(server), usage: new Map() }));

function read(server: Server): readonly Destination[] | undefined {
  const rows = tableRows(server, server.parameter('load_balancer', 'db_table') ?? 'load_balancer');
  return rows?.map((row, index) => ({
    id: Number(row.id ?? index + 1),
    group: Number(row.group_id ?? 0),
    uri: row.dst_uri ?? '',
    resources: new Map(
      (row.resources ?? '').split(';').flatMap(part => {
        const [name = '', amount = '0'] = part.split('=');
        return name.trim() === '' ? [] : [[name.trim(), Number.parseInt(amount, 10) || 0] as const];
      }),
    ),
    attributes: row.attrs ?? '',
    isDisabled: Number(row.probe_mode ?? 0) < 0,
  }));
}

function start(name: string): FunctionRun {
  return (x, args) => {
    const { destinations } = x.server.state(state);
    if (destinations === undefined) return askFunction(x, name, args);
    const group = args.number(0) ?? 0;
    const resources = (args.text(1) ?? '')
      .split(';')
      .map(one => one.trim().replace(/=.*$/, ''))
      .filter(one => one !== '');
    return begin(x, destinations, group, resources, args.text(2) ?? '');
  };
}

function begin(
  x: Execution,
  destinations: readonly Destination[],
  group: number,
  resources: readonly string[],
  flags: string,
): number {
  if (resources.some(name => !destinations.some(one => one.resources.has(name)))) return -4;
  if (dialogOf(x) === undefined && createDialog(x) < 0) return -1;
  const dialog = dialogOf(x);
  if (dialog === undefined) return -1;
  x.server.state(state).usage.delete(dialog.id);
  return choose(x, dialog, { group, resources, tried: new Set(), flags });
}

/** The destination with the most capacity left in its scarcest resource (lb_route): 1, -2 all are full, -3 none is left. */
function choose(
  x: Execution,
  dialog: Dialog,
  wanted: {
    readonly group: number;
    readonly resources: readonly string[];
    readonly tried: Set<number>;
    readonly flags: string;
  },
): number {
  const { destinations, usage } = x.server.state(state);
  const possible = (destinations ?? []).filter(
    one =>
      one.group === wanted.group &&
      !one.isDisabled &&
      !wanted.tried.has(one.id) &&
      wanted.resources.every(name => one.resources.has(name)),
  );
  usage.delete(dialog.id);
  if (possible.length === 0) return -3;
  const left = (one: Destination): number =>
    least(wanted.resources.map(name => (one.resources.get(name) ?? 0) - used(x.server, one, name)));
  let best: Destination | undefined;
  let most = /n/.test(wanted.flags) ? Number.NEGATIVE_INFINITY : 0;
  for (const one of possible) {
    const free = left(one);
    if (free > most) {
      best = one;
      most = free;
    }
  }
  if (best === undefined) return -2;
  wanted.tried.add(best.id);
  usage.set(dialog.id, { destination: best, ...wanted });
  x.message.dstUri = best.uri;
  return 1;
}

function used(server: Server, destination: Destination, resource: string): number {
  const live = new Set(
    server
      .state(dialogs)
      .filter(one => one.state < 5)
      .map(({ id }) => id),
  );
  let count = 0;
  for (const [id, one] of server.state(state).usage)
    if (live.has(id) && one.destination === destination && one.resources.includes(resource)) count++;
  return count;
}

function next(name: string): FunctionRun {
  return (x, args) => {
    if (x.server.state(state).destinations === undefined) return askFunction(x, name, args);
    const dialog = dialogOf(x);
    const before = dialog === undefined ? undefined : x.server.state(state).usage.get(dialog.id);
    if (dialog === undefined || before === undefined) return -1;
    const { group, resources, tried, flags } = before;
    return choose(x, dialog, { group, resources, tried, flags });
  };
}

export const loadBalancer: ModuleModel = {
  name: 'load_balancer',
  functions: {
    load_balance: start('load_balance'),
    lb_start: start('lb_start'),
    lb_start_or_next: (x, args, frame) => {
      const dialog = dialogOf(x);
      const isStarted = dialog !== undefined && x.server.state(state).usage.has(dialog.id);
      return (isStarted ? next('lb_next') : start('lb_start_or_next'))(x, args, frame);
    },
    lb_next: next('lb_next'),
    lb_reset: x => {
      const dialog = dialogOf(x);
      if (dialog !== undefined) x.server.state(state).usage.delete(dialog.id);
      return 1;
    },
    lb_is_started: x => {
      const dialog = dialogOf(x);
      return dialog !== undefined && x.server.state(state).usage.has(dialog.id) ? 1 : -1;
    },
    lb_disable_dst: x => disable(x),
    lb_disable: x => disable(x),
    lb_is_destination: (x, args) => isDestination(x, args),
  },
};

function disable(x: Execution): number {
  const dialog = dialogOf(x);
  const before = dialog === undefined ? undefined : x.server.state(state).usage.get(dialog.id);
  if (before === undefined) return -1;
  before.destination.isDisabled = true;
  return 1;
}

function isDestination(x: Execution, args: Arguments): number {
  const { destinations } = x.server.state(state);
  if (destinations === undefined) return askFunction(x, 'lb_is_destination', args);
  const address = args.text(0) ?? '';
  const port = args.number(1) ?? 0;
  const group = args.number(2);
  return destinations.some(one => {
    const uri = parseServerUri(one.uri);
    if (uri === undefined || (group !== undefined && group >= 0 && one.group !== group)) return false;
    return inNetwork(address, uri.host) === true && (port === 0 || (uri.portNumber || 5060) === port);
  })
    ? 1
    : -1;
}
