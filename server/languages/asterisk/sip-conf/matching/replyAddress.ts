import { viaHops } from '../../../../sip/message.ts';
import { canonicalAddress } from '../../../../sip/packetSource.ts';
import { findParameter } from '../../../../sip/parameters.ts';
import { portNumber } from '../../../../sip/uri.ts';
import { deviceNat } from '../model/deviceState.ts';
import type { Device, SipConf } from '../model/model.ts';
import type { MatchingInput } from './matchingInput.ts';
import type { SipTrail } from './trail.ts';

/** The topmost Via, as check_via reads it. */
export interface ViaFacts {
  readonly hasRport: boolean;
  /** The sent-by host is not the address of the packet. Never with WebSocket, whose Via is ignored. */
  readonly differs: boolean;
  readonly port: number;
}

export function viaFacts(input: MatchingInput): ViaFacts {
  const [via] = viaHops(input.message);
  if (via === undefined || /^wss?$/i.test(via.transport.text))
    return { hasRport: false, differs: false, port: 5060 };
  const rport = findParameter(via.parameters, 'rport');
  const host = via.host.text.replace(/^\[|\]$/g, '');
  const address = canonicalAddress(host) ?? (host.toLowerCase() === 'localhost' ? '127.0.0.1' : host);
  return {
    hasRport: rport !== undefined && rport.value === undefined,
    differs: address !== (canonicalAddress(input.source.address) ?? input.source.address),
    port: portNumber(via.port) ?? 5060,
  };
}

/** Adds where the replies go. */
export function replyStep(
  device: Device | undefined,
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
): void {
  const { source } = input;
  if (source.transport !== 'udp') {
    trail.add(
      'Replies',
      'passed',
      `Replies go back through the ${source.transport.toUpperCase()} connection.`,
      { header: 'Via' },
    );
    return;
  }
  const via = viaFacts(input);
  const nat = deviceNat(device, model);
  const reason = nat.isForced
    ? 'nat=force_rport'
    : nat.isAutomatic && via.differs
      ? 'the host in Via is not the source of the packet'
      : via.hasRport
        ? 'the Via requests it (rport)'
        : undefined;
  const port = reason === undefined ? via.port : source.port;
  const why = reason === undefined ? 'the port in the Via' : `the port of the packet, because ${reason}`;
  trail.add('Replies', 'passed', `Replies go to ${source.address}:${port}: ${why}.`, {
    lines: [nat.line],
    header: 'Via',
  });
}
