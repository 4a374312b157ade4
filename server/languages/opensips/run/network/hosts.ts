import { isAddress } from '../messages/network.ts';
import type { Server } from '../server.ts';

/** The address of a host that needs no name server: a literal, `localhost`, or a name whose address was given. */
export function knownAddress(server: Server, host: string): string | undefined {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isAddress(bare)) return bare;
  return bare.toLowerCase() === 'localhost' ? '127.0.0.1' : server.scenario.hosts?.[bare.toLowerCase()];
}

/** False for a host name that certainly has no address. */
export function mayHaveAddress(server: Server, host: string): boolean {
  return knownAddress(server, host) !== undefined || server.scenario.resolvesNames !== false;
}
