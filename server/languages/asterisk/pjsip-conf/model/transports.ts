import { parseAddress } from '../../../../sip/ipAddress.ts';
import { bindAddress } from '../facts/addresses.ts';
import { lastValue, type PjsipObject } from './object.ts';

/** Where a transport listens. */
export interface ListeningAddress {
  readonly protocol: string;
  /** As text that compares equal for equal addresses; `*` for all addresses of an IP version. */
  readonly host: string;
  readonly isIpv6: boolean;
  readonly port: number;
}

/** The parts of a pjsip.conf that decide about its transports. */
interface Objects {
  ofType(type: string): ReadonlyMap<string, readonly PjsipObject[]>;
}

/** Transports that cannot start because an earlier one listens there, with the earlier one. */
export function addressInUse(model: Objects): ReadonlyMap<PjsipObject, PjsipObject> {
  const losses = new Map<PjsipObject, PjsipObject>();
  const started: { readonly transport: PjsipObject; readonly at: ListeningAddress }[] = [];
  const all = [...model.ofType('transport').values()].flat().filter(({ loss }) => loss === undefined);
  for (const transport of all.sort((a, b) => a.entry.ordinal - b.entry.ordinal)) {
    const at = listeningAddress(transport);
    // For WebSocket, http.conf sets the address.
    if (at === undefined || at.protocol === 'ws' || at.protocol === 'wss') continue;
    const earlier = started.find(other => collide(other.at, at));
    if (earlier !== undefined) losses.set(transport, earlier.transport);
    else started.push({ transport, at });
  }
  return losses;
}

/** Undefined for a flow, and for an address that only the server can look up. */
export function listeningAddress(transport: PjsipObject): ListeningAddress | undefined {
  const settings = transport.settings;
  const protocol = lastValue(settings, 'protocol')?.toLowerCase() ?? 'udp';
  const bind = bindAddress(lastValue(settings, 'bind') ?? '');
  if (protocol === 'flow' || bind.kind !== 'address') return undefined;
  const text = bind.address.toString();
  const isAll = text === '0.0.0.0' || parseAddress('::')?.toString() === text;
  const port = bind.port === undefined || bind.port === 0 ? (protocol === 'tls' ? 5061 : 5060) : bind.port;
  return { protocol, host: isAll ? '*' : text, isIpv6: bind.address.kind() === 'ipv6', port };
}

function collide(a: ListeningAddress, b: ListeningAddress): boolean {
  const isUdp = a.protocol === 'udp';
  if (isUdp !== (b.protocol === 'udp') || a.port !== b.port || a.isIpv6 !== b.isIpv6) return false;
  return a.host === b.host || a.host === '*' || b.host === '*';
}

/** An address for documentation stands for a real one in a configuration that was made anonymous. */
export function mayListen(
  model: { isLoaded(object: PjsipObject): boolean },
  transport: PjsipObject,
): boolean {
  if (model.isLoaded(transport)) return true;
  const { loss } = transport;
  return loss?.kind === 'invalid-value' && loss.fault.effect !== 'fatal';
}
