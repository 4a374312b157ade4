import { type Branch, isAtLeast } from './facts.ts';

/** A stretch of the value of a line, and what the server keeps of it. Offsets are UTF-16 units in the value. */
export interface LinePart {
  /** Without surrounding double quotes and blanks. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface LineProblem {
  readonly code:
    | 'not-understood'
    | 'transport-unknown'
    | 'port-bad'
    | 'domain-port-bad'
    | 'expiry-bad'
    | 'too-long';
  readonly start: number;
  readonly end: number;
}

/** A `register` line as sip_parse_register_line takes it apart. A part that is not written is undefined. */
export interface RegisterLine {
  /** False when the server warns and forgets the line; the parts found until then are still given. */
  readonly accepted: boolean;
  readonly peer: LinePart | undefined;
  /** Without the colon. */
  readonly transportPart: LinePart | undefined;
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly user: LinePart | undefined;
  readonly domain: LinePart | undefined;
  readonly domainPortPart: LinePart | undefined;
  /** Undefined also when what is written is no port. */
  readonly domainPort: number | undefined;
  readonly secret: LinePart | undefined;
  readonly authuser: LinePart | undefined;
  readonly host: LinePart | undefined;
  readonly portPart: LinePart | undefined;
  /** In force: the written port, or the usual one of the transport. */
  readonly port: number;
  readonly extensionPart: LinePart | undefined;
  /** In force: `s` when nothing is written. */
  readonly extension: string;
  readonly expiryPart: LinePart | undefined;
  /** Seconds; undefined when nothing is written, so that `defaultexpiry` counts. */
  readonly expiry: number | undefined;
  readonly problems: readonly LineProblem[];
}

/** Takes the value of a `register` line apart as the server does; never throws. */
export function parseRegister(value: string, branch: Branch = '20'): RegisterLine {
  const buffer = bufferOf(value);
  const problems: LineProblem[] = [];
  if (buffer.limit < value.length) {
    problems.push({ code: 'too-long', start: buffer.limit, end: value.length });
  }
  const refused = (parts: Partial<RegisterLine>): RegisterLine => ({
    ...nothing,
    ...parts,
    accepted: false,
    problems: [...problems, { code: 'not-understood', start: 0, end: value.length }],
  });

  const at = lastIndexOf(buffer, '@');
  if (at === undefined) return refused({});
  buffer.codes[at] = NUL;
  if (at === 0 || isEmpty(buffer, at + 1)) {
    return refused(at === 0 ? { host: part(buffer, at + 1) } : { user: part(buffer, 0) });
  }
  const isPlain = !isAtLeast(branch, '1.6.2');
  const split = isPlain ? splitPlainly(buffer, 0, at + 1) : splitWithQuotes(buffer, 0, at + 1, branch);
  if (split === undefined) return refused({});

  const transportPart = raw(buffer, split.transport);
  const extensionPart = part(buffer, isEmpty(buffer, split.extension) ? undefined : split.extension);
  const user = part(buffer, split.user);
  const host = part(buffer, split.host);
  const portPart = raw(buffer, split.port);
  const domainPortPart = raw(buffer, split.domainPort);
  const parts = {
    peer: part(buffer, split.peer),
    transportPart,
    user: user ?? { value: '', start: 0, end: 0 },
    domain: part(buffer, split.domain),
    domainPortPart,
    secret: part(buffer, split.secret),
    authuser: part(buffer, split.authuser),
    host,
    portPart,
    extensionPart,
    expiryPart: part(buffer, split.expiry),
  };

  const port = portPart === undefined ? undefined : portNumber(portPart.value);
  if (portPart !== undefined && port === undefined) {
    if (isPlain) return refused(parts);
    problems.push({ code: 'port-bad', start: portPart.start, end: portPart.end });
  }
  const domainPort = domainPortPart === undefined ? undefined : portNumber(domainPortPart.value);
  if (domainPortPart !== undefined && domainPort === undefined) {
    problems.push({ code: 'domain-port-bad', start: domainPortPart.start, end: domainPortPart.end });
  }
  const word = transportPart?.value.slice(0, 3).toLowerCase();
  const isKnown = word === 'tcp' || word === 'tls' || word === 'udp';
  if (transportPart !== undefined && !isKnown) {
    problems.push({ code: 'transport-unknown', start: transportPart.start, end: transportPart.end });
  }
  const transport = isKnown ? word : 'udp';
  const { expiryPart } = parts;
  if (expiryPart !== undefined && !/^\s*[+-]?\d+\s*$/.test(expiryPart.value)) {
    problems.push({ code: 'expiry-bad', start: expiryPart.start, end: expiryPart.end });
  }
  return {
    ...parts,
    accepted: true,
    transport,
    domainPort,
    port: port ?? (transport === 'tls' ? 5061 : 5060),
    extension: extensionPart?.value ?? 's',
    expiry: expiryPart === undefined ? undefined : leadingInteger(expiryPart.value),
    problems,
  };
}

/** An `auth` line: `user[:secret]@realm` or `user#md5secret@realm`. */
export interface AuthLine {
  readonly accepted: boolean;
  readonly user: LinePart | undefined;
  readonly secret: LinePart | undefined;
  readonly md5secret: LinePart | undefined;
  readonly realm: LinePart | undefined;
  readonly problems: readonly LineProblem[];
}

/** Takes the value of an `auth` line apart as add_realm_authentication does: no quoting, no trimming. */
export function parseAuthLine(value: string): AuthLine {
  const at = value.lastIndexOf('@');
  const until = at < 0 ? value.length : at;
  const realm = at < 0 ? undefined : cut(value, at + 1, value.length);
  const colon = indexBefore(value, ':', 0, until);
  const hash = colon < 0 ? indexBefore(value, '#', 0, until) : -1;
  const separator = colon >= 0 ? colon : hash;
  const accepted = at > 0 && realm?.value !== '';
  return {
    accepted,
    user: cut(value, 0, separator < 0 ? until : separator),
    secret: colon < 0 ? undefined : cut(value, colon + 1, until),
    md5secret: hash < 0 ? undefined : cut(value, hash + 1, until),
    realm,
    // The server skips an empty line silently.
    problems: accepted || value === '' ? [] : [{ code: 'not-understood', start: 0, end: value.length }],
  };
}

/** An `mwi` line: `user[:secret[:authuser]]@host[:port]/mailbox`. */
export interface MwiLine {
  readonly accepted: boolean;
  readonly user: LinePart | undefined;
  readonly secret: LinePart | undefined;
  readonly authuser: LinePart | undefined;
  readonly host: LinePart | undefined;
  readonly portPart: LinePart | undefined;
  readonly port: number | undefined;
  readonly mailbox: LinePart | undefined;
  readonly problems: readonly LineProblem[];
}

/** Takes the value of an `mwi` line apart as sip_subscribe_mwi does. */
export function parseMwiLine(value: string): MwiLine {
  const { limit } = bufferOf(value);
  const text = value.slice(0, limit);
  const at = text.lastIndexOf('@');
  const userEnd = at < 0 ? limit : at;
  const colon = indexBefore(text, ':', 0, userEnd);
  const second = colon < 0 ? -1 : indexBefore(text, ':', colon + 1, userEnd);
  const slash = at < 0 ? -1 : indexBefore(text, '/', at + 1, limit);
  const hostEnd = slash < 0 ? limit : slash;
  const portColon = at < 0 ? -1 : indexBefore(text, ':', at + 1, hostEnd);
  const portPart = portColon < 0 ? undefined : cut(text, portColon + 1, hostEnd);
  const port = portPart === undefined ? undefined : leadingInteger(portPart.value);
  const user = cut(text, 0, colon < 0 ? userEnd : colon);
  // The server looks at the host before it cuts the port off, so a port alone is enough for it.
  const hasHost = at >= 0 && hostEnd > at + 1;
  const mailbox = slash < 0 ? undefined : cut(text, slash + 1, limit);
  const isComplete = user.value !== '' && hasHost && mailbox !== undefined && mailbox.value !== '';
  const problems: LineProblem[] = [];
  if (limit < value.length) problems.push({ code: 'too-long', start: limit, end: value.length });
  if (!isComplete) problems.push({ code: 'not-understood', start: 0, end: value.length });
  else if (portPart !== undefined && port === 0) {
    problems.push({ code: 'port-bad', start: portPart.start, end: portPart.end });
  }
  return {
    accepted: isComplete && port !== 0,
    user,
    secret: colon < 0 ? undefined : cut(text, colon + 1, second < 0 ? userEnd : second),
    authuser: second < 0 ? undefined : cut(text, second + 1, userEnd),
    host: at < 0 ? undefined : cut(text, at + 1, portColon < 0 ? hostEnd : portColon),
    portPart,
    port,
    mailbox,
    problems,
  };
}

const nothing: RegisterLine = {
  accepted: false,
  peer: undefined,
  transportPart: undefined,
  transport: 'udp',
  user: undefined,
  domain: undefined,
  domainPortPart: undefined,
  domainPort: undefined,
  secret: undefined,
  authuser: undefined,
  host: undefined,
  portPart: undefined,
  port: 5060,
  extensionPart: undefined,
  extension: 's',
  expiryPart: undefined,
  expiry: undefined,
  problems: [],
};

/** Where the pieces begin in the buffer; each ends at the next NUL. */
interface Split {
  readonly peer?: number | undefined;
  readonly transport?: number | undefined;
  readonly user: number | undefined;
  readonly domain?: number | undefined;
  readonly domainPort?: number | undefined;
  readonly secret: number | undefined;
  readonly authuser: number | undefined;
  readonly host: number | undefined;
  readonly port: number | undefined;
  readonly extension: number | undefined;
  readonly expiry?: number | undefined;
}

/** The splitting of 1.6.2 and later; undefined when the line is refused. */
function splitWithQuotes(
  buffer: Buffer,
  userPart: number,
  hostPart: number,
  branch: Branch,
): Split | undefined {
  let [peer, rest] = separate(buffer, userPart, '?', 2);
  if (isEmpty(buffer, rest)) {
    rest = peer;
    peer = undefined;
  }
  let [transport, blank, userText] = separate(buffer, rest, '/', 3);
  if (isEmpty(buffer, userText)) {
    userText = transport;
    transport = undefined;
  } else if (transport !== undefined && !isEmpty(buffer, transport)) {
    // The last character is taken to be the colon, whatever it is.
    buffer.codes[endOf(buffer, transport) - 1] = NUL;
  }
  if (!isEmpty(buffer, blank)) return undefined;
  let [userAndDomain, secret, authuser] = separate(buffer, userText, ':', 3);
  const [hostAndMore, expiry] = separate(buffer, hostPart, '~', 2);
  const [hostAndPort, extension] = separate(buffer, hostAndMore, '/', 2);
  const [host, port] = separate(buffer, hostAndPort, ':', 2);
  if (!isAtLeast(branch, '1.8')) {
    return { peer, transport, user: userAndDomain, secret, authuser, host, port, extension, expiry };
  }
  const [user, domain] = separate(buffer, userAndDomain, '@', 2);
  userAndDomain = user;
  const [first, second] = separate(buffer, authuser, ':', 2);
  let domainPort: number | undefined;
  if (second !== undefined) {
    domainPort = secret;
    secret = first;
    authuser = second;
  }
  return { peer, transport, user, domain, domainPort, secret, authuser, host, port, extension, expiry };
}

/** The splitting of 1.4, which knows neither quotes nor peer, transport, domain and expiry. */
function splitPlainly(buffer: Buffer, userPart: number, hostPart: number): Split {
  const [user, rest] = separatePlainly(buffer, userPart, ':');
  const [secret, authuser] = separatePlainly(buffer, rest, ':');
  const [hostAndPort, extension] = separatePlainly(buffer, hostPart, '/');
  const [host, port] = separatePlainly(buffer, hostAndPort, ':');
  return { user, secret, authuser, host, port, extension };
}

/** The server's copy of a value: it cuts by writing NUL into it, so one cut may reach into what lies behind. */
interface Buffer {
  readonly codes: number[];
  readonly text: string;
  /** How many UTF-16 units of the value fit. */
  readonly limit: number;
}

const NUL = 0;
const BUFFER_BYTES = 255;

function bufferOf(value: string): Buffer {
  const codes: number[] = [];
  let bytes = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    bytes += code < 0x80 ? 1 : code < 0x800 || isSurrogate ? 2 : 3;
    if (bytes > BUFFER_BYTES) return { codes, text: value, limit: index };
    codes.push(code);
  }
  return { codes, text: value, limit: value.length };
}

