import type { Socket } from '../../messages/message.ts';
import { inNetwork } from '../../messages/network.ts';
import { parseServerUri } from '../../messages/uri.ts';
import { type Execution, type Server, stateKey } from '../../server.ts';
import { type Row, tableRows } from '../../tables/tables.ts';
import { integerValue, optionalText, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';

interface Gateway {
  readonly id: string;
  readonly type: number;
  readonly address: string;
  readonly strip: number;
  readonly prefix: string;
  readonly attributes: string | undefined;
  readonly socket: Socket | undefined;
  isDisabled: boolean;
}

interface Rule {
  readonly groups: readonly string[];
  readonly prefix: string;
  readonly priority: number;
  readonly targets: readonly string[];
  readonly sort: string;
  readonly attributes: string | undefined;
  readonly hasTime: boolean;
  readonly route: string | undefined;
}

interface State {
  readonly gateways: ReadonlyMap<string, Gateway> | undefined;
  readonly rules: readonly Rule[] | undefined;
  readonly carriers: ReadonlyMap<string, Carrier>;
}

interface Carrier {
  readonly targets: readonly string[];
  readonly sort: string;
  readonly attributes: string | undefined;
  readonly isDisabled: boolean;
}

/** A gateway with the carrier that it was selected through. */
interface Destination {
  readonly gateway: Gateway;
  readonly carrier: Carrier | undefined;
}

const state = stateKey((server): State => {
  const table = (name: string): readonly Row[] | undefined =>
    tableRows(server, server.parameter('drouting', `${name}_table`) ?? defaults[name] ?? '');
  const gateways = table('drd')?.map((row): Gateway => readGateway(server, row));
  const rules = table('drr')?.map(readRule);
  const carriers = new Map(
    (table('drc') ?? []).map(row => [
      row.carrierid ?? '',
      {
        targets: listOf(row.gwlist),
        sort: row.sort_alg ?? 'N',
        attributes: row.attrs,
        isDisabled: Number(row.state ?? 0) !== 0,
      },
    ]),
  );
  return {
    gateways: gateways === undefined ? undefined : new Map(gateways.map(one => [one.id, one])),
    rules,
    carriers,
  };
});

const defaults: Readonly<Record<string, string>> = {
  drd: 'dr_gateways',
  drr: 'dr_rules',
  drc: 'dr_carriers',
  drg: 'dr_groups',
};

function readGateway(server: Server, row: Row): Gateway {
  return {
    id: row.gwid ?? '',
    type: Number(row.type ?? 0),
    address: row.address ?? '',
    strip: Number(row.strip ?? 0),
    prefix: row.pri_prefix ?? '',
    attributes: row.attrs,
    socket: server.sockets.find(one => one.name === row.socket || one.tag === row.socket),
    isDisabled: Number(row.state ?? 0) !== 0,
  };
}

function readRule(row: Row): Rule {
  return {
    groups: (row.groupid ?? '').split(/[,;]/).map(one => one.trim()),
    prefix: row.prefix ?? '',
    priority: Number(row.priority ?? 0),
    targets: listOf(row.gwlist),
    sort: row.sort_alg ?? 'N',
    attributes: row.attrs,
    hasTime: (row.timerec ?? '') !== '',
    route: row.routeid,
  };
}

/** The entries of a gateway list, without weights and in order; `#` marks a carrier. */
function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(/[,;|]/)
    .map(one => one.trim().replace(/=.*$/, ''))
    .filter(one => one !== '');
}

interface Remaining {
  readonly list: Destination[];
  readonly user: string;
  last: Gateway | undefined;
}

/** Found by the AVPs of the transaction, where the server keeps it. */
const remaining = stateKey(() => new WeakMap<object, Remaining>());

