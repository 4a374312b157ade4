import { appendAll } from '../text/longLists.ts';
import { percentEncoded } from '../text/surrogates.ts';
import { type Parameter, parameterValue, parseParameter, parseParameters } from './parameters.ts';
import { type Piece, type SyntaxProblem, slicePiece, wholePiece } from './piece.ts';

/**
 * A URI in its parts (RFC 3261 section 19.1.1, RFC 3966 for `tel:`). Reading never fails: unreadable parts stay in
 * `host` or `opaque`, and `problems` has the problems.
 */
export interface SipUri {
  readonly source: Piece;
  /** In lower case: `sip`, `sips`, `tel`, another scheme, or '' when there is none. */
  readonly scheme: string;
  /** The user part as written, escapes kept; for `tel:` the number. */
  readonly user: Piece | undefined;
  readonly password: Piece | undefined;
  /** Host name or address as written; an IPv6 address keeps its brackets. Absent for `tel:` and other schemes. */
  readonly host: Piece | undefined;
  /** The digits after the colon, as written. */
  readonly port: Piece | undefined;
  readonly parameters: readonly Parameter[];
  /** What follows `?`, split at `&`. */
  readonly headers: readonly Parameter[];
  /** What follows the colon of a scheme that is neither sip, sips nor tel. */
  readonly opaque: Piece | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** Reads a URI without angle brackets; give `wholePiece(text)` for a plain string. */
export function parseUri(source: Piece): SipUri {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*(?=:)/.exec(source.text)?.[0].toLowerCase() ?? '';
  const rest = slicePiece(source, scheme === '' ? 0 : scheme.length + 1);
  if (scheme === 'sip' || scheme === 'sips') return parseSip(source, scheme, rest);
  if (scheme === 'tel') return parseTel(source, rest);
  const problems =
    scheme === '' ? [problem('uri-without-scheme', 'This URI has no scheme such as `sip:`.', source)] : [];
  return {
    source,
    scheme,
    user: undefined,
    password: undefined,
    host: undefined,
    port: undefined,
    parameters: [],
    headers: [],
    opaque: rest,
    problems: [...problems, ...characterProblems(source)],
  };
}

/** `parseUri` of a plain string. */
export function parseUriText(text: string): SipUri {
  return parseUri(wholePiece(text));
}

/** The user part with its `%xx` escapes decoded (as UTF-8); undefined when there is none. */
export function decodedUser(uri: SipUri): string | undefined {
  return uri.user === undefined ? undefined : unescapeUri(uri.user.text);
}

/** Text as the user part of a URI: characters that it may not contain (RFC 3261 section 25.1) as `%xx`. */
export function escapedUser(text: string): string {
  return percentEncoded(text).replace(/%(?:26|3D|2B|24|2C|3B|3F|2F)/g, decodeURIComponent);
}

/** Decodes `%xx` escapes as UTF-8; an invalid escape is unchanged. */
export function unescapeUri(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, run => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/** The port as a number: as written, or undefined when absent or not a number from 1 to 65535. */
export function portNumber(port: Piece | undefined): number | undefined {
  if (port === undefined || !/^\d{1,5}$/.test(port.text)) return undefined;
  const value = Number(port.text);
  return value >= 1 && value <= 65_535 ? value : undefined;
}

/**
 * True when two SIP or SIPS URIs are equal by RFC 3261 section 19.1.4: scheme, host and parameter names case-
 * insensitive, user case-sensitive, escapes decoded, port and `user`, `ttl`, `method`, `maddr`, `transport` present in
 * both or in none. Other schemes: equal text.
 */
export function sameUri(a: SipUri, b: SipUri): boolean {
  if (a.scheme !== b.scheme) return false;
  if (a.host === undefined || b.host === undefined) return a.source.text === b.source.text;
  if (decodedUser(a) !== decodedUser(b)) return false;
  if (unescapeUri(a.password?.text ?? '') !== unescapeUri(b.password?.text ?? '')) return false;
  if (a.host.text.toLowerCase() !== b.host.text.toLowerCase()) return false;
  if ((a.port?.text ?? '') !== (b.port?.text ?? '')) return false;
  return sameParameters(a.parameters, b.parameters) && sameHeaders(a.headers, b.headers);
}

function parseSip(source: Piece, scheme: string, rest: Piece): SipUri {
  const problems: SyntaxProblem[] = [];
  // The user part may contain `;` and `?`, so the `@` is searched first (RFC 3261 section 19.1.2).
  const at = rest.text.indexOf('@');
  const userInfo = at < 0 ? undefined : slicePiece(rest, 0, at);
  const behind = at < 0 ? rest : slicePiece(rest, at + 1);
  const { host, port, tail } = parseHost(behind);
  const question = tail.text.indexOf('?');
  const parameterText = question < 0 ? tail : slicePiece(tail, 0, question);
  const headerText = question < 0 ? undefined : slicePiece(tail, question + 1);
  const colon = userInfo?.text.indexOf(':') ?? -1;
  const user = userInfo && (colon < 0 ? userInfo : slicePiece(userInfo, 0, colon));
  if (user?.text === '')
    problems.push(problem('uri-empty-user', 'The user part before `@` is empty.', source));
  if (host.text === '') problems.push(problem('uri-without-host', 'This URI has no host.', source));
  else if (!isHost(host.text)) {
    problems.push(problem('uri-bad-host', 'This is neither a host name nor an IP address.', host));
  }
  if (port !== undefined && portNumber(port) === undefined) {
    problems.push(problem('uri-bad-port', 'A port must be a number from 1 to 65535.', port));
  }
  appendAll(problems, characterProblems(source));
  return {
    source,
    scheme,
    user,
    password: userInfo && colon >= 0 ? slicePiece(userInfo, colon + 1) : undefined,
    host,
    port,
    parameters: parseParameters(parameterText),
    headers: headerText === undefined ? [] : parseUriHeaders(headerText),
    opaque: undefined,
    problems,
  };
}

function parseTel(source: Piece, rest: Piece): SipUri {
  const semicolon = rest.text.indexOf(';');
  const number = semicolon < 0 ? rest : slicePiece(rest, 0, semicolon);
  const problems = /^\+?[0-9A-Fa-f*#().-]+$/.test(number.text)
    ? []
    : [problem('uri-bad-number', 'A `tel:` URI must contain a telephone number.', number)];
  return {
    source,
    scheme: 'tel',
    user: number,
    password: undefined,
    host: undefined,
    port: undefined,
    parameters: semicolon < 0 ? [] : parseParameters(slicePiece(rest, semicolon + 1)),
    headers: [],
    opaque: undefined,
    problems,
  };
}

/** Host and port at the beginning of a piece; `tail` is what follows, from the first `;` or `?`. */
export function parseHost(piece: Piece): { host: Piece; port: Piece | undefined; tail: Piece } {
  const { text } = piece;
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1;
  const from = bracket < 0 ? 0 : bracket + 1;
  const stop = text.slice(from).search(/[;?]/);
  const end = stop < 0 ? text.length : from + stop;
  const colon = text.indexOf(':', from);
  const hasPort = colon >= 0 && colon < end;
  return {
    host: slicePiece(piece, 0, hasPort ? colon : end),
    port: hasPort ? slicePiece(piece, colon + 1, end) : undefined,
    tail: slicePiece(piece, end),
  };
}

/** True for a host name, an IPv4 address or a bracketed IPv6 reference. */
export function isHost(text: string): boolean {
  return /^\[[0-9A-Fa-f:.]+(?:%[\w.-]+)?\]$/.test(text) || /^[A-Za-z0-9._-]+$/.test(text);
}

function parseUriHeaders(piece: Piece): Parameter[] {
  const headers: Parameter[] = [];
  let start = 0;
  while (start <= piece.text.length) {
    const next = piece.text.indexOf('&', start);
    const end = next < 0 ? piece.text.length : next;
    if (end > start) headers.push(parseParameter(slicePiece(piece, start, end)));
    start = end + 1;
  }
  return headers;
}

function characterProblems(source: Piece): SyntaxProblem[] {
  const found = /[\s<>"]/.exec(source.text);
  if (found === null) return [];
  const place = slicePiece(source, found.index, found.index + 1);
  return [
    problem(
      'uri-bad-character',
      'A URI cannot contain spaces, quotes or angle brackets; write them as %xx.',
      place,
    ),
  ];
}

/** Parameters that make two URIs different if only one has them (RFC 3261 section 19.1.4). */
const DECIDING_PARAMETERS = ['user', 'ttl', 'method', 'maddr', 'transport'];

function sameParameters(a: readonly Parameter[], b: readonly Parameter[]): boolean {
  const names = new Set([...a, ...b].map(parameter => parameter.name.text.toLowerCase()));
  for (const name of names) {
    const left = parameterValue(a, name);
    const right = parameterValue(b, name);
    if (left === undefined || right === undefined) {
      if (DECIDING_PARAMETERS.includes(name)) return false;
    } else if (unescapeUri(left).toLowerCase() !== unescapeUri(right).toLowerCase()) return false;
  }
  return true;
}

function sameHeaders(a: readonly Parameter[], b: readonly Parameter[]): boolean {
  const written = (headers: readonly Parameter[]) =>
    headers
      .map(header => `${header.name.text.toLowerCase()}=${unescapeUri(header.value?.text ?? '')}`)
      .sort()
      .join('&');
  return written(a) === written(b);
}

function problem(code: string, message: string, place: { start: number; end: number }): SyntaxProblem {
  return { code, message, start: place.start, end: place.end };
}
