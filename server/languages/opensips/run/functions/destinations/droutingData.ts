import type { Socket } from '../../messages/message.ts';
import { parseServerUri, uriPort, uriTransport } from '../../messages/uri.ts';
import { mayHaveAddress } from '../../network/hosts.ts';
import { type Server, stateKey } from '../../server.ts';
import { type Row, tableRows } from '../../tables/tables.ts';

export interface Gateway {
  readonly id: string;
  readonly type: number;
  /** Host, port and parameters, as they go into a Request-URI. */
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly transport: string;
  readonly strip: number;
  readonly prefix: string;
  readonly attributes: string;
  readonly socket: Socket | undefined;
  isDisabled: boolean;
}

/** A gateway or, with `#`, a carrier of a list, with its weight. */
export interface Target {
  readonly id: string;
  readonly isCarrier: boolean;
  readonly weight: number;
}

export interface Carrier {
  readonly id: string;
  readonly targets: readonly Target[];
  readonly sort: string;
  readonly attributes: string;
  readonly usesOnlyFirst: boolean;
  readonly isDisabled: boolean;
}

export interface Rule {
  readonly id: number;
  readonly groups: readonly number[];
  readonly prefix: string;
  readonly priority: number;
  readonly targets: readonly Target[];
  readonly sort: string;
  readonly attributes: string;
  readonly timeRecurrence: string;
  readonly route: string | undefined;
}

export interface RoutingData {
  /** By identifier, in its order. */
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly carriers: ReadonlyMap<string, Carrier>;
  readonly rules: readonly Rule[];
}

const data = stateKey((server): RoutingData | undefined => read(server));

/** What the tables of drouting say; undefined without them. */
export function routingData(server: Server): RoutingData | undefined {
  return server.state(data);
}

const tables: Readonly<Record<string, string>> = {
  drd_table: 'dr_gateways',
  drr_table: 'dr_rules',
  drc_table: 'dr_carriers',
  drg_table: 'dr_groups',
};

export function routingRows(server: Server, parameter: string): readonly Row[] | undefined {
  return tableRows(server, server.parameter('drouting', parameter) ?? tables[parameter] ?? '');
}

function read(server: Server): RoutingData | undefined {
  if (server.parameterNumber('drouting', 'use_partitions', 0) !== 0) return undefined;
  const gatewayRows = routingRows(server, 'drd_table');
  const ruleRows = routingRows(server, 'drr_table');
  if (gatewayRows === undefined || ruleRows === undefined) return undefined;
  const gateways = byId(gatewayRows.flatMap(row => readGateway(server, row) ?? []));
  const known = new Set(gateways.keys());
  const carriers = byId<Carrier>(
    (routingRows(server, 'drc_table') ?? []).flatMap(row => readCarrier(row, known) ?? []),
  );
  const names = new Set([...known, ...[...carriers.keys()].map(id => `#${id}`)]);
  return { gateways, carriers, rules: ruleRows.flatMap(row => readRule(row, names) ?? []) };
}

function byId<One extends { readonly id: string }>(list: readonly One[]): ReadonlyMap<string, One> {
  const sorted = list.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return new Map(sorted.map(one => [one.id, one]));
}

/** Undefined for a gateway whose address the server cannot use (add_dst). */
function readGateway(server: Server, row: Row): Gateway | undefined {
  const text = row.address ?? '';
  const uri = parseServerUri(/^sips?:/i.test(text) ? text : `sip:${text}`);
  if (uri === undefined) return undefined;
  if (!mayHaveAddress(server, uri.host) && server.parameterNumber('drouting', 'force_dns', 1) !== 0)
    return undefined;
  return {
    id: row.gwid ?? '',
    type: Number(row.type ?? 0),
    address: text.replace(/^sips?:/i, '').replace(/^[^@;]*@/, ''),
    host: uri.host,
    port: uriPort(uri),
    transport: uriTransport(uri),
    strip: Number(row.strip ?? 0),
    prefix: row.pri_prefix ?? '',
    attributes: row.attrs ?? '',
    socket: server.sockets.find(one => one.name === row.socket || one.tag === row.socket),
    isDisabled:
      server.parameterNumber('drouting', 'persistent_state', 1) !== 0 && Number(row.state ?? 0) !== 0,
  };
}

function readCarrier(row: Row, gateways: ReadonlySet<string>): Carrier | undefined {
  const targets = targetsOf(row.gwlist, gateways);
  if (targets === undefined) return undefined;
  return {
    id: row.carrierid ?? '',
    targets,
    sort: row.sort_alg ?? 'N',
    attributes: row.attrs ?? '',
    usesOnlyFirst: (Number(row.flags ?? 0) & 1) !== 0,
    isDisabled: Number(row.state ?? 0) !== 0,
  };
}

function readRule(row: Row, names: ReadonlySet<string>): Rule | undefined {
  const targets = targetsOf(row.gwlist, names);
  if (targets === undefined) return undefined;
  return {
    id: Number(row.ruleid ?? 0),
    groups: (row.groupid ?? '')
      .split(/[,;]/)
      .map(text => Number.parseInt(text, 10))
      .filter(number => !Number.isNaN(number)),
    prefix: row.prefix ?? '',
    priority: Number(row.priority ?? 0),
    targets,
    sort: row.sort_alg ?? 'N',
    attributes: row.attrs ?? '',
    timeRecurrence: (row.timerec ?? '').trim(),
    route: row.routeid === undefined || row.routeid === '0' ? undefined : row.routeid,
  };
}

/**
 * The entries of a list such as `gw1=10,#carrier|gw2` that there are (parse_destination_list); undefined for a list that
 * cannot be read, which makes the server skip its rule or carrier.
 */
export function targetsOf(
  text: string | undefined,
  names: ReadonlySet<string>,
): readonly Target[] | undefined {
  const targets: Target[] = [];
  const parts = (text ?? '').split(/[,|]/);
  for (const [at, part] of parts.entries()) {
    if (part === '' && at === parts.length - 1) break;
    const match = /^\s*(#?)([\w.-]+)\s*(?:=\s*(-?\d+)\s*)?$/.exec(part);
    if (match === null) return undefined;
    const [, mark = '', id = '', weight = '0'] = match;
    if (names.has(mark + id)) targets.push({ id, isCarrier: mark === '#', weight: Number(weight) });
  }
  return targets;
}
