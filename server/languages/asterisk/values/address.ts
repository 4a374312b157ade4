import type ipaddr from 'ipaddr.js';
import { parseAddress, plainAddress } from '../../../sip/ipAddress.ts';
import { leadingInteger } from './integers.ts';

/** The result of ast_sockaddr_split_hostport: IPv6 with or without brackets, or host and port. */
export function splitHostPort(text: string): { readonly host: string; readonly port?: string } {
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    const host = text.slice(1, close < 0 ? undefined : close);
    return close >= 0 && text[close + 1] === ':' ? { host, port: text.slice(close + 2) } : { host };
  }
  const colon = text.indexOf(':');
  if (colon < 0 || text.indexOf(':', colon + 1) >= 0) return { host: text };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

/** ast_parse_arg with PARSE_ADDR: a numeric address with an optional port. */
export function isAddressWithPort(text: string): boolean {
  const { host, port } = splitHostPort(text);
  return parseAddress(host) !== undefined && (port === undefined || /^\d*$/.test(port));
}

/** One address of a permit or deny line, as append_ha_core of main/acl.c reads it. */
export interface AclItem {
  /** Offsets in the value. */
  readonly start: number;
  readonly end: number;
  /** `!` inverts the meaning of the line for this item. */
  readonly isNegated: boolean;
  readonly network?: ipaddr.IPv4 | ipaddr.IPv6;
  /** Prefix length in bits; absent for a mask that is not a prefix. */
  readonly bits?: number;
  readonly mask?: ipaddr.IPv4 | ipaddr.IPv6;
  /** Why the server refuses it, and therefore the whole line. */
  readonly fault?: 'address' | 'port' | 'mask' | 'family';
}

/** Reads a permit or deny value. Since branch 11, it is a list; before, one address. */
export function parseAcl(value: string, isList: boolean): AclItem[] {
  const items: AclItem[] = [];
  let start = 0;
  for (const text of isList ? value.split(',') : [value]) {
    items.push(parseAclItem(text, start, isList));
    start += text.length + 1;
  }
  return items;
}

function parseAclItem(text: string, start: number, mayNegate: boolean): AclItem {
  const slash = text.indexOf('/');
  const isNegated = mayNegate && text.startsWith('!');
  const address = text.slice(isNegated ? 1 : 0, slash < 0 ? undefined : slash);
  const item = { start, end: start + text.length, isNegated };
  const { host, port } = splitHostPort(address);
  if (port !== undefined) return { ...item, fault: 'port' };
  const parsedHost = parseAddress(host);
  if (parsedHost === undefined) return { ...item, fault: 'address' };
  const network = plainAddress(parsedHost);
  const width = network.kind() === 'ipv4' ? 32 : 128;
  if (slash < 0) return { ...item, network, bits: width };
  const mask = text.slice(slash + 1);
  if (/[.:]/.test(mask)) {
    const parsedMask = parseAddress(mask);
    if (parsedMask === undefined) return { ...item, fault: 'mask' };
    const parsed = plainAddress(parsedMask);
    if (parsed.kind() !== network.kind()) return { ...item, fault: 'family' };
    const bits = parsed.prefixLengthFromSubnetMask();
    return { ...item, network, mask: parsed, ...(bits === null ? {} : { bits }) };
  }
  const bits = leadingInteger(mask);
  if (bits === undefined || bits < 0 || bits > width) return { ...item, fault: 'mask' };
  return { ...item, network, bits };
}

/** A network address without a netmask, which the server reads as a single address, with the netmask that is probably meant. */
export function networkMeant(address: string): string | undefined {
  const [, first, second, third] = /^(\d+)\.(\d+)\.(\d+)\.0$/.exec(address) ?? [];
  if (first === undefined || parseAddress(address) === undefined) return undefined;
  if (third !== '0') return `${address}/24`;
  if (second !== '0') return `${address}/${first === '172' && second === '16' ? 12 : 16}`;
  return `${address}/${first === '0' ? 0 : 8}`;
}
