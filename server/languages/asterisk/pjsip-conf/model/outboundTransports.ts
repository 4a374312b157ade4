import type { Setting } from '../../config/entry.ts';
import { bindAddress } from '../facts/addresses.ts';
import { lastOf, lastValue, type PjsipObject } from './object.ts';
import { mayListen } from './transports.ts';

/** What a registration lacks, because of which the server does not create it. */
export interface LackingTransport {
  /** The line that determines what it needs. */
  readonly setting: Setting | undefined;
  /** `udp`, `tcp`, `tls`, or what the `transport` parameter of its URI says. */
  readonly protocol: string;
  readonly isIpv6: boolean;
}

/** The parts of a pjsip.conf that decide about its registrations. */
interface Objects {
  ofType(type: string): ReadonlyMap<string, readonly PjsipObject[]>;
  object(type: string, name: string): PjsipObject | undefined;
  isLoaded(object: PjsipObject): boolean;
}

/**
 * Registrations for whose Contact there is no local address (sip_dialog_create_contact, pjsip_tpmgr_find_local_addr): the server
 * drops a registration if it has no transport for the scheme, the `transport` parameter and the IP version of server_uri. A
 * transport that the registration names is used for any of them.
 */
export function registrationsWithoutTransport(model: Objects): ReadonlyMap<PjsipObject, LackingTransport> {
  const lacking = new Map<PjsipObject, LackingTransport>();
  const registrations = [...model.ofType('registration').values()].flat();
  if (registrations.length === 0) return lacking;
  const listening = [...model.ofType('transport').values()]
    .flat()
    .filter(transport => mayListen(model, transport));
  const available = new Set(listening.flatMap(kindsOf));
  for (const registration of registrations) {
    if (registration.loss !== undefined) continue;
    const setting = lastOf(registration.settings, 'server_uri');
    const needed = neededFor(setting?.value ?? '');
    const isChosen = namesConnection(model, registration) && PROTOCOLS.has(needed.protocol);
    if (!isChosen && !available.has(kindOf(needed))) lacking.set(registration, { setting, ...needed });
  }
  return lacking;
}

type Kind = Omit<LackingTransport, 'setting'>;

/** Protocols that pjproject knows: any other one is refused even if the registration names a transport. */
const PROTOCOLS = new Set(['udp', 'tcp', 'tls', 'dtls', 'sctp', 'ws', 'wss', 'loop', 'loop-dgram']);

function neededFor(uri: string): Kind {
  const match = /^(sips?):(?:[^@]*@)?(\[[^\]]*\])?([^?]*)/i.exec(uri);
  const parameter = /;transport=([^;?>]+)/i.exec(match?.[3] ?? '')?.[1]?.toLowerCase();
  const isSecure = match?.[1]?.toLowerCase() === 'sips' && parameter !== 'wss' && parameter !== 'dtls';
  return { protocol: isSecure ? 'tls' : (parameter ?? 'udp'), isIpv6: match?.[2] !== undefined };
}

function kindsOf({ settings }: PjsipObject): string[] {
  const protocol = lastValue(settings, 'protocol')?.toLowerCase() ?? 'udp';
  // Connections over WebSocket only come in, and a flow belongs to another transport.
  if (protocol !== 'udp' && protocol !== 'tcp' && protocol !== 'tls') return [];
  const bind = bindAddress(lastValue(settings, 'bind') ?? '');
  if (bind.kind === 'address') return [kindOf({ protocol, isIpv6: bind.address.kind() === 'ipv6' })];
  return [kindOf({ protocol, isIpv6: false }), kindOf({ protocol, isIpv6: true })];
}

function kindOf({ protocol, isIpv6 }: Kind): string {
  return isIpv6 ? `${protocol}6` : protocol;
}

function namesConnection(model: Objects, { settings }: PjsipObject): boolean {
  const transport = model.object('transport', lastValue(settings, 'transport') ?? '');
  return transport !== undefined && kindsOf(transport).length > 0;
}
