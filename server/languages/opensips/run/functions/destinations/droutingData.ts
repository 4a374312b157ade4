import type { Socket } from '../../messages/reception.ts';
import { parseServerUri, uriPort, uriTransport } from '../../messages/uri.ts';
import { mayHaveAddress } from '../../network/hosts.ts';
import { type Server, stateKey } from '../../server.ts';
import { type Row, tableRows, unreadableTable } from '../../tables/tables.ts';
import { avpName } from '../../values/scriptVariables.ts';

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

/** The AVPs that keep the other gateways; those without a name are not kept. */
export interface RoutingAvps {
  readonly uri: string;
  readonly gateway: string;
  readonly socket: string;
  readonly gatewayAttributes: string;
  readonly ruleAttributes: string;
  readonly carrierAttributes: string;
  readonly prefix: string | undefined;
  readonly rule: string | undefined;
  readonly rulePrefix: string | undefined;
  readonly carrier: string | undefined;
}

/** The tables of the module, or of one of its partitions. */
export interface RoutingData {
  readonly partition: string;
  /** The name of the table of groups. */
  readonly groupTable: string;
  readonly avps: RoutingAvps;
  /** By identifier, in its order. */
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly carriers: ReadonlyMap<string, Carrier>;
  readonly rules: readonly Rule[];
}

const data = stateKey((server): readonly RoutingData[] | undefined => read(server));

/** What the tables of drouting say, one entry for each partition; undefined without them. */
export function routingData(server: Server): readonly RoutingData[] | undefined {
  return server.state(data);
}

export function hasPartitions(server: Server): boolean {
  return server.parameterNumber('drouting', 'use_partitions', 0) === 1;
}

const tables = {
  drd_table: 'dr_gateways',
  drr_table: 'dr_rules',
  drc_table: 'dr_carriers',
  drg_table: 'dr_groups',
};

/** Partitions name their tables and AVPs in columns with the names of the parameters. */
function read(server: Server): readonly RoutingData[] | undefined {
  if (!hasPartitions(server)) {
    const single = readPartition(server, {}, name => server.parameter('drouting', name));
    return single === undefined ? undefined : [single];
  }
  const rows = tableRows(server, server.parameter('drouting', 'db_partitions_table') ?? 'dr_partitions');
  const partitions = rows?.map(row => readPartition(server, row, name => row[name]));
  return partitions?.every(one => one !== undefined) === true ? partitions : undefined;
}

function readPartition(
  server: Server,
  row: Row,
  own: (name: string) => string | undefined,
): RoutingData | undefined {
  const table = (name: keyof typeof tables): string =>
    row[name] ?? server.parameter('drouting', name) ?? tables[name];
  const gatewayTable = tableRows(server, table('drd_table'));
  const carrierTable = tableRows(server, table('drc_table'));
  const ruleTable = tableRows(server, table('drr_table'));
  if (gatewayTable === undefined || carrierTable === undefined || ruleTable === undefined) return undefined;
  const all = [gatewayTable, carrierTable, ruleTable];
  // Without one of them, the server uses none (dr_load_routing_info).
  const [gatewayRows = [], carrierRows = [], ruleRows = []] = all.includes(unreadableTable) ? [] : all;
  const gateways = byId(gatewayRows.flatMap(one => readGateway(server, one) ?? []));
  const known = new Set(gateways.keys());
  const carriers = byId(carrierRows.flatMap(one => readCarrier(one, known) ?? []));
  const names = new Set([...known, ...[...carriers.keys()].map(id => `#${id}`)]);
  const rules = ruleRows.flatMap(one => readRule(one, names) ?? []);
  const avps = readAvps(server, row, own);
  return {
    partition: row.partition_name ?? '',
    groupTable: table('drg_table'),
    avps,
    gateways,
    carriers,
    rules,
  };
}

function readAvps(server: Server, row: Row, own: (name: string) => string | undefined): RoutingAvps {
  const always = (name: string, otherwise: string): string =>
    avpName(row[name] ?? server.parameter('drouting', name) ?? otherwise);
  const optional = (name: string): string | undefined => {
    const written = own(name);
    return written === undefined ? undefined : avpName(written);
  };
  return {
    uri: always('ruri_avp', '___dr_ruri__'),
    gateway: always('gw_id_avp', '___dr_gw_id__'),
    socket: always('gw_sock_avp', '___dr_sock__'),
    gatewayAttributes: '___dr_gw_att__',
    ruleAttributes: '___dr_ru_att__',
    carrierAttributes: '___dr_cr_att__',
    prefix: optional('gw_priprefix_avp'),
    rule: optional('rule_id_avp'),
    rulePrefix: optional('rule_prefix_avp'),
    carrier: optional('carrier_id_avp'),
  };
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
  const groups = row.groupid ?? '';
  if (targets === undefined || !/^\s*[-+]?\d+(?:(?:\s+|\s*[,|]\s*)[-+]?\d+)*\s*[,|]?$/.test(groups))
    return undefined;
  return {
    id: Number(row.ruleid ?? 0),
    groups: groups.split(/[\s,|]+/).flatMap(text => (text === '' ? [] : [Number(text)])),
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
