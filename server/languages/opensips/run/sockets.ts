import { sameAddress } from './configuration.ts';
import type { Message } from './messages/message.ts';
import type { Endpoint, Socket, Transport } from './messages/reception.ts';
import { type Server, stateKey } from './server.ts';

export function socketText(socket: Socket): string {
  return `${socket.transport}:${socket.address}:${socket.port}`;
}

export function endpointText({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The socket that a message is sent from: the forced one, the one where the request arrived, or the first that fits. */
export function sendSocketFor(server: Server, message: Message, transport: Transport): Socket | undefined {
  const forced = message.sendSocket;
  if (forced !== undefined && forced.transport === transport) return forced;
  const incoming = message.reception.socket;
  if (incoming.transport === transport) return incoming;
  return server.sockets.find(socket => socket.transport === transport);
}

/** The host and port that a socket advertises in Via and Record-Route. */
export function advertised(server: Server, socket: Socket, message: Message | undefined): Endpoint {
  const globalHost = server.advertisedAddress;
  const [host, port] = [
    message?.advertisedAddress ?? socket.advertisedHost ?? globalHost ?? socket.address,
    message?.advertisedPort === undefined ? socket.advertisedPort : Number(message.advertisedPort),
  ];
  return { address: host, port: port ?? server.advertisedPort ?? socket.port };
}

/**
 * True when a host and port are the server's own (check_self): its sockets, what they advertise, and the aliases.
 * A port of 0 fits any; an alias without a port does too.
 */
export function isMyself(server: Server, host: string, port: number, transport?: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  for (const socket of server.sockets) {
    if (transport !== undefined && socket.transport !== transport) continue;
    if (port !== 0 && port !== socket.port && port !== socket.advertisedPort) continue;
    if (sameAddress(socket.address.toLowerCase(), name)) return true;
    if (socket.advertisedHost?.toLowerCase() === name) return true;
  }
  if (
    server.advertisedAddress?.toLowerCase() === name &&
    (port === 0 || port === (server.advertisedPort ?? port))
  )
    return true;
  for (const alias of server.aliases) {
    if (alias.host.toLowerCase() !== name) continue;
    if (port !== 0 && alias.port !== 0 && alias.port !== port) continue;
    if (transport !== undefined && alias.transport !== undefined && alias.transport !== transport) continue;
    return true;
  }
  return server.state(selfChecks).some(check => check(server, name));
}

/** Modules that add names of the server. */
export const selfChecks = stateKey((): ((server: Server, host: string) => boolean)[] => []);
