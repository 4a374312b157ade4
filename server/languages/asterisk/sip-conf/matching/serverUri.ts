import { appendAll } from '../../../../text/longLists.ts';

/** A URI parsed the way chan_sip does it (parse_uri_full in sip/reqresp_parser.c), which does not always follow the RFC. */
export interface ServerUri {
  /** False when the URI has none of the schemes: the server continues anyway. */
  readonly hasScheme: boolean;
  readonly isTel: boolean;
  readonly user: string;
  /** Host with port; parameters are removed. */
  readonly hostPort: string;
}

export function readServerUri(
  text: string,
  schemes: readonly string[],
  cutUserParameters: boolean,
): ServerUri {
  const scheme = schemes.find(candidate => text.toLowerCase().startsWith(candidate));
  const isTel = scheme === 'tel:';
  const rest = text.slice(scheme?.length ?? 0);
  if (text === '') return { hasScheme: false, isTel: false, user: '', hostPort: '' };
  if (isTel) return readTel(rest, cutUserParameters);
  const at = rest.indexOf('@');
  const [user = ''] = (at < 0 ? '' : rest.slice(0, at)).split(':');
  const afterUser = at < 0 ? rest : rest.slice(at + 1);
  return {
    hasScheme: scheme !== undefined,
    isTel,
    user: cutUserParameters ? upTo(user, ';') : user,
    hostPort: upTo(withoutHeaders(afterUser), ';'),
  };
}

/** `legacy_useroption_parsing` cuts the buffer at its first semicolon, even in a number. */
function readTel(rest: string, cutUserParameters: boolean): ServerUri {
  const context = rest.indexOf(';phone-context=');
  if (context >= 0) {
    const hostPort = rest.slice(context + ';phone-context='.length);
    const user = upTo(rest.slice(0, context), ':');
    return {
      hasScheme: true,
      isTel: true,
      user: cutUserParameters ? upTo(user, ';') : user,
      hostPort: upTo(withoutHeaders(hostPort), ';'),
    };
  }
  // User and host part share one buffer, which loses its parameters.
  const number = upTo(withoutHeaders(upTo(rest, ':')), ';');
  if (rest.startsWith('+')) return { hasScheme: true, isTel: true, user: number, hostPort: number };
  return { hasScheme: false, isTel: true, user: number, hostPort: '' };
}

/** Headers begin at the last question mark. */
function withoutHeaders(text: string): string {
  const question = text.lastIndexOf('?');
  return question < 0 ? text : text.slice(0, question);
}

function upTo(text: string, end: string): string {
  const at = text.indexOf(end);
  return at < 0 ? text : text.slice(0, at);
}

/** ast_uri_decode: every `%xx` becomes a byte; a zero byte ends the text. */
export function decodeEscapes(text: string): string {
  if (!text.includes('%')) return text;
  const bytes: number[] = [];
  for (const [part] of text.matchAll(/%[0-9a-fA-F]{2}|[\s\S]/gu)) {
    if (part.length === 3 && part.startsWith('%')) bytes.push(Number.parseInt(part.slice(1), 16));
    else appendAll(bytes, new TextEncoder().encode(part));
  }
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(Uint8Array.from(end < 0 ? bytes : bytes.slice(0, end)));
}

/** extract_host_from_hostport: the host without its port, and IPv6 without its brackets. */
export function hostOf(hostPort: string): string {
  if (hostPort.startsWith('[')) {
    const close = hostPort.indexOf(']');
    return hostPort.slice(1, close < 0 ? undefined : close);
  }
  const colon = hostPort.indexOf(':');
  if (colon < 0 || hostPort.indexOf(':', colon + 1) >= 0) return hostPort;
  return hostPort.slice(0, colon);
}

/** get_in_brackets: the text between the first `<` outside quotation marks and the `>`; without brackets, the whole text. */
export function inBrackets(text: string): string {
  let from = 0;
  for (;;) {
    const open = text.indexOf('<', from);
    if (open < 0) break;
    const quote = text.indexOf('"', from);
    if (quote < 0 || quote > open) {
      const close = text.indexOf('>', open);
      return close < 0 ? text : text.slice(open + 1, close);
    }
    const closing = simpleClosingQuote(text, quote + 1);
    if (closing < 0) return text;
    from = closing + 1;
  }
  const close = text.indexOf('>');
  return close < 0 ? text : text.slice(0, close);
}

/**
 * get_calleridname: removes the display name from a From header. An unterminated quotation mark leaves the whole value, as does
 * a text in which a colon comes before the first `<`.
 */
export function withoutDisplayName(value: string): { readonly rest: string; readonly name: string } {
  const text = value.replace(/^[\s]+/, '');
  if (text === '' || text.startsWith('<')) return { rest: text, name: '' };
  if (text.startsWith('"')) {
    const close = closingQuote(text, 1);
    if (close < 0) return { rest: value, name: '' };
    return { rest: text.slice(close + 1), name: text.slice(1, close).replace(/\\([\s\S])/g, '$1') };
  }
  const open = text.search(/[<:]/);
  if (open < 0 || text[open] === ':') return { rest: value, name: '' };
  const name = text
    .slice(0, open)
    .replace(/[^0-9A-Za-z\-.!%*_+`'~\t ]/g, '')
    .trimEnd();
  return { rest: text.slice(open), name };
}

/** The offset of the quotation mark that closes a quoted string; a backslash escapes the next character. */
function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/** find_closing_quote: any quotation mark without a backslash directly before it. */
function simpleClosingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '"' && text[at - 1] !== '\\') return at;
  return -1;
}

/** terminate_uri: cut at the first space or semicolon. */
export function terminated(uri: string): string {
  return uri.replace(/[;\u0000- ][\s\S]*$/, '');
}

/** remove_uri_parameters: cut at the first semicolon after the `@`. */
export function withoutParameters(uri: string): string {
  const at = uri.indexOf('@');
  const semicolon = uri.indexOf(';', Math.max(at, 0));
  return semicolon < 0 ? uri : uri.slice(0, semicolon);
}

/** get_domain, which selects the realm: only `sip:`; everything after the first `;`, then after the first `:`, is removed. */
export function realmDomain(headerValue: string): string {
  const uri = inBrackets(headerValue);
  if (!/^sip:/i.test(uri)) return '';
  let rest = upTo(uri.slice(4), ';');
  let depth = 0;
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] === '[') depth++;
    else if (rest[at] === ']') depth--;
    else if (rest[at] === ':' && depth === 0) {
      rest = rest.slice(0, at);
      break;
    }
  }
  const at = rest.indexOf('@');
  return at < 0 ? rest : rest.slice(at + 1);
}