function codeAt(buffer: Buffer, index: number): number {
  return buffer.codes[index] ?? NUL;
}

function endOf(buffer: Buffer, start: number): number {
  let end = start;
  while (codeAt(buffer, end) !== NUL) end++;
  return end;
}

function isEmpty(buffer: Buffer, start: number | undefined): boolean {
  return start === undefined || codeAt(buffer, start) === NUL;
}

function lastIndexOf(buffer: Buffer, character: string): number | undefined {
  const end = endOf(buffer, 0);
  const index = buffer.text.slice(0, end).lastIndexOf(character);
  return index < 0 ? undefined : index;
}

/** __ast_app_separate_args without removing characters. */
function separate(
  buffer: Buffer,
  start: number | undefined,
  delimiter: string,
  limit: number,
): (number | undefined)[] {
  const pieces: (number | undefined)[] = [];
  if (start === undefined) return pieces;
  const delimiterCode = delimiter.charCodeAt(0);
  let parentheses = 0;
  let brackets = 0;
  let isQuoted = false;
  let delimited = -1;
  let scan = start;
  while (codeAt(buffer, scan) !== NUL && pieces.length < limit - 1) {
    pieces.push(scan);
    for (; codeAt(buffer, scan) !== NUL; scan++) {
      const code = codeAt(buffer, scan);
      if (code === 40) parentheses++;
      else if (code === 41) parentheses = Math.max(0, parentheses - 1);
      else if (code === 91) brackets++;
      else if (code === 93) brackets = Math.max(0, brackets - 1);
      else if (code === 34) isQuoted = !isQuoted;
      else if (code === 92) scan++;
      else if (code === delimiterCode && parentheses === 0 && brackets === 0 && !isQuoted) {
        delimited = scan;
        buffer.codes[scan++] = NUL;
        break;
      }
    }
  }
  if (codeAt(buffer, scan) !== NUL || (scan > start && scan - 1 === delimited)) pieces.push(scan);
  return pieces;
}

