import { parseAddress, plainAddress } from './ipAddress.ts';
import { type SipMessage, viaHops } from './message.ts';
import { parameterValue } from './parameters.ts';
import { wholePiece } from './piece.ts';
import { portNumber } from './uri.ts';

/** The apparent source of a request according to its topmost Via. */
export interface ViaSource {
  /** `received`, otherwise the sent-by host; without brackets, possibly a host name. */
  readonly address: string;
  /** `rport`, otherwise the sent-by port, otherwise that of the transport. */
  readonly port: number;
  /** In lower case, as written: `udp`, `tcp`, `tls`, `ws`, `wss`. */
  readonly transport: string;
}

/** The source in the topmost Via (RFC 3261 section 18.2.1, RFC 3581 section 4); undefined without a Via. */
export function viaSource(message: SipMessage): ViaSource | undefined {
  const [via] = viaHops(message);
  if (via === undefined || via.host.text === '') return undefined;
  const transport = via.transport.text.toLowerCase();
  const received = parameterValue(via.parameters, 'received') ?? '';
  const rport = portNumber(wholePiece(parameterValue(via.parameters, 'rport') ?? ''));
  return {
    address: (received === '' ? via.host.text : received).replace(/^\[|\]$/g, ''),
    port: rport ?? portNumber(via.port) ?? (transport === 'tls' || transport === 'wss' ? 5061 : 5060),
    transport,
  };
}

/** An address literal in one spelling, so that equal addresses are equal texts; undefined for anything else. */
export function canonicalAddress(text: string): string | undefined {
  const address = parseAddress(text);
  return address === undefined ? undefined : plainAddress(address).toString();
}

/** The source in a Via, if it is an address and a transport that the server knows. */
export function sourceFromVia(via: ReturnType<typeof viaSource>): PacketSource | undefined {
  const address = via === undefined ? undefined : canonicalAddress(via.address);
  if (via === undefined || address === undefined) return undefined;
  const transport = SIP_TRANSPORTS.find(known => known === via.transport) ?? 'udp';
  return { address, port: via.port, transport };
}

export type SipTransport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

export const SIP_TRANSPORTS: readonly SipTransport[] = ['udp', 'tcp', 'tls', 'ws', 'wss'];

/** Where a packet came from: the address that the server sees, not the one in the message. */
export interface PacketSource {
  /** An IPv4 or IPv6 address without brackets. */
  readonly address: string;
  readonly port: number;
  readonly transport: SipTransport;
}
