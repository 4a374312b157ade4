import type { SipTransport } from '../../../../sip/packetSource.ts';
import { appendAll } from '../../../../text/longLists.ts';
import { isAtLeast } from '../../config/branch.ts';
import { existsIn, optionFacts, type Release } from '../../pjsip-conf/facts/facts.ts';
import {
  type DeviceHost,
  deviceHost,
  deviceInsecure,
  deviceTransports,
} from '../../sip-conf/model/deviceState.ts';
import type { Device, SipConf } from '../../sip-conf/model/model.ts';

/** How chan_pjsip recognizes the calls of a device that has its own address. */
export interface Recognition {
  /** Entries of `match`. */
  readonly matches: readonly string[];
  /** Values of `match_header`: the Via of calls over TCP, TLS or WebSocket, whose source port means nothing. */
  readonly headers: readonly string[];
  /** Values of `match_request_uri`: the callback extension that distinguishes devices with the same address. */
  readonly uris: readonly string[];
  /** The address, if it is a literal address or localhost. */
  readonly address: string | undefined;
  /** The device that receives all calls from the address instead. */
  readonly hiddenBy: Device | undefined;
}

interface Placed {
  readonly device: Device;
  readonly host: DeviceHost;
  readonly transports: readonly SipTransport[];
  readonly isLoose: boolean;
  readonly callback: string;
}

/** The recognition of every device with an address, by lowercase name; devices in file order. */
export function recognitions(
  devices: readonly Device[],
  model: SipConf,
  release: Release,
): ReadonlyMap<string, Recognition> {
  const rows = new Map<string, Placed[]>();
  for (const device of devices) {
    const placed = placedOf(device, model);
    const where = placed?.host.address ?? placed?.host.unknownName?.toLowerCase();
    if (placed === undefined || where === undefined) continue;
    const row = rows.get(where);
    if (row === undefined) rows.set(where, [placed]);
    else row.push(placed);
  }
  const found = new Map<string, Recognition>();
  for (const [where, row] of rows)
    for (const placed of row) found.set(placed.device.key, recognitionOf(placed, row, where, release));
  return found;
}

function placedOf(device: Device, model: SipConf): Placed | undefined {
  if (!device.isPeer) return undefined;
  const host = deviceHost(device, model, undefined);
  if (host.isDynamic) return undefined;
  const { allowed } = deviceTransports(device, model);
  // Up to branch 11, the transport does not prevent a device from being found.
  const transports: readonly SipTransport[] = isAtLeast(model.branch, '13')
    ? allowed
    : ['udp', ...allowed.filter(transport => transport !== 'udp')];
  const isLoose = deviceInsecure(device, model).port;
  const callback = isAtLeast(model.branch, '11') ? (device.last('callbackextension')?.value ?? '') : '';
  return { device, host, transports, isLoose, callback };
}

/**
 * Over UDP: first the device with the source port, then the first one with insecure=port. Over connections: the first one that
 * may use the transport. The first one with the requested callback extension comes before all others.
 */
function recognitionOf(placed: Placed, row: readonly Placed[], where: string, release: Release): Recognition {
  const { host, callback } = placed;
  const isFirst = (candidates: readonly Placed[]): boolean => candidates[0] === placed;
  const overUdp = row.filter(({ transports }) => transports.includes('udp'));
  const exact = overUdp.filter(other => other.host.port === host.port);
  const loose = overUdp.filter(({ isLoose }) => isLoose);
  const matches: string[] = [];
  if (isFirst(loose)) appendAll(matches, [where, ...exclusions(placed, overUdp, where)]);
  else if (isFirst(exact)) matches.push(withPort(where, host.port));

  const streams = (['tcp', 'tls', 'ws', 'wss'] as const).filter(transport =>
    isFirst(row.filter(({ transports }) => transports.includes(transport))),
  );
  const headers: string[] = [];
  if (streams.length > 0) {
    if (host.address !== undefined && knows('match_header', release))
      appendAll(
        headers,
        streams.map(transport => viaOf(transport, host.address ?? where)),
      );
    // The address of a host name is looked up when the server loads, so only `match` can hold it.
    else matches.splice(0, matches.length, where);
  }

  const rivals = overUdp.filter(other => other !== placed && (other.isLoose || isSamePort(other, placed)));
  const sameCallback = overUdp.filter(other => other.callback.toLowerCase() === callback.toLowerCase());
  const isWanted = callback !== '' && overUdp.includes(placed) && rivals.length > 0 && isFirst(sameCallback);
  const uris = isWanted && knows('match_request_uri', release) ? [`/^sips?:${escapedRegex(callback)}@/`] : [];
  const isHidden = matches.length + headers.length + uris.length === 0;
  return {
    matches,
    headers,
    uris,
    address: host.address,
    hiddenBy: isHidden ? (loose[0] ?? exact[0] ?? row[0])?.device : undefined,
  };
}

/** Ports that belong to other devices with the same address. */
function exclusions(placed: Placed, overUdp: readonly Placed[], where: string): readonly string[] {
  const ports = new Set<number>();
  for (const other of overUdp) {
    const { port } = other.host;
    if (overUdp.find(({ host }) => host.port === port) === other && other !== placed) ports.add(port);
  }
  const bits = where.includes(':') ? 128 : 32;
  return placed.host.address === undefined ? [] : [...ports].map(port => `!${withPort(where, port)}/${bits}`);
}

function isSamePort(a: Placed, b: Placed): boolean {
  return a.host.port === b.host.port;
}

function withPort(where: string, port: number): string {
  return where.includes(':') ? `[${where}]:${port}` : `${where}:${port}`;
}

/**
 * The transport and the address in the topmost Via: the address that the sender wrote, or the one that the server added as
 * `received`. A semicolon would start a comment, so none is written.
 */
function viaOf(transport: string, address: string): string {
  return `Via: /^SIP.2.0.${transport.toUpperCase()}.*[^0-9A-Fa-f.:]${escapedRegex(address)}([^0-9A-Fa-f.]|$)/`;
}

function escapedRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/;]/g, character =>
    character === '^' || character === '\\' || character === ']' ? `\\${character}` : `[${character}]`,
  );
}

function knows(option: string, release: Release): boolean {
  const facts = optionFacts('identify', option);
  return facts !== undefined && existsIn(facts, release);
}
