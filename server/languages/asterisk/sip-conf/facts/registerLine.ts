import type { Branch } from '../../config/branch.ts';
import { isAtLeast } from '../../config/branch.ts';
import { atoi, parsePort } from '../../values/integers.ts';
import {
  bufferOf,
  endOf,
  isEmpty,
  type LinePart,
  type LineProblem,
  lastIndexOf,
  NUL,
  part,
  raw,
  type ServerBuffer,
  separate,
  separatePlainly,
} from '../../values/serverBuffer.ts';

/** A `register` line as sip_parse_register_line splits it. A missing part is undefined. */
export interface RegisterLine {
  /** False when the server logs a warning and drops the line; the parts found until then are still present. */
  readonly accepted: boolean;
  readonly peer: LinePart | undefined;
  /** Without the colon. */
  readonly transportPart: LinePart | undefined;
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly user: LinePart | undefined;
  readonly domain: LinePart | undefined;
  readonly domainPortPart: LinePart | undefined;
  /** Also undefined when the text is not a port. */
  readonly domainPort: number | undefined;
  readonly secret: LinePart | undefined;
  readonly authuser: LinePart | undefined;
  readonly host: LinePart | undefined;
  readonly portPart: LinePart | undefined;
  /** In force: the written port, or the default port of the transport. */
  readonly port: number;
  readonly extensionPart: LinePart | undefined;
  /** In force: `s` when nothing is written. */
  readonly extension: string;
  readonly expiryPart: LinePart | undefined;
  /** Seconds; undefined when nothing is written, so `defaultexpiry` counts. */
  readonly expiry: number | undefined;
  readonly problems: readonly LineProblem[];
}

/** Splits the value of a `register` line as the server does; never throws. */
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

  const parts = partsOf(buffer, split);
  const { portPart } = parts;
  const port = portPart === undefined ? undefined : parsePort(portPart.value);
  if (portPart !== undefined && port === undefined) {
    if (isPlain) return refused(parts);
    problems.push({ code: 'port-bad', start: portPart.start, end: portPart.end });
  }
  return { ...parts, ...valuesOf(parts, port, problems), accepted: true, problems };
}

type Parts = ReturnType<typeof partsOf>;

function partsOf(buffer: ServerBuffer, split: Split) {
  return {
    peer: part(buffer, split.peer),
    transportPart: raw(buffer, split.transport),
    user: part(buffer, split.user) ?? { value: '', start: 0, end: 0 },
    domain: part(buffer, split.domain),
    domainPortPart: raw(buffer, split.domainPort),
    secret: part(buffer, split.secret),
    authuser: part(buffer, split.authuser),
    host: part(buffer, split.host),
    portPart: raw(buffer, split.port),
    extensionPart: part(buffer, isEmpty(buffer, split.extension) ? undefined : split.extension),
    expiryPart: part(buffer, split.expiry),
  };
}

/** The values in force for an accepted line; adds the parts that the server cannot use to `problems`. */
function valuesOf(
  { domainPortPart, transportPart, expiryPart, extensionPart }: Parts,
  port: number | undefined,
  problems: LineProblem[],
): Pick<RegisterLine, 'transport' | 'domainPort' | 'port' | 'extension' | 'expiry'> {
  const domainPort = domainPortPart === undefined ? undefined : parsePort(domainPortPart.value);
  if (domainPortPart !== undefined && domainPort === undefined) {
    problems.push({ code: 'domain-port-bad', start: domainPortPart.start, end: domainPortPart.end });
  }
  const word = transportPart?.value.slice(0, 3).toLowerCase();
  const isKnown = word === 'tcp' || word === 'tls' || word === 'udp';
  if (transportPart !== undefined && !isKnown) {
    problems.push({ code: 'transport-unknown', start: transportPart.start, end: transportPart.end });
  }
  const transport = isKnown ? word : 'udp';
  if (expiryPart !== undefined && !/^\s*[+-]?\d+\s*$/.test(expiryPart.value)) {
    problems.push({ code: 'expiry-bad', start: expiryPart.start, end: expiryPart.end });
  }
  return {
    transport,
    domainPort,
    port: port ?? (transport === 'tls' ? 5061 : 5060),
    extension: extensionPart?.value ?? 's',
    expiry: expiryPart === undefined ? undefined : atoi(expiryPart.value),
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
  buffer: ServerBuffer,
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
    // The last character is assumed to be the colon, whatever it is.
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

/** The splitting of 1.4, which knows no quotation marks, peer, transport, domain or expiry. */
function splitPlainly(buffer: ServerBuffer, userPart: number, hostPart: number): Split {
  const [user, rest] = separatePlainly(buffer, userPart, ':');
  const [secret, authuser] = separatePlainly(buffer, rest, ':');
  const [hostAndPort, extension] = separatePlainly(buffer, hostPart, '/');
  const [host, port] = separatePlainly(buffer, hostAndPort, ':');
  return { user, secret, authuser, host, port, extension };
}
