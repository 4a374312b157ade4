import { InvalidArgumentError } from 'commander';
import type {
  Assumption,
  ClientAnswer,
  HopReply,
  PacketPlace,
  Registration,
  StoredContact,
} from '../languages/explainQuestion.ts';
import { canonicalAddress, SIP_TRANSPORTS, type SipTransport } from '../sip/packetSource.ts';
import { UsageError } from './io.ts';

/** `192.0.2.1:5060` or `[2001:db8::1]:5060`, added to the earlier ones. */
export function collectPlace(text: string, earlier: readonly PacketPlace[] = []): PacketPlace[] {
  return [...earlier, readPlace(text)];
}

export function collectTransport(text: string, earlier: readonly SipTransport[] = []): SipTransport[] {
  return [...earlier, readTransport(text)];
}

/** `alice=192.0.2.1:5060`, with or without `/udp` after it. */
export function collectRegistration(text: string, earlier: readonly Registration[] = []): Registration[] {
  const match = /^(.+)=(.+?)(?:\/(\w+))?$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new InvalidArgumentError('Write NAME=IP:PORT.');
  if (match[3] !== undefined) readTransport(match[3]);
  return [...earlier, { name: match[1], ...readPlace(match[2]) }];
}

/** `alice@example.com=sip:alice@192.0.2.1:5060` */
export function collectContact(text: string, earlier: readonly StoredContact[] = []): StoredContact[] {
  const match = /^([^=]+)=(.+)$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new InvalidArgumentError('Write AOR=URI, such as alice@example.com=sip:alice@192.0.2.1.');
  return [...earlier, { addressOfRecord: match[1], uri: match[2] }];
}

/** `trunk.example.com=192.0.2.1`; names in lower case. */
export function collectHost(
  text: string,
  earlier: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [name = '', address = ''] = text.split('=');
  const canonical = canonicalAddress(address);
  if (name === '' || canonical === undefined) throw new InvalidArgumentError('Write NAME=IP.');
  return { ...earlier, [name.toLowerCase()]: canonical };
}

/** `120=yes`: lines count from 1. */
export function collectAssumption(text: string, earlier: readonly Assumption[] = []): Assumption[] {
  const match = /^(\d+)=(.*)$/s.exec(text);
  if (match?.[1] === undefined || match[2] === undefined || Number(match[1]) === 0)
    throw new InvalidArgumentError('Write LINE=yes, LINE=no or LINE=VALUE.');
  return [...earlier, { line: Number(match[1]), value: match[2] }];
}

/** `192.0.2.1:5060=180,486`; `none` for a next hop that does not respond, `timeout` when the server gives up on it. */
export function collectReply(text: string, earlier: readonly HopReply[] = []): HopReply[] {
  const [, place, written] = /^(.+)=(none|timeout|\d{3}(?:,\d{3})*(?:,timeout)?)$/.exec(text) ?? [];
  if (place === undefined || written === undefined)
    throw new InvalidArgumentError(
      'Write IP:PORT=CODE, such as 192.0.2.1:5060=180,486; none or timeout for a next hop that does not respond.',
    );
  const words = written.split(',');
  const codes = words.filter(word => /^\d/.test(word)).map(Number);
  if (codes.some(code => code < 100 || code > 699))
    throw new InvalidArgumentError('A code is a number from 100 to 699.');
  const timesOut = words.includes('timeout') ? { timesOut: true } : {};
  return [...earlier, { ...readPlace(place), codes, ...timesOut }];
}

/** `alice:password` */
export function collectAnswer(text: string, earlier: readonly ClientAnswer[] = []): ClientAnswer[] {
  const colon = text.indexOf(':');
  // Not an error of the argument parser, which would repeat the value.
  if (colon < 0) throw new UsageError('--answer needs USER:PASSWORD');
  return [...earlier, { username: text.slice(0, colon), password: text.slice(colon + 1) }];
}

export function collectText(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text];
}

function readTransport(text: string): SipTransport {
  const transport = SIP_TRANSPORTS.find(known => known === text);
  if (transport === undefined)
    throw new InvalidArgumentError(`The transport must be one of ${SIP_TRANSPORTS.join(', ')}.`);
  return transport;
}

function readPlace(text: string): PacketPlace {
  const match = /^(?:\[([^\]]+)\]|([^[\]]+)):(\d{1,5})$/.exec(text);
  const address = canonicalAddress(match?.[1] ?? match?.[2] ?? '');
  const port = Number(match?.[3] ?? 0);
  if (address === undefined || port < 1 || port > 65_535)
    throw new InvalidArgumentError('Write IP:PORT, such as 192.0.2.1:5060 or [2001:db8::1]:5060.');
  return { address, port };
}
