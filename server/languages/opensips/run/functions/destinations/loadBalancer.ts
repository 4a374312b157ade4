import { type Dialog, dialogOf, dialogs } from '../../dialogs/dialogs.ts';
import { createDialog } from '../../dialogs/lifecycle.ts';
import { parseServerUri, uriPort } from '../../messages/uri.ts';
import { knownAddress } from '../../network/hosts.ts';
import { type Execution, type Server, stateKey } from '../../server.ts';
import { tableRows } from '../../tables/tables.ts';
import { avpText } from '../../values/scriptVariables.ts';
import { integerValue, printed, textValue } from '../../values/value.ts';
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

/** The AVPs that carry a search to the next one. */
const avps = {
  group: '__lb_grp',
  flags: '__lb_flg',
  mask: '__lb_mask',
  id: '__lb_id',
  resources: '__lb_res',
};

/** The destinations of the table; undefined when it was not given. */
const destinations = stateKey((server): readonly Destination[] | undefined => {
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
    isDisabled: false,
  }));
});

/** A destination of the table, or what the function returns is asked. */
function withTable(
  name: string,
  run: (x: Execution, args: Arguments, list: readonly Destination[]) => number,
): FunctionRun {
  return (x, args) => {
    const list = x.server.state(destinations);
    return list === undefined ? askFunction(x, name, args) : run(x, args, list);
  };
}

function resourceNames(text: string | undefined): readonly string[] {
  const names = (text ?? '').split(';').map(name => name.trim());
  return [...new Set(names)].filter(name => name !== '');
}

interface Search {
  readonly group: number;
  readonly flags: string;
  readonly resources: readonly string[];
  /** The destinations with these resources that were not tried. */
  readonly mask: ReadonlySet<number>;
}

function start(x: Execution, args: Arguments, list: readonly Destination[]): number {
  const resources = resourceNames(args.text(1));
  const isKnown = (name: string): boolean => list.some(one => one.resources.has(name));
  const mask = list.filter(one => resources.every(name => one.resources.has(name))).map(({ id }) => id);
  const search = { group: args.number(0) ?? 0, flags: args.text(2) ?? '', resources, mask: new Set(mask) };
  const found = resources.every(isKnown) ? choose(x, list, search) : -4;
  return withAttributes(x, args, 3, found);
}

function next(x: Execution, args: Arguments, list: readonly Destination[], position: number): number {
  const resources = previousResources(x);
  const group = avpText(x, avps.group);
  const mask = new Set((avpText(x, avps.mask) ?? '').split(',').map(Number));
  const found =
    resources.length === 0 || group === undefined
      ? -1
      : choose(x, list, { group: Number(group), flags: avpText(x, avps.flags) ?? '', resources, mask });
  return withAttributes(x, args, position, found);
}

/** Stores the attributes of the destination in the last argument; an empty text without one. */
function withAttributes(
  x: Execution,
  args: Arguments,
  position: number,
  found: Destination | number,
): number {
  const attributes = typeof found === 'number' ? '' : found.attributes;
  if (args.has(position) && !args.set(position, textValue(attributes))) return -1;
  if (typeof found === 'number') return found;
  x.message.dstUri = found.uri;
  return 1;
}

function previousResources(x: Execution): readonly string[] {
  return (x.avps.get(avps.resources) ?? []).map(printed);
}

/** The destination with the most capacity left in its scarcest resource (lb_route): -2 when all are full, -3 when none is left. */
function choose(x: Execution, list: readonly Destination[], search: Search): Destination | number {
  if (dialogOf(x) === undefined && createDialog(x) < 0) return -1;
  const dialog = dialogOf(x);
  if (dialog === undefined) return -1;
  release(x, dialog, list);
  const usable = list.filter(one => one.group === search.group && search.mask.has(one.id) && !one.isDisabled);
  const free = usable.map(one => ({ one, load: capacityLeft(x.server, one, search) }));
  const fitting = search.flags.includes('n') ? free : free.filter(({ load }) => load > 0);
  const most = fitting.reduce((best, { load }) => Math.max(best, load), Number.NEGATIVE_INFINITY);
  const best = fitting.filter(({ load }) => load === most).map(({ one }) => one);
  const chosen = search.flags.includes('s') ? atRandom(x, best) : best[0];
  if (chosen !== undefined)
    for (const name of search.resources) dialog.profiles.push(profileOf(name, chosen));
  remember(x, search, chosen);
  return chosen ?? (usable.length > 0 ? -2 : -3);
}

function atRandom(x: Execution, best: readonly Destination[]): Destination | undefined {
  const [first] = best;
  if (first === undefined || best.length === 1) return first;
  const uris = best.map(({ uri }) => uri);
  const answer = x.server.questions.ask('Which of the equal destinations is chosen?', first.uri, uris);
  return best.find(({ uri }) => uri === answer) ?? first;
}

