export type SofiaPart = 'user' | 'domain' | 'params';

/**
 * The parts of a URI as sofia-sip holds them (`url_d` in url.c), for URIs of any scheme: unneeded escapes are
 * decoded. Undefined for a URI that sofia-sip cannot read; it then ignores the whole header.
 */
export function sofiaUri(text: string): ReadonlyMap<string, string> | undefined {
  // The Contact of a REGISTER that removes all contacts.
  if (text === '*') return new Map();
  const parts = split(text);
  const found = new Map<SofiaPart, string>();
  for (const part of ['user', 'domain', 'params'] as const) {
    const written = parts[part];
    if (written === undefined) continue;
    const canonical = canonized(written, escaped[part === 'user' && parts.isSip ? 'sipUser' : part]);
    if (canonical === undefined) return undefined;
    found.set(part, canonical);
  }
  return found;
}

interface Parts {
  readonly isSip: boolean;
  readonly user: string | undefined;
  readonly domain: string | undefined;
  readonly params: string | undefined;
}

function split(text: string): Parts {
  const [, scheme = '', behind = ''] = /^(?:([^:/?#]+):)?(.*)$/s.exec(text) ?? [];
  const name = scheme.toLowerCase();
  const isSip = name === 'sip' || name === 'sips';
  const rest = behind.startsWith('//') && !isSip ? behind.slice(2) : behind;
  const at = isSip ? rest.indexOf('@') : (/^[^@;/?#]*(?=@)/.exec(rest)?.[0].length ?? -1);
  const hostStart = withoutAuthority.has(name) ? 0 : at + 1;
  const authority = /^[^/;?#]*/.exec(rest.slice(hostStart))?.[0] ?? '';
  const tail = rest.slice(hostStart + authority.length);
  const params = /^(?:\/[^?#]*|;([^?#]*))/.exec(tail)?.[1];
  if (withoutAuthority.has(name)) return { isSip, user: authority, domain: undefined, params };
  const user = at < 0 ? undefined : rest.slice(0, at);
  const domain = /^(?:\[[^\]]*\](?=:|$)|[^:]*)/.exec(authority)?.[0];
  return { isSip, user: scheme === '' ? user : user?.split(':')[0], domain, params };
}

const withoutAuthority: ReadonlySet<string> = new Set(['tel', 'fax', 'modem', 'cid']);

/** Printable characters that stay escaped. Spaces, control characters and non-ASCII characters always stay escaped. */
const delimiters = '<>#%"{}|\\^[]`';
const escaped = {
  sipUser: `:@${delimiters}`,
  user: `:@?/${delimiters}`,
  domain: `;/?:@&=+$,${delimiters}`,
  params: `;?@=,${delimiters}`,
} as const;

/** Some of them are decoded in parameters nevertheless. */
const plainInParams = ';=@,';

/** `url_canonize2`: it skips everything before the first escape. */
function canonized(text: string, kept: string): string | undefined {
  const first = text.indexOf('%');
  if (first < 0) return text;
  let result = text.slice(0, first);
  for (let at = first; at < text.length; at++) {
    const character = text.charAt(at);
    if (character !== '%') {
      if (isKept(character, kept) && !(kept === escaped.params && plainInParams.includes(character)))
        return undefined;
      result += character;
      continue;
    }
    const digits = /^[0-9A-Fa-f]{2}/.exec(text.slice(at + 1, at + 3))?.[0];
    if (digits === undefined) return undefined;
    const meant = String.fromCharCode(Number.parseInt(digits, 16));
    result += isKept(meant, kept) ? `%${digits.toUpperCase()}` : meant;
    at += 2;
  }
  return result;
}

function isKept(character: string, kept: string): boolean {
  const code = character.charCodeAt(0);
  return code <= 32 || code >= 127 || kept.includes(character);
}
