import { IPv4, IPv6 } from 'ipaddr.js';
import { escapeMarkdown, inlineCode } from '../../../../text/markdown.ts';
import type { AclItem } from '../../values/address.ts';

/** The meaning of one address of an access list. Markdown. */
export function describeAddress(item: AclItem, text: string): string {
  const shown = inlineCode(text.trim());
  if (item.fault !== undefined) return `${shown} is invalid: ${faults[item.fault]}.`;
  if (item.network === undefined) return shown;
  if (item.bits === undefined) return `${shown}: a mask that is not a prefix, compared bit by bit.`;
  const bytes = item.network.toByteArray();
  const first = edge(bytes, item.bits, 0);
  const last = edge(bytes, item.bits, 255);
  if (item.bits === 0) return `${shown}: every ${item.network.kind() === 'ipv4' ? 'IPv4' : 'IPv6'} address.`;
  if (first === last) return `${shown}: one address.`;
  const hostBits = item.bits < bytes.length * 8 && edge(bytes, item.bits, 0) !== format(bytes);
  const note = hostBits ? ' The bits after the prefix are ignored.' : '';
  return `${shown}: ${escapeMarkdown(first)} to ${escapeMarkdown(last)}.${note}`;
}

const faults: Readonly<Record<NonNullable<AclItem['fault']>, string>> = {
  address: 'it is not an IP address',
  port: 'a port is not allowed here',
  mask: 'the part after the slash is neither a prefix length nor a netmask',
  family: 'the address and the netmask are not of the same IP version',
};

/** The address with all bits after the prefix clear (`fill` 0) or set (`fill` 255). */
function edge(bytes: readonly number[], bits: number, fill: 0 | 255): string {
  return format(
    bytes.map((byte, index) => {
      const kept = Math.min(8, Math.max(0, bits - index * 8));
      const mask = (0xff << (8 - kept)) & 0xff;
      return (byte & mask) | (fill & ~mask & 0xff);
    }),
  );
}

function format(bytes: readonly number[]): string {
  return bytes.length === 4 ? new IPv4([...bytes]).toString() : new IPv6([...bytes]).toString();
}
