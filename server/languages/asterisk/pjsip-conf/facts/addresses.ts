import type ipaddr from 'ipaddr.js';
import { parseAddress, plainAddress } from '../../../../sip/ipAddress.ts';
import { splitHostPort } from '../../values/address.ts';

/** The meaning of one entry of a `match` line (ip_identify_match_handler and ast_append_ha_with_port). */
export type MatchEntry =
  | {
      readonly kind: 'network';
      readonly network: ipaddr.IPv4 | ipaddr.IPv6;
      readonly bits: number;
      /** Absent or 0: any port. */
      readonly port: number;
      /** `!`: the addresses it covers do not match. */
      readonly isNegated: boolean;
    }
  /** A name that the server looks up once, when it loads. */
  | { readonly kind: 'host'; readonly host: string; readonly port: number | undefined }
  | { readonly kind: 'fault'; readonly reason: 'address' | 'mask' | 'port' | 'negated' };

/** One entry, without the spaces around it. */
export function matchEntry(text: string): MatchEntry {
  const slash = text.lastIndexOf('/');
  if (slash < 0) {
    const { host, port } = splitHostPort(text);
    const address = parseAddress(host);
    if (address === undefined) {
      if (text.startsWith('!')) return { kind: 'fault', reason: 'negated' };
      return { kind: 'host', host, port: port === undefined ? undefined : Number.parseInt(port, 10) || 0 };
    }
    if (port !== undefined && !isPort(port)) return { kind: 'fault', reason: 'port' };
    const network = plainAddress(address);
    return { kind: 'network', network, bits: width(network), port: Number(port ?? 0), isNegated: false };
  }
  const isNegated = text.startsWith('!');
  const { host, port } = splitHostPort(text.slice(isNegated ? 1 : 0, slash));
  const address = parseAddress(host);
  if (address === undefined) return { kind: 'fault', reason: 'address' };
  if (port !== undefined && !isPort(port)) return { kind: 'fault', reason: 'port' };
  const network = plainAddress(address);
  const bits = maskBits(text.slice(slash + 1), network);
  if (bits === undefined) return { kind: 'fault', reason: 'mask' };
  return { kind: 'network', network, bits, port: Number(port ?? 0), isNegated };
}

/** True when a network contains an address as the packet shows it. An IPv4 address written as IPv6 counts as IPv4. */
export function isInNetwork(
  address: ipaddr.IPv4 | ipaddr.IPv6,
  network: ipaddr.IPv4 | ipaddr.IPv6,
  bits: number,
): boolean {
  const plain = plainAddress(address);
  if (plain.kind() !== network.kind()) return false;
  const own = plain.toByteArray();
  const wanted = network.toByteArray();
  return own.every((byte, index) => {
    const left = Math.min(Math.max(bits - index * 8, 0), 8);
    const mask = (0xff << (8 - left)) & 0xff;
    return (byte & mask) === ((wanted[index] ?? 0) & mask);
  });
}

/** `bind` as pj_sockaddr_parse reads it: an empty host means all addresses, a missing port the default one. */
export type BindAddress =
  | {
      readonly kind: 'address';
      readonly address: ipaddr.IPv4 | ipaddr.IPv6;
      readonly port: number | undefined;
    }
  | { readonly kind: 'host'; readonly host: string; readonly port: number | undefined }
  | { readonly kind: 'fault'; readonly reason: 'address' | 'port' };

export function bindAddress(text: string): BindAddress {
  const { host, port } = splitHostPort(text);
  if (port !== undefined && port !== '' && !isPort(port)) return { kind: 'fault', reason: 'port' };
  const number = port === undefined || port === '' ? undefined : Number(port);
  const address = parseAddress(host === '' ? '0.0.0.0' : host);
  if (address !== undefined) return { kind: 'address', address, port: number };
  if (!/^[A-Za-z0-9_.-]+$/.test(host)) return { kind: 'fault', reason: 'address' };
  return { kind: 'host', host, port: number };
}

/** Names that no name server can resolve: reserved names (RFC 2606), and texts that are not host names. */
export function neverResolves(host: string): boolean {
  if (!/^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/.test(host)) return true;
  return /\.?(invalid|example|test)\.?$/i.test(host) && /(^|\.)(invalid|example|test)\.?$/i.test(host);
}

/** Networks reserved for documentation (RFC 5737, RFC 3849): no interface has an address in them. */
export function isDocumentation(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return DOCUMENTATION.some(([network, bits]) => {
    const parsed = parseAddress(network);
    return parsed !== undefined && isInNetwork(address, parsed, bits);
  });
}

/** True for an address that no machine has. */
export function isOnNoMachine(bind: BindAddress): boolean {
  if (bind.kind === 'host') return neverResolves(bind.host);
  return bind.kind === 'address' && isDocumentation(bind.address);
}

const DOCUMENTATION: readonly (readonly [string, number])[] = [
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['2001:db8::', 32],
];

function maskBits(mask: string, network: ipaddr.IPv4 | ipaddr.IPv6): number | undefined {
  if (/[.:]/.test(mask)) {
    // "24:5070" is treated as an address.
    const parsed = parseAddress(mask);
    if (parsed === undefined || parsed.kind() !== network.kind()) return undefined;
    return parsed.prefixLengthFromSubnetMask() ?? undefined;
  }
  const match = /^\s*([+-]?\d+)/.exec(mask);
  const bits = match === null ? Number.NaN : Number(match[1]);
  return bits >= 0 && bits <= width(network) ? bits : undefined;
}

function width(address: ipaddr.IPv4 | ipaddr.IPv6): number {
  return address.kind() === 'ipv4' ? 32 : 128;
}

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 65_535;
}