export const drouting: ModuleModel = {
  name: 'drouting',
  functions: {
    do_routing: (x, args) => route(x, args),
    use_next_gw: (x, args) => next(x, args),
    next_routing: (x, args) => next(x, args),
    route_to_gw: (x, args) => {
      const { gateways } = x.server.state(state);
      if (gateways === undefined) return askFunction(x, 'route_to_gw', args);
      const ids = (args.text(0) ?? '').split(',').map(id => id.trim());
      return begin(x, destinations(gateways, ids, undefined), args, 1);
    },
    route_to_carrier: (x, args) => {
      const { gateways, carriers } = x.server.state(state);
      if (gateways === undefined) return askFunction(x, 'route_to_carrier', args);
      const list = listOf(args.text(0)).flatMap(id => ofCarrier(x, gateways, carriers.get(id)));
      return begin(x, list, args, 1, 2);
    },
    is_from_gw: (x, args) => {
      const { source } = x.message.reception;
      return isGateway(x, args, source.address, source.port);
    },
    goes_to_gw: (x, args) => {
      const uri = parseServerUri(x.message.dstUri ?? x.message.uri);
      return isGateway(x, args, uri?.host ?? '', uri?.portNumber || 5060);
    },
    dr_is_gw: (x, args) => {
      const uri = parseServerUri(args.text(0) ?? '');
      return isGateway(x, args, uri?.host ?? '', uri?.portNumber ?? 0, 1);
    },
    dr_disable: x => {
      const last = x.server.state(remaining).get(x.avps)?.last;
      if (last === undefined) return -1;
      last.isDisabled = true;
      return 1;
    },
    dr_match: (x, args) => {
      const found = rulesFor(x, args.text(0) ?? '0', args.text(2) ?? x.message.parsedUri?.user ?? '');
      return found === undefined ? askFunction(x, 'dr_match', args) : found.length > 0 ? 1 : -1;
    },
  },
};

/** The rules that match a number, best first: the longest prefix, then the highest priority. */
function rulesFor(x: Execution, group: string, number: string): readonly Rule[] | undefined {
  const { rules } = x.server.state(state);
  return rules
    ?.filter(rule => rule.groups.includes(group) && number.startsWith(rule.prefix))
    .toSorted((a, b) => b.prefix.length - a.prefix.length || b.priority - a.priority);
}

function groupOf(x: Execution): string | undefined {
  const rows = tableRows(x.server, x.server.parameter('drouting', 'drg_table') ?? 'dr_groups');
  const user = parseServerUri(x.message.from?.uri ?? '')?.user;
  const found = rows?.find(row => row.username === user);
  if (found !== undefined) return found.groupid;
  const fallback = x.server.parameter('drouting', 'default_group');
  if (fallback !== undefined) return fallback;
  if (rows !== undefined) return undefined;
  return x.server.questions.ask(`Which routing group does ${user ?? 'the caller'} have?`, '0', ['0', 'no']);
}

function route(x: Execution, args: Arguments): number {
  const { gateways, rules, carriers } = x.server.state(state);
  if (gateways === undefined || rules === undefined) return askFunction(x, 'do_routing', args);
  const group = args.text(0) ?? groupOf(x);
  const user = x.message.parsedUri?.user;
  if (group === undefined || user === undefined) return -1;
  const flags = args.text(1) ?? '';
  const strict = flags.includes('L');
  for (const rule of rulesFor(x, group, user) ?? []) {
    if (strict && rule.prefix !== user) continue;
    if (
      rule.hasTime &&
      !x.server.questions.askYes(`Does the current time match the rule for prefix "${rule.prefix}"?`)
    )
      continue;
    if (flags.includes('C')) return 1;
    const targets = sorted(x, rule.sort, rule.targets);
    const list = targets.flatMap(target =>
      target.startsWith('#')
        ? ofCarrier(x, gateways, carriers.get(target.slice(1)))
        : destinations(gateways, [target], undefined),
    );
    const allowed = args.text(2) === undefined ? undefined : listOf(args.text(2));
    const usable = list.filter(
      ({ gateway }) => !gateway.isDisabled && (allowed === undefined || allowed.includes(gateway.id)),
    );
    if (usable.length === 0) continue;
    if (args.has(3)) args.set(3, optionalText(rule.attributes ?? ''));
    return begin(x, usable, args, 4, 5);
  }
  return -1;
}

function destinations(
  gateways: ReadonlyMap<string, Gateway>,
  ids: readonly string[],
  carrier: Carrier | undefined,
): readonly Destination[] {
  return ids.flatMap(id => {
    const gateway = gateways.get(id);
    return gateway === undefined ? [] : [{ gateway, carrier }];
  });
}

