import type { Branch } from '../../config/branch.ts';
import { isAtLeast } from '../../config/branch.ts';
import { parseAcl } from '../../values/address.ts';
import { codecWords } from '../../values/codecs.ts';
import type { LinePart } from '../../values/serverBuffer.ts';
import { splitWords } from '../../values/words.ts';
import { parseAuthLine, parseMwiLine } from './credentialLines.ts';
import type { OptionFacts } from './facts.ts';
import { parseRegister, type RegisterLine } from './registerLine.ts';

export type ValuePartKind =
  | 'keyword'
  | 'codec'
  | 'context'
  | 'device'
  | 'named-acl'
  | 'address'
  | 'host'
  | 'domain'
  | 'port'
  | 'number'
  | 'user'
  | 'secret'
  | 'realm'
  | 'extension'
  | 'mailbox'
  | 'expiry'
  | 'transport'
  | 'file'
  | 'variable'
  | 'text';

/** A range of a value that has its own meaning. Offsets are UTF-16 units in the value. */
export interface ValuePart {
  readonly kind: ValuePartKind;
  /** As the server compares it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The parts of an option's value, in order. Never throws; anything that is not understood is text. */
export function valueParts(facts: OptionFacts, value: string, branch: Branch): readonly ValuePart[] {
  const parts = partsByName[facts.name] ?? partsByType[facts.valueType] ?? only('text');
  return parts(value, branch)
    .filter(part => part.end > part.start)
    .sort((a, b) => a.start - b.start);
}

/** The part at an offset; of two adjacent parts, the one that begins there. */
export function partAt(parts: readonly ValuePart[], offset: number): ValuePart | undefined {
  return parts.findLast(part => part.start <= offset && offset <= part.end);
}

type Splitter = (value: string, branch: Branch) => readonly ValuePart[];

function only(kind: ValuePartKind): Splitter {
  return value => [{ kind, text: value, start: 0, end: value.length }];
}

function listOf(kind: ValuePartKind, separator = ','): Splitter {
  return value => splitWords(value, separator).map(word => trimmed(kind, word.text, word.start));
}

function trimmed(kind: ValuePartKind, text: string, start: number): ValuePart {
  const inner = text.trim();
  const from = start + text.length - text.trimStart().length;
  return { kind, text: inner, start: from, end: from + inner.length };
}

function from(kind: ValuePartKind, part: LinePart | undefined): ValuePart[] {
  return part === undefined ? [] : [{ kind, text: part.value, start: part.start, end: part.end }];
}

/** True when the text in the position of the authentication user is a secret, or the end of one, that was meant to be before it. */
function isSecretInstead({ secret, authuser }: RegisterLine): boolean {
  return authuser?.value.includes(':') === true || secret?.value.startsWith('//') === true;
}

const register: Splitter = (value, branch) => {
  const line = parseRegister(value, branch);
  return [
    ...from('device', line.peer),
    ...from('transport', line.transportPart),
    ...from('user', line.user),
    ...from('domain', line.domain),
    // Text that is not a port is here because a secret contains a colon.
    ...from(line.domainPort === undefined ? 'secret' : 'port', line.domainPortPart),
    ...from('secret', line.secret),
    ...from(isSecretInstead(line) ? 'secret' : 'user', line.authuser),
    ...from('host', line.host),
    ...from('port', line.portPart),
    ...from('extension', line.extensionPart),
    ...from('expiry', line.expiryPart),
  ];
};

const auth: Splitter = value => {
  const line = parseAuthLine(value);
  return [
    ...from('user', line.user),
    ...from('secret', line.secret ?? line.md5secret),
    ...from('realm', line.realm),
  ];
};

const mwi: Splitter = value => {
  const line = parseMwiLine(value);
  return [
    ...from('user', line.user),
    ...from('secret', line.secret),
    ...from('user', line.authuser),
    ...from('host', line.host),
    ...from('port', line.portPart),
    ...from('mailbox', line.mailbox),
  ];
};

const codecs: Splitter = (value, branch) =>
  codecWords(value, branch).flatMap(({ name, nameStart, packet, end }) => {
    const codec = { kind: 'codec' as const, text: name, start: nameStart, end: nameStart + name.length };
    if (packet === undefined || !/^\d+$/.test(packet)) return [codec];
    return [codec, { kind: 'number' as const, text: packet, start: end - packet.length, end }];
  });

const addressList: Splitter = (value, branch) =>
  parseAcl(value, isAtLeast(branch, '11')).map(item => ({
    kind: 'address' as const,
    text: value.slice(item.start, item.end),
    start: item.start,
    end: item.end,
  }));

/** `domain[,context]`. */
const domain: Splitter = value => {
  const comma = value.indexOf(',');
  if (comma < 0) return only('domain')(value, '20');
  return [trimmed('domain', value.slice(0, comma), 0), trimmed('context', value.slice(comma + 1), comma + 1)];
};

/** `name=value`. */
const assignment: Splitter = value => {
  const equals = value.indexOf('=');
  if (equals < 0) return only('text')(value, '20');
  return [
    { kind: 'variable', text: value.slice(0, equals), start: 0, end: equals },
    { kind: 'text', text: value.slice(equals + 1), start: equals + 1, end: value.length },
  ];
};

/** `host[:port]`, an IPv6 address in brackets. */
const hostPort: Splitter = value => {
  const match = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(value);
  const host = match?.[1];
  const port = match?.[2];
  if (host === undefined || port === undefined) return only('host')(value, '20');
  const at = host.length + 1;
  return [
    { kind: 'host', text: host, start: 0, end: host.length },
    { kind: 'port', text: port, start: at, end: at + port.length },
  ];
};

/** A keyword or a number. */
const keywordOrNumber: Splitter = value => only(/^\d/.test(value) ? 'number' : 'keyword')(value, '20');

const partsByType: Readonly<Record<string, Splitter>> = {
  boolean: only('keyword'),
  enum: only('keyword'),
  'enum-list': listOf('keyword'),
  'method-list': listOf('keyword'),
  'enum-or-seconds': keywordOrNumber,
  'enum-or-ms': keywordOrNumber,
  'boolean-or-seconds': keywordOrNumber,
  tos: keywordOrNumber,
  'named-acl-list': listOf('named-acl'),
  'codec-list': codecs,
  'group-list': listOf('number'),
  int: only('number'),
  seconds: only('number'),
  milliseconds: only('number'),
  port: only('port'),
  acl: addressList,
  cidr: only('address'),
  netmask: only('address'),
  ip: only('address'),
  'ip-port': hostPort,
  hostport: hostPort,
  host: only('host'),
  proxy: only('host'),
  context: only('context'),
  domain,
  extension: only('extension'),
  file: only('file'),
  directory: only('file'),
  secret: only('secret'),
  'md5-hash': only('secret'),
  register,
  assignment,
};

const partsByName: Readonly<Record<string, Splitter>> = {
  auth,
  mwi,
  mailbox: listOf('mailbox'),
  regcontext: listOf('context', '&'),
  transport: listOf('transport'),
};
