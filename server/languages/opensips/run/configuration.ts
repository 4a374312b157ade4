import type { ScriptModel } from '../model/model.ts';
import type { SocketValue } from '../syntax/syntax.ts';
import { stringValue, type Token } from '../syntax/token.ts';
import type { Socket, Transport } from './messages/reception.ts';

/** The sockets of `socket=` and `listen=`, in order. */
export function readSockets(model: ScriptModel): readonly Socket[] {
  const sockets: Socket[] = [];
  for (const { item } of model.declarations) {
    if (item.type !== 'global' || item.socket === undefined) continue;
    if (item.name.text !== 'socket' && item.name.text !== 'listen') continue;
    const socket = socketOf(item.socket);
    if (socket !== undefined) sockets.push(socket);
  }
  if (sockets.length > 0) return sockets;
  return [
    {
      address: '0.0.0.0',
      port: 5060,
      transport: 'udp',
      tag: undefined,
      advertisedHost: undefined,
      advertisedPort: undefined,
      name: 'udp:0.0.0.0:5060',
    },
  ];
}

const transports: Readonly<Record<string, Transport>> = {
  udp: 'udp',
  tcp: 'tcp',
  tls: 'tls',
  ws: 'ws',
  wss: 'wss',
  sctp: 'sctp',
};

function socketOf(value: SocketValue): Socket | undefined {
  const transport = transports[value.protocol.text.toLowerCase()];
  if (transport === undefined) return undefined;
  const address = value.host ?? '0.0.0.0';
  const port = value.port ?? (transport === 'tls' || transport === 'wss' ? 5061 : 5060);
  const parameter = (name: string): string | undefined => {
    const found = value.parameters.find(one => one.name.text.toLowerCase() === name)?.value;
    return found === undefined ? undefined : textOf(found);
  };
  const advertised = parameter('as');
  const [host, portInName] = splitHostPort(advertised ?? '');
  const advertisedPort = value.parameters.find(({ port: own }) => own !== undefined)?.port ?? portInName;
  return {
    address,
    port,
    transport,
    tag: parameter('tag'),
    advertisedHost: advertised === undefined ? undefined : host,
    advertisedPort,
    name: `${transport}:${address}:${port}`,
  };
}

function textOf(token: Token): string {
  return token.kind === 'string' ? stringValue(token) : token.text;
}

export function splitHostPort(text: string): [host: string, port: number | undefined] {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(text);
  if (match === null) return [text, undefined];
  return [match[1] ?? '', match[2] === undefined ? undefined : Number(match[2])];
}

/** The value of a global parameter as text; the last one counts. */
export function globalValue(model: ScriptModel, name: string): string | undefined {
  let found: string | undefined;
  for (const { item } of model.declarations) {
    if (item.type !== 'global' || item.name.text !== name) continue;
    found = item.number === undefined ? item.values.map(textOf).join('') : String(item.number);
  }
  return found;
}

export function isGlobalOn(model: ScriptModel, name: string, otherwise: boolean): boolean {
  const value = globalValue(model, name);
  if (value === undefined) return otherwise;
  return /^(yes|true|on|enable)$/i.test(value) || (/^\d+$/.test(value) && Number(value) !== 0);
}

export interface Alias {
  readonly host: string;
  /** 0 for any. */
  readonly port: number;
  readonly transport: string | undefined;
}

/** The names in `alias=udp:example.org:5060`, and the aliases that modules add. */
export function readAliases(model: ScriptModel): readonly Alias[] {
  const names = model.declarations.flatMap(({ item }) => (item.type === 'global' ? (item.hosts ?? []) : []));
  return names.map(({ protocol, host, port }) => ({
    host,
    port: port ?? 0,
    transport: protocol === 'any' ? undefined : protocol,
  }));
}

export function sameAddress(a: string, b: string): boolean {
  return a === b || (a === '0.0.0.0' && !b.includes(':')) || (b === '0.0.0.0' && !a.includes(':'));
}
