import { type SipMessage, viaHops } from './message.ts';
import { parameterValue } from './parameters.ts';
import { wholePiece } from './piece.ts';
import { portNumber } from './uri.ts';

/** Where a request seems to come from, as its topmost Via tells. */
export interface ViaSource {
  /** `received`, else the sent-by host; without brackets, and perhaps a host name. */
  readonly address: string;
  /** `rport`, else the sent-by port, else that of the transport. */
  readonly port: number;
  /** In lower case, as written: `udp`, `tcp`, `tls`, `ws`, `wss`. */
  readonly transport: string;
}

/** The source that the topmost Via names (RFC 3261 section 18.2.1, RFC 3581 section 4); undefined without a Via. */
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