function ofCarrier(
  x: Execution,
  gateways: ReadonlyMap<string, Gateway>,
  carrier: Carrier | undefined,
): readonly Destination[] {
  if (carrier === undefined || carrier.isDisabled) return [];
  return destinations(gateways, sorted(x, carrier.sort, carrier.targets), carrier);
}

/** By weight (W) and by quality (Q) the server chooses which comes first; the choice cannot be predicted. */
function sorted(x: Execution, algorithm: string, targets: readonly string[]): readonly string[] {
  const [likely] = targets;
  if (likely === undefined || targets.length < 2 || !/^[WQ]/i.test(algorithm)) return targets;
  const list = targets.join(', ');
  const first = x.server.questions.ask(`Which of ${list} does drouting try first?`, likely, targets);
  return targets.includes(first) ? [first, ...targets.filter(one => one !== first)] : targets;
}

/** Takes the first gateway; its attributes, and those of its carrier, are stored in the variables of the call. */
function begin(
  x: Execution,
  list: readonly Destination[],
  args: Arguments,
  attributesAt: number,
  carrierAt?: number,
): number {
  const [first, ...others] = list.filter(({ gateway }) => !gateway.isDisabled);
  if (first === undefined) return -1;
  const kept: Remaining = { list: others, user: x.message.parsedUri?.user ?? '', last: first.gateway };
  x.server.state(remaining).set(x.avps, kept);
  setAttributes(first, args, attributesAt, carrierAt);
  apply(x, first.gateway, kept.user);
  return 1;
}

function setAttributes(
  { gateway, carrier }: Destination,
  args: Arguments,
  attributesAt: number,
  carrierAt: number | undefined,
): void {
  if (args.has(attributesAt)) args.set(attributesAt, textValue(gateway.attributes ?? ''));
  if (carrierAt !== undefined && args.has(carrierAt))
    args.set(carrierAt, textValue(carrier?.attributes ?? ''));
}

function next(x: Execution, args: Arguments): number {
  if (x.server.state(state).gateways === undefined) return askFunction(x, 'use_next_gw', args);
  const kept = x.server.state(remaining).get(x.avps);
  for (let one = kept?.list.shift(); kept !== undefined && one !== undefined; one = kept.list.shift()) {
    if (one.gateway.isDisabled) continue;
    kept.last = one.gateway;
    apply(x, one.gateway, kept.user);
    setAttributes(one, args, 1, 2);
    return 1;
  }
  return -1;
}

/** The Request-URI for a gateway: its prefix, the number without the stripped digits, its address. */
function apply(x: Execution, gateway: Gateway, user: string): void {
  const scheme = /^(sips?):/i.exec(gateway.address)?.[1] ?? 'sip';
  const address = gateway.address.replace(/^sips?:/i, '').replace(/^[^@;]*@/, '');
  x.message.newUri = `${scheme}:${gateway.prefix}${user.slice(gateway.strip)}@${address}`;
  if (gateway.socket !== undefined) x.message.sendSocket = gateway.socket;
  const name = x.server.parameter('drouting', 'gw_id_avp')?.replace(/^\$avp\((.*)\)$/, '$1');
  if (name !== undefined) x.avps.set(name, [textValue(gateway.id)]);
}

/** Whether an address belongs to a gateway, of a certain type if the call gives one. */
function isGateway(x: Execution, args: Arguments, address: string, port: number, shift = 0): number {
  const { gateways } = x.server.state(state);
  if (gateways === undefined) return x.server.questions.askYes(`Is ${address} one of the gateways?`) ? 1 : -1;
  const type = args.number(shift);
  const flags = args.text(shift + 1) ?? '';
  for (const gateway of gateways.values()) {
    if (type !== undefined && type >= 0 && gateway.type !== type) continue;
    const uri = parseServerUri(/^sips?:/i.test(gateway.address) ? gateway.address : `sip:${gateway.address}`);
    if (uri === undefined || inNetwork(address, uri.host) !== true) continue;
    if (!flags.includes('n') && uri.portNumber !== 0 && port !== 0 && uri.portNumber !== port) continue;
    if (args.has(shift + 2)) args.set(shift + 2, textValue(gateway.attributes ?? ''));
    if (flags.includes('i')) x.avps.set('dr_gw_id', [textValue(gateway.id)]);
    return 1;
  }
  void integerValue;
  return -1;
}