function separatePlainly(
  buffer: Buffer,
  start: number | undefined,
  delimiter: string,
): [number | undefined, number | undefined] {
  if (start === undefined) return [undefined, undefined];
  for (let scan = start; codeAt(buffer, scan) !== NUL; scan++) {
    if (codeAt(buffer, scan) !== delimiter.charCodeAt(0)) continue;
    buffer.codes[scan] = NUL;
    return [start, scan + 1];
  }
  return [start, undefined];
}

/** The piece that begins at `start`, as ast_strip_quoted leaves it. */
function part(buffer: Buffer, start: number | undefined): LinePart | undefined {
  if (start === undefined) return undefined;
  let from = Math.min(start, buffer.limit);
  let until = endOf(buffer, from);
  while (from < until && codeAt(buffer, from) <= 32) from++;
  while (until > from && codeAt(buffer, until - 1) <= 32) until--;
  if (codeAt(buffer, from) === 34 && from < until && codeAt(buffer, until - 1) === 34) {
    from++;
    until = Math.max(from, until - 1);
  }
  return cut(buffer.text, from, until);
}

function raw(buffer: Buffer, start: number | undefined): LinePart | undefined {
  if (start === undefined) return undefined;
  const from = Math.min(start, buffer.limit);
  return cut(buffer.text, from, endOf(buffer, from));
}

function cut(text: string, start: number, end: number): LinePart {
  return { value: text.slice(start, end), start, end };
}

function indexBefore(text: string, character: string, from: number, until: number): number {
  const index = text.indexOf(character, from);
  return index < until ? index : -1;
}

/** port_str2int: undefined when there is no number between 1 and 65535 at the start. */
function portNumber(text: string): number | undefined {
  const port = leadingInteger(text.slice(0, 31));
  return port >= 1 && port <= 65535 ? port : undefined;
}

/** atoi: the number at the start of a text, cut down to 32 bits; 0 when there is none. */
function leadingInteger(text: string): number {
  const digits = /^[ \t-\r]*([+-]?\d+)/.exec(text)?.[1];
  if (digits === undefined) return 0;
  const number = BigInt(digits.replace('+', ''));
  const limit = 2n ** 63n;
  const long = number >= limit ? limit - 1n : number < -limit ? -limit : number;
  return Number(BigInt.asIntN(32, long));
}
