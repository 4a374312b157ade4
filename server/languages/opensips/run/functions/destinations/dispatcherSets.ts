import type { Socket } from '../../messages/reception.ts';
import { parseServerUri, type ServerUri, uriPort } from '../../messages/uri.ts';
import { mayHaveAddress } from '../../network/hosts.ts';
import { type Server, stateKey } from '../../server.ts';
import { type Row, tableRows } from '../../tables/tables.ts';
import { avpName } from '../../values/scriptVariables.ts';

/** One destination of a set. */
export interface Destination {
  /** As the table has it, and without user part and headers. */
  readonly uri: string;
  readonly target: string;
  readonly host: string;
  readonly port: number;
  readonly socket: Socket | undefined;
  readonly weight: number;
  readonly priority: number;
  readonly attributes: string;
  scriptAttributes: string;
  /** 0 active, 1 inactive, 2 probing. */
  state: number;
  /** How often round robin took it since it was its turn. */
  turns: number;
  /** How often the script called it one to probe. */
  failures: number;
}

export interface DestinationSet {
  readonly id: number;
  readonly destinations: readonly Destination[];
  last: number;
}

/** A table of sets, with the AVPs that keep what is left to try. */
export interface Partition {
  readonly sets: readonly DestinationSet[] | undefined;
  readonly avps: PartitionAvps;
}

export interface PartitionAvps {
  readonly destination: string;
  readonly group: string;
  readonly count: string;
  readonly socket: string;
  readonly attributes: string | undefined;
  readonly scriptAttributes: string | undefined;
}

const partitions = stateKey(() => new Map<string, Partition | undefined>());

/** The partition of a name, or the default one; undefined for a name that the script does not define. */
export function partitionOf(server: Server, name: string | undefined): Partition | undefined {
  const key = name ?? 'default';
  const known = server.state(partitions);
  if (!known.has(key)) known.set(key, readPartition(server, key));
  return known.get(key);
}

function readPartition(server: Server, name: string): Partition | undefined {
  const own = server
    .parameters('dispatcher', 'partition')
    .map(text => /^\s*([^:=;]+):(.*)$/s.exec(text))
    .find(match => match?.[1]?.trim() === name);
  if (own === undefined && name !== 'default') return undefined;
  const settings = new Map(
    (own?.[2] ?? '').split(';').map(part => {
      const [key = '', ...rest] = part.split('=');
      return [key.trim(), rest.join('=').trim()];
    }),
  );
  const setting = (key: string, otherwise: string): string =>
    settings.get(key) ?? server.parameter('dispatcher', key) ?? otherwise;
  const rows = tableRows(server, setting('table_name', 'dispatcher'));
  return {
    sets: rows === undefined ? undefined : readSets(server, rows),
    avps: {
      destination: avpName(setting('dst_avp', 'ds_dst_failover')),
      group: avpName(setting('grp_avp', 'ds_grp_failover')),
      count: avpName(setting('cnt_avp', 'ds_cnt_failover')),
      socket: avpName(setting('sock_avp', 'ds_sock_failover')),
      attributes: avpName(setting('attrs_avp', '')) || undefined,
      scriptAttributes: avpName(setting('script_attrs_avp', '')) || undefined,
    },
  };
}

function readSets(server: Server, rows: readonly Row[]): readonly DestinationSet[] {
  const lists = new Map<number, Destination[]>();
  for (const row of rows) {
    const destination = readDestination(server, row);
    if (destination === undefined) continue;
    const id = Number(row[column(server, 'setid_col', 'setid')] ?? 0);
    const list = lists.get(id);
    if (list === undefined) lists.set(id, [destination]);
    else list.push(destination);
  }
  return [...lists].map(([id, list]) => ({
    id,
    destinations: list.toSorted((a, b) => b.priority - a.priority),
    last: 0,
  }));
}

function column(server: Server, parameter: string, name: string): string {
  return server.parameter('dispatcher', parameter) ?? name;
}

/** Undefined for a destination that the server skips: its URI cannot be read, or its host has no address. */
function readDestination(server: Server, row: Row): Destination | undefined {
  const field = (parameter: string, name: string): string | undefined => row[column(server, parameter, name)];
  const text = field('destination_col', 'destination') ?? '';
  const uri = parseServerUri(text);
  if (uri === undefined || !mayHaveAddress(server, uri.host)) return undefined;
  const socket = field('socket_col', 'socket');
  return {
    uri: text,
    target: targetUri(text, uri),
    host: uri.host,
    port: uriPort(uri),
    socket: server.sockets.find(one => one.name === socket || one.tag === socket),
    weight: Number.parseInt(field('weight_col', 'weight') ?? '1', 10) || 0,
    priority: Number(field('priority_col', 'priority') ?? 0),
    attributes: field('attrs_col', 'attrs') ?? '',
    scriptAttributes: '',
    state: Number(field('state_col', 'state') ?? 0),
    turns: 0,
    failures: 0,
  };
}

function targetUri(text: string, uri: ServerUri): string {
  if ((uri.user ?? '') === '' && uri.password === undefined && uri.headers === undefined) return text;
  const { scheme, host, port, params = '' } = uri;
  // The server writes the parameters over the port.
  const tail = port === undefined ? params : `:${params}${port.slice(params.length)}`;
  return `${scheme}:${host}${tail}`;
}

export function isActive(destination: Destination): boolean {
  return destination.state === 0;
}
