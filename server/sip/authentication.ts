import { firstHeader, type Header, headersNamed, type SipMessage } from './message.ts';
import { findParameter, type Parameter, parseParameter } from './parameters.ts';
import { isQuoted, type Piece, quotedWireText, slicePiece, splitPiece, unfold } from './piece.ts';

/** A scheme with its parameters, as in Authorization, WWW-Authenticate and their Proxy- forms. */
export interface Authentication {
  readonly source: Piece;
  readonly scheme: Piece;
  readonly parameters: readonly Parameter[];
}

/** One Authorization or Proxy-Authorization, or one challenge, with its header field. */
export interface AuthenticationHeader extends Authentication {
  readonly header: Header;
}

/**
 * Reads the value of an authentication header field. Several challenges in one field, which SIP does not allow but HTTP
 * does, are returned one by one. Nothing is refused; a value without a scheme returns nothing.
 */
export function parseAuthentications(value: Piece): Authentication[] {
  const found: { scheme: Piece; parameters: Parameter[]; start: number; end: number }[] = [];
  for (const part of splitPiece(value, ',')) {
    if (part.text === '') continue;
    const opening = /^([A-Za-z][\w!%'*+.~-]*)(?:\s+(?=[^\s=])|$)/.exec(part.text);
    const scheme = opening?.[1];
    const current = found.at(-1);
    if (opening !== null && scheme !== undefined && (current === undefined || part.text.includes('='))) {
      const rest = slicePiece(part, opening[0].length);
      const parameters = rest.text === '' ? [] : [parseParameter(rest)];
      found.push({
        scheme: slicePiece(part, 0, scheme.length),
        parameters,
        start: part.start,
        end: part.end,
      });
    } else if (current !== undefined) {
      current.parameters.push(parseParameter(part));
      current.end = part.end;
    }
  }
  return found.map(({ scheme, parameters, start, end }) => ({
    source: slicePiece(value, start - value.start, end - value.start),
    scheme,
    parameters,
  }));
}

/** The challenges of a 401 or 407, topmost first: a client searches them for one it can answer (RFC 8760). */
export function messageChallenges(message: SipMessage): AuthenticationHeader[] {
  return inHeaders(message, ['WWW-Authenticate', 'Proxy-Authenticate']);
}

/** The credentials of a request: Authorization and Proxy-Authorization. */
export function messageCredentials(message: SipMessage): AuthenticationHeader[] {
  return inHeaders(message, ['Authorization', 'Proxy-Authorization']);
}

export function isDigest(authentication: Authentication): boolean {
  return authentication.scheme.text.toLowerCase() === 'digest';
}

/**
 * The value of a parameter as digest hashes it: the text between the quotes with its backslashes, or the unquoted value.
 * Undefined when absent.
 */
export function digestParameter(authentication: Authentication, name: string): string | undefined {
  const parameter = findParameter(authentication.parameters, name);
  return parameter?.value === undefined ? undefined : quotedWireText(unfold(parameter.value.text));
}

/**
 * The user name of credentials: `username`, otherwise `username*` decoded (RFC 7616 section 3.4.4); undefined when
 * absent.
 */
export function credentialsUsername(credentials: Authentication): string | undefined {
  const plain = digestParameter(credentials, 'username');
  if (plain !== undefined) return plain;
  const extended = digestParameter(credentials, 'username*');
  return extended === undefined ? undefined : decodeExtended(extended);
}

/** The values of `qop`, in order and in lower case; empty when the parameter is absent. */
export function qopValues(authentication: Authentication): string[] {
  const text = digestParameter(authentication, 'qop');
  if (text === undefined) return [];
  return text
    .split(',')
    .map(value => value.trim().toLowerCase())
    .filter(value => value !== '');
}

/** `UTF-8''J%C3%A4s%C3%B8n` of RFC 5987; text that is not of that form is returned as it is. */
export function decodeExtended(text: string): string {
  const match = /^utf-8'[^']*'(.*)$/is.exec(text);
  if (match?.[1] === undefined) return text;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return text;
  }
}

/** The text as UTF-8 in percent escapes, as in `username*`. */
export function encodeExtended(text: string): string {
  const escaped = [...new TextEncoder().encode(text)].map(byte => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9!#$&+\-.^_`|~]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `UTF-8''${escaped.join('')}`;
}

/** One `name=value` of a header to be written; `quoted` values are written between quotes as they are. */
export interface WrittenParameter {
  readonly name: string;
  readonly value: string;
  readonly quoted: boolean;
}

/** `Digest a="x", b=y` */
export function formatDigest(parameters: readonly WrittenParameter[]): string {
  return `Digest ${parameters.map(({ name, value, quoted }) => (quoted ? `${name}="${value}"` : `${name}=${value}`)).join(', ')}`;
}

/** True if the value of a parameter is in quotes. */
export function isParameterQuoted(authentication: Authentication, name: string): boolean {
  const value = findParameter(authentication.parameters, name)?.value;
  return value !== undefined && isQuoted(value.text);
}

function inHeaders(message: SipMessage, names: readonly string[]): AuthenticationHeader[] {
  if (names.every(name => firstHeader(message, name) === undefined)) return [];
  return names
    .flatMap(name => headersNamed(message, name))
    .sort((a, b) => a.start - b.start)
    .flatMap(header => parseAuthentications(header.value).map(found => ({ ...found, header })));
}
