import { parseAddress } from '../../../../sip/ipAddress.ts';

/** True when an address is in a network such as `10.0.0.0/8`; undefined when one of them is malformed. */
export function inNetwork(address: string, network: string): boolean | undefined {
  const [base = '', length] = network.split('/');
  const one = parseAddress(address.replace(/^\[|\]$/g, ''));
  const other = parseAddress(base);
  if (one === undefined || other === undefined) return undefined;
  const bytes = one.toByteArray();
  const prefix = other.toByteArray();
  if (bytes.length !== prefix.length) return false;
  let bits = length === undefined ? bytes.length * 8 : maskLength(length);
  if (bits === undefined || bits > bytes.length * 8) return undefined;
  for (let at = 0; at < bytes.length && bits > 0; at++, bits -= 8) {
    const mask = bits >= 8 ? 255 : (255 << (8 - bits)) & 255;
    if (((bytes[at] ?? 0) & mask) !== ((prefix[at] ?? 0) & mask)) return false;
  }
  return true;
}

function maskLength(text: string): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  const mask = parseAddress(text)?.toByteArray();
  if (mask === undefined) return undefined;
  return mask.map(byte => byte.toString(2).replaceAll('0', '').length).reduce((sum, count) => sum + count, 0);
}

export function isAddress(text: string): boolean {
  return parseAddress(text.replace(/^\[|\]$/g, '')) !== undefined;
}
