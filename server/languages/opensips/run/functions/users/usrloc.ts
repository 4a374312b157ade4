import type { Message } from '../../messages/message.ts';
import type { Socket } from '../../messages/reception.ts';
import { parseServerUri } from '../../messages/uri.ts';
import { type Server, stateKey } from '../../server.ts';
import type { ModuleModel } from '../model.ts';

/** A contact of an address of record in the location table. */
export interface Contact {
  readonly uri: string;
  /** From 0 to 1000; undefined when the client gave none. */
  readonly q: number | undefined;
  /** Seconds of the run; 0 for never. */
  readonly expires: number;
  readonly received: string | undefined;
  readonly path: string | undefined;
  readonly callId: string;
  readonly cseq: number;
  readonly modified: number;
  readonly flags: ReadonlySet<string>;
  readonly userAgent: string;
  readonly socket: Socket | undefined;
  /** Methods of the Allow header; undefined for all. */
  readonly methods: readonly string[] | undefined;
  /** What the variable in `attr_avp` had. */
  readonly attribute: string | undefined;
}

/** Contacts by table and address of record. */
const locations = stateKey(server => {
  const tables = new Map<string, Map<string, Contact[]>>();
  for (const { aor, uri } of server.scenario.contacts ?? []) {
    const key = aorOf(
      server,
      /^sips?:/i.test(aor) ? aor : `sip:${aor.includes('@') ? aor : `${aor}@localhost`}`,
    );
    if (key === undefined) continue;
    const list = tableOf(tables, 'location').get(key) ?? [];
    tableOf(tables, 'location').set(key, [...list, givenContact(server, uri)]);
  }
  return tables;
});

function givenContact(server: Server, uri: string): Contact {
  return {
    uri: /^sips?:/i.test(uri) ? uri : `sip:${uri}`,
    q: undefined,
    expires: 0,
    received: undefined,
    path: undefined,
    callId: 'given',
    cseq: 0,
    modified: 0,
    flags: new Set(),
    userAgent: '',
    socket: server.sockets[0],
    methods: undefined,
    attribute: undefined,
  };
}

function tableOf(tables: Map<string, Map<string, Contact[]>>, name: string): Map<string, Contact[]> {
  let table = tables.get(name);
  if (table === undefined) {
    table = new Map();
    tables.set(name, table);
  }
  return table;
}

export function contactsOf(server: Server, table: string, aor: string): readonly Contact[] {
  const list = tableOf(server.state(locations), table).get(aor) ?? [];
  return list.filter(({ expires }) => expires === 0 || expires > seconds(server));
}

export function setContacts(server: Server, table: string, aor: string, contacts: readonly Contact[]): void {
  const records = tableOf(server.state(locations), table);
  if (contacts.length === 0) records.delete(aor);
  else records.set(aor, [...contacts]);
}

export function allContacts(server: Server, table: string): ReadonlyMap<string, readonly Contact[]> {
  return tableOf(server.state(locations), table);
}

/** The time of the run in whole seconds, like usrloc. */
export function seconds(server: Server): number {
  return Math.floor((server.scenario.time ?? 0) + server.clock.now);
}

/** The key of an address of record (extract_aor): the user, with the domain if the script enables that; undefined without a URI. */
export function aorOf(server: Server, uri: string): string | undefined {
  const parsed = parseServerUri(uri);
  if (parsed === undefined) return undefined;
  const usesDomain = server.parameterNumber('usrloc', 'use_domain', 0) !== 0;
  const isCaseSensitive = server.parameterNumber('registrar', 'case_sensitive', 1) !== 0;
  const user = isCaseSensitive ? (parsed.user ?? '') : (parsed.user ?? '').toLowerCase();
  return usesDomain && user !== '' ? `${user}@${parsed.host.toLowerCase()}` : user;
}

export function methodsOf(message: Message, parameter: string | undefined): readonly string[] | undefined {
  const lists = parameter === undefined ? message.all('allow').map(({ value }) => value) : [parameter];
  if (lists.length === 0) return undefined;
  return lists.flatMap(list => list.split(',').map(method => method.trim().toUpperCase()));
}

export const usrloc: ModuleModel = { name: 'usrloc', functions: {} };