function remember(x: Execution, search: Search, chosen: Destination | undefined): void {
  x.avps.set(avps.group, [integerValue(search.group)]);
  if (search.flags !== '' || x.avps.has(avps.flags)) x.avps.set(avps.flags, [textValue(search.flags)]);
  x.avps.set(avps.mask, [textValue([...search.mask].filter(id => id !== chosen?.id).join(','))]);
  if (chosen === undefined) x.avps.delete(avps.id);
  else x.avps.set(avps.id, [integerValue(chosen.id)]);
  x.avps.set(avps.resources, search.resources.map(textValue));
}

/** The calls of a destination are counted by resource, in profiles of dialogs. */
function profileOf(resource: string, { id }: Destination): string {
  return `lb${resource} ${id.toString(16).toUpperCase()}`;
}

function capacityLeft(server: Server, destination: Destination, { resources, flags }: Search): number {
  const left = resources.map(name => {
    const profile = profileOf(name, destination);
    const used = server.state(dialogs).flatMap(one => one.profiles.filter(other => other === profile)).length;
    const most = destination.resources.get(name) ?? 0;
    if (!flags.includes('r')) return most - used;
    return most === 0 ? 0 : 100 - Math.floor((100 * used) / most);
  });
  return left.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
}

/** The destination that was chosen before has one call less. */
function release(x: Execution, dialog: Dialog, list: readonly Destination[]): void {
  const destination = previous(x, list);
  if (destination === undefined) return;
  for (const name of previousResources(x)) removeProfile(dialog, profileOf(name, destination));
}

function removeProfile(dialog: Dialog, profile: string): void {
  const at = dialog.profiles.indexOf(profile);
  if (at >= 0) dialog.profiles.splice(at, 1);
}

function previous(x: Execution, list: readonly Destination[]): Destination | undefined {
  const id = avpText(x, avps.id);
  return id === undefined ? undefined : list.find(one => one.id === Number(id));
}

function isStarted(x: Execution): boolean {
  return [avps.group, avps.mask, avps.resources].every(name => x.avps.has(name));
}

function startOrNext(x: Execution, args: Arguments, list: readonly Destination[]): number {
  return isStarted(x) ? next(x, args, list, 3) : start(x, args, list);
}

function reset(x: Execution, _: Arguments, list: readonly Destination[]): number {
  const dialog = dialogOf(x);
  if (dialog === undefined) return -1;
  release(x, dialog, list);
  for (const name of Object.values(avps)) x.avps.delete(name);
  return 1;
}

function disable(x: Execution, _: Arguments, list: readonly Destination[]): number {
  const destination = previous(x, list);
  if (destination === undefined) return -1;
  destination.isDisabled = true;
  return 1;
}

function isAt(server: Server, { uri }: Destination, address: string, port: number): boolean {
  const parsed = parseServerUri(uri);
  if (parsed === undefined || knownAddress(server, parsed.host) !== address) return false;
  return port === 0 || uriPort(parsed) === port;
}

function isDestination(x: Execution, args: Arguments, list: readonly Destination[]): number {
  const group = args.number(2) ?? -1;
  const onlyActive = (args.number(3) ?? 0) !== 0;
  const found = list.find(
    one =>
      (group === -1 || one.group === group) &&
      !(onlyActive && one.isDisabled) &&
      isAt(x.server, one, args.text(0) ?? '', args.number(1) ?? 0),
  );
  if (args.has(4)) args.set(4, textValue(found?.attributes ?? ''));
  return found === undefined ? -1 : 1;
}

/** Counts a call that was sent without the load balancer. */
function countCall(x: Execution, args: Arguments, list: readonly Destination[]): number {
  const group = args.number(2) ?? -1;
  const resources = resourceNames(args.text(3));
  const found = list.find(
    one =>
      (group === -1 || one.group === group) && isAt(x.server, one, args.text(0) ?? '', args.number(1) ?? 0),
  );
  if (found === undefined || !resources.every(name => list.some(one => one.resources.has(name)))) return -1;
  if (createDialog(x) < 0) return -1;
  const dialog = dialogOf(x);
  for (const name of resources) {
    const profile = profileOf(name, found);
    if ((args.number(4) ?? 0) === 0) dialog?.profiles.push(profile);
    else if (dialog !== undefined) removeProfile(dialog, profile);
  }
  return 1;
}

export const loadBalancer: ModuleModel = {
  name: 'load_balancer',
  functions: {
    load_balance: withTable('load_balance', startOrNext),
    lb_start: withTable('lb_start', start),
    lb_start_or_next: withTable('lb_start_or_next', startOrNext),
    lb_next: withTable('lb_next', (x, args, list) => next(x, args, list, 0)),
    lb_reset: withTable('lb_reset', reset),
    lb_is_started: x => (isStarted(x) ? 1 : -1),
    lb_disable_dst: withTable('lb_disable_dst', disable),
    lb_disable: withTable('lb_disable', disable),
    lb_is_destination: withTable('lb_is_destination', isDestination),
    lb_count_call: withTable('lb_count_call', countCall),
  },
};
