/**
 * Texts as pjproject 2.17 reads them (sip_parser.c); its user parts are more lenient than RFC 3261. Lengths are those of the
 * pjproject that Asterisk brings along.
 */

const ALPHANUMERIC = 'A-Za-z0-9';
const MARK = "\\-_.!~*'()";
const USER = `[${ALPHANUMERIC}${MARK}&=+$,;?/#%]+`;
const PASSWORD = `[${ALPHANUMERIC}${MARK}&=+$,%]+`;
const PARAMETER = `[${ALPHANUMERIC}${MARK}\\[\\]/:&+$%]`;
const HEADER = `[${ALPHANUMERIC}${MARK}\\[\\]/?:+$%]`;
const TOKEN = `[${ALPHANUMERIC}\\-.!%*_\`'~+]`;

const PARAMETERS = `(?:;${PARAMETER}+(?:=(?:"[^"]*"|${PARAMETER}+)?)?)*`;
const HEADERS = `(?:\\?${HEADER}+(?:=${HEADER}*)?(?:&${HEADER}+(?:=${HEADER}*)?)*)?`;
/** With an at sign ahead, what comes before it is the user: the parser never tries the other reading. */
const ACCOUNT = `(?:(?=[^@ >]*@)${USER}(?::${PASSWORD})?@|(?![^@ >]*@))`;
const SIP_URI = `sips?:${ACCOUNT}(?:\\[[^\\]]+\\]|[${ALPHANUMERIC}_.\\-]+)(?::(\\d+))?${PARAMETERS}${HEADERS} ?`;
const OTHER = `[${ALPHANUMERIC}#?;:@&=+\\-_.!~*'()%$,/]`;
const OTHER_URI = `(?!sips?:)${TOKEN}+:${OTHER}+(?!${OTHER})`;
const TOKEN_PARAMETERS = `(?: ?; ?${TOKEN}+(?: ?= ?(?:"[^"]*"|${TOKEN}*))?)*`;
const NAME = '(?:"[^"]*" ?|[^"<:]*)?';

const WHOLE_URI = new RegExp(`^ ?(?:${SIP_URI}|${NAME}<${SIP_URI}>)$`, 'i');
const ROUTE = new RegExp(
  `^ ?(?:(?:${NAME}<(?:${SIP_URI}|${OTHER_URI})>|${SIP_URI}|${OTHER_URI})${TOKEN_PARAMETERS} ?(?:, ?(?!$)|$))+$`,
  'i',
);
const CONTACT_USER = new RegExp(`^${USER}(?::${PASSWORD})?$`);
const CONTACT_PARAMETERS = new RegExp(`^${TOKEN}+(?: ?= ?(?:"[^"]*"|${TOKEN}*))?${TOKEN_PARAMETERS} ?$`);

/** True for a text that pjproject reads as one sip: or sips: URI, alone or in angle brackets. */
export function isSipUri(text: string): boolean {
  const match = WHOLE_URI.exec(spaced(text));
  return match !== null && Number(match[1] ?? match[2] ?? 0) <= 65_535;
}

/** True for the value of a Route header; the URIs in it can have any scheme. */
export function isRoute(text: string): boolean {
  return ROUTE.test(spaced(text));
}

/** True for the value of a Route header that requests can be sent to. */
export function isSipRoute(text: string): boolean {
  return isRoute(text) && /^([^<]*<)?\s*sips?:/i.test(text);
}

/** True for the user part of a Contact, and a password with it. */
export function isContactUser(text: string): boolean {
  return CONTACT_USER.test(text);
}

/** True for parameters of a Contact header, without the first semicolon. */
export function areContactParameters(text: string): boolean {
  return CONTACT_PARAMETERS.test(spaced(text));
}

/** With one space for any white space: the expressions take linear time then. */
function spaced(text: string): string {
  return text.replace(/[ \t]+/g, ' ');
}

/** Why the server refuses a URI before reading it in full (ast_sip_validate_uri_length). */
export function addressFault(text: string): 'scheme' | 'bracket' | 'length' | undefined {
  const bytes = (part: string): number => new TextEncoder().encode(part).length;
  if (bytes(text) > MAX_URI) return 'length';
  const plain = text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;
  const match = /^sips?:/i.exec(plain);
  if (match === null) return 'scheme';
  const at = plain.indexOf('@');
  const rest = plain.slice(at < 0 ? match[0].length : at + 1);
  if (rest.startsWith('[')) return rest.includes(']') ? undefined : 'bracket';
  const [authority = ''] = rest.split(/[;?]/);
  const [host = '', port] = authority.split(':');
  return bytes(host) > (port === undefined ? MAX_HOST - SERVICE.length : MAX_HOST) ? 'length' : undefined;
}

const MAX_URI = 511;
const MAX_HOST = 255;
/** The server keeps room for the name of a service record before a host without a port. */
const SERVICE = '_sips.tcp.';

/** The host of a URI such as `sip:alice@192.0.2.1:5060`. */
export function hostOf(uri: string): string | undefined {
  return /^\s*sips?:(?:[^@]*@)?(\[[^\]]*\]|[^\s:;?>]+)/i.exec(uri)?.[1];
}
