import { appendAll } from '../../../../text/longLists.ts';
import { type Address, parseAddressHeader, parseAddressList } from './address.ts';
import { parseServerUri, type ServerUri } from './uri.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export type Transport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss' | 'sctp';

/** Where a message came from and where it arrived. */
export interface Reception {
  readonly source: Endpoint;
  readonly socket: Socket;
  readonly transport: Transport;
}

/** A socket that the server listens on. */
export interface Socket extends Endpoint {
  readonly transport: Transport;
  readonly tag: string | undefined;
  readonly advertisedHost: string | undefined;
  readonly advertisedPort: number | undefined;
  /** As in the script: `udp:127.0.0.1:5060`. */
  readonly name: string;
}

export interface HeaderField {
  readonly name: string;
  /** In lowercase, with compact forms expanded. */
  readonly type: string;
  readonly value: string;
  /** Offsets of the whole field with its line ending, and of its value. */
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
}

/** A change to the text of a message that is applied when it is sent (a lump). */
export interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
  /** Its purpose, for functions that look for it later. */
  readonly kind?: string;
}

/** A Record-Route header that is written when the request is sent, because it contains the socket. */
export interface RecordRoute {
  /** Host, port and parameters from the script; undefined for the sockets of the server. */
  readonly preset: string | undefined;
  readonly user: string | undefined;
  /** What follows `;lr`: the From tag and parameters, each with its `;`. */
  suffix: string;
}

/** A destination in addition to the Request-URI (append_branch, lookup). */
export interface MessageBranch {
  uri: string;
  dstUri: string | undefined;
  path: string | undefined;
  q: number | undefined;
  socket: Socket | undefined;
  flags: Set<string>;
  attributes: Map<string, string>;
}

const compactNames: Readonly<Record<string, string>> = {
  i: 'call-id',
  m: 'contact',
  e: 'content-encoding',
  l: 'content-length',
  c: 'content-type',
  f: 'from',
  k: 'supported',
  t: 'to',
  v: 'via',
  o: 'event',
  r: 'refer-to',
  b: 'referred-by',
  x: 'session-expires',
};

export function headerType(name: string): string {
  const lower = name.trim().toLowerCase();
  return compactNames[lower] ?? lower;
}

const knownMethods: ReadonlySet<string> = new Set(
  'INVITE ACK BYE CANCEL OPTIONS REGISTER INFO UPDATE PRACK SUBSCRIBE NOTIFY MESSAGE REFER PUBLISH'.split(
    ' ',
  ),
);

/** A message as the script sees it, with the changes made so far. */
export class Message {
  readonly raw: string;
  readonly isRequest: boolean;
  /** In upper case for the methods of SIP, whose case the server ignores. */
  readonly method: string;
  readonly methodText: string;
  /** The Request-URI received. */
  readonly requestUri: string;
  code: number;
  reason: string;
  readonly version: string;
  readonly headers: readonly HeaderField[];
  readonly bodyStart: number;
  readonly isEnded: boolean;
  readonly reception: Reception;
  /** Why parsing stops at a header; undefined when all headers are valid. */
  readonly number: number;
  newUri: string | undefined;
  dstUri: string | undefined;
  path: string | undefined;
  q: number | undefined;
  sendSocket: Socket | undefined;
  advertisedAddress: string | undefined;
  advertisedPort: string | undefined;
  flags = new Set<string>();
  branchFlags = new Set<string>();
  edits: Edit[] = [];
  recordRoutes: RecordRoute[] = [];
  /** Parameters for later Record-Route headers. */
  pendingRouteParams = '';
  /** Header lines for replies that the server creates. */
  replyHeaders: string[] = [];
  branches: MessageBranch[] = [];
  forcesRport = false;
  /** A new body, and its type; '' removes it. */
  newBody: { readonly text: string; readonly type: string | undefined } | undefined;
  /** Set by functions of rr for later ones. */
  routeParams: string | undefined;
  isLooseRouted = false;
  readonly notes = new Map<string, string>();

  constructor(text: string, parts: MessageParts, reception: Reception, number: number) {
    this.raw = text;
    this.isRequest = parts.isRequest;
    this.methodText = parts.method;
    this.method = knownMethods.has(parts.method.toUpperCase()) ? parts.method.toUpperCase() : parts.method;
    this.requestUri = parts.uri;
    this.code = parts.code;
    this.reason = parts.reason;
    this.version = parts.version;
    this.headers = parts.headers;
    this.bodyStart = parts.bodyStart;
    this.isEnded = parts.isEnded !== false;
    this.reception = reception;
    this.number = number;
  }

  get uri(): string {
    return this.newUri ?? this.requestUri;
  }

  get parsedUri(): ServerUri | undefined {
    return parseServerUri(this.uri);
  }

  get body(): string {
    return this.raw.slice(this.bodyStart);
  }

  all(type: string): readonly HeaderField[] {
    return this.headers.filter(header => header.type === type);
  }

  first(type: string): HeaderField | undefined {
    return this.headers.find(header => header.type === type);
  }

  value(type: string): string | undefined {
    return this.first(type)?.value;
  }

  get from(): Address | undefined {
    const address = addressOf(this.value('from'));
    return address?.params.some(one => /^tag$/i.test(one.name) && !one.value) === true ? undefined : address;
  }

  get to(): Address | undefined {
    return addressOf(this.value('to'));
  }

  get callId(): string | undefined {
    return this.value('call-id');
  }

  get cseq(): { readonly number: string; readonly method: string } | undefined {
    const match = /^(\S+)[ \t]+(\S+)/.exec(this.value('cseq') ?? '');
    return match === null ? undefined : { number: match[1] ?? '', method: match[2] ?? '' };
  }

  /** The addresses of all headers of a type, such as Contact or Route; undefined when one is malformed. */
  addresses(type: string): readonly Address[] | undefined {
    const found: Address[] = [];
    for (const header of this.all(type)) {
      const list = parseAddressList(header.value);
      if (list === undefined) return undefined;
      appendAll(found, list);
    }
    return found;
  }

  /** The end of the headers, where new ones are added. */
  get headersEnd(): number {
    return this.headers.at(-1)?.end ?? this.raw.indexOf('\n') + 1;
  }

  get headersStart(): number {
    return this.headers[0]?.start ?? this.headersEnd;
  }

  edit(edit: Edit): void {
    this.edits.push(edit);
  }

  removeHeader(header: HeaderField): void {
    this.edit({ at: header.start, remove: header.end - header.start, insert: '', kind: 'remove' });
  }

  /** A copy with its own changes. */
  clone(): Message {
    const copy = new Message(
      this.raw,
      {
        isRequest: this.isRequest,
        method: this.methodText,
        uri: this.requestUri,
        code: this.code,
        reason: this.reason,
        version: this.version,
        headers: this.headers,
        bodyStart: this.bodyStart,
        isEnded: this.isEnded,
      },
      this.reception,
      this.number,
    );
    copy.newUri = this.newUri;
    copy.dstUri = this.dstUri;
    copy.path = this.path;
    copy.q = this.q;
    copy.sendSocket = this.sendSocket;
    copy.advertisedAddress = this.advertisedAddress;
    copy.advertisedPort = this.advertisedPort;
    copy.flags = new Set(this.flags);
    copy.branchFlags = new Set(this.branchFlags);
    copy.edits = [...this.edits];
    copy.recordRoutes = this.recordRoutes.map(route => ({ ...route }));
    copy.pendingRouteParams = this.pendingRouteParams;
    copy.replyHeaders = [...this.replyHeaders];
    copy.forcesRport = this.forcesRport;
    copy.newBody = this.newBody;
    copy.routeParams = this.routeParams;
    copy.isLooseRouted = this.isLooseRouted;
    for (const [key, value] of this.notes) copy.notes.set(key, value);
    return copy;
  }
}

export interface MessageParts {
  readonly isRequest: boolean;
  readonly method: string;
  readonly uri: string;
  readonly code: number;
  readonly reason: string;
  readonly version: string;
  readonly headers: readonly HeaderField[];
  readonly bodyStart: number;
  /** False when no empty line ends the headers, which only what reads all of them notices. */
  readonly isEnded?: boolean;
}

function addressOf(value: string | undefined): Address | undefined {
  return value === undefined ? undefined : parseAddressHeader(value);
}

export type Parsing =
  | { readonly kind: 'message'; readonly parts: MessageParts; readonly fault: string | undefined }
  /** Not a SIP message: dropped before any route runs. */
  | { readonly kind: 'garbage'; readonly reason: string };

/**
 * Reads a datagram as receive_msg does. `fault` is the error after the first line that makes the server drop the
 * message: then only an error route runs, not the request route.
 */
export function readDatagram(text: string, transport: Transport): Parsing {
  const start = /^[\r\n\0]*/.exec(text)?.[0].length ?? 0;
  const content = text.slice(start);
  if (content.trim() === '') return { kind: 'garbage', reason: 'it contains only line endings' };
  const lineEnd = content.indexOf('\n');
  if (lineEnd < 0) return { kind: 'garbage', reason: 'the first line has no line ending' };
  const line = content.slice(0, lineEnd).replace(/\r$/, '');
  const request = /^([^ \t]+) ([^ \t]+)[ \t]+([^ \t]+)[ \t]*$/.exec(line);
  const reply = /^(SIP\/\d\.\d) (\d{3})(?: (.*)|)$/i.exec(line);
  const isStatusLine = /^SIP\/2\.0/i.test(line);
  if ((request === null || isStatusLine) && reply === null)
    return { kind: 'garbage', reason: 'the first line is not a SIP request or status line' };
  const { headers, bodyStart, broken, ended } = readHeaders(content, lineEnd + 1);
  const parts: MessageParts = {
    isRequest: reply === null,
    method: reply === null ? (request?.[1] ?? '') : '',
    uri: reply === null ? (request?.[2] ?? '') : '',
    code: reply === null ? 0 : Number(reply[2]),
    reason: reply?.[3] ?? '',
    version: (reply?.[1] ?? request?.[3]) || '',
    headers: start === 0 ? headers : headers.map(header => shifted(header, start)),
    bodyStart: bodyStart + start,
    isEnded: ended,
  };
  return { kind: 'message', parts, fault: faultOf(parts, broken, transport) };
}

function shifted(header: HeaderField, by: number): HeaderField {
  return { ...header, start: header.start + by, end: header.end + by, valueStart: header.valueStart + by };
}

function readHeaders(
  text: string,
  from: number,
): {
  readonly headers: readonly HeaderField[];
  readonly bodyStart: number;
  readonly broken: boolean;
  readonly ended: boolean;
} {
  const headers: HeaderField[] = [];
  let at = from;
  for (;;) {
    if (at >= text.length) return { headers, bodyStart: text.length, broken: false, ended: false };
    let end = text.indexOf('\n', at);
    if (end < 0) return { headers, bodyStart: text.length, broken: true, ended: false };
    if (/^\r?\n/.test(text.slice(at, at + 2)))
      return { headers, bodyStart: end + 1, broken: false, ended: true };
    while (text[end + 1] === ' ' || text[end + 1] === '\t') {
      const next = text.indexOf('\n', end + 1);
      if (next < 0) break;
      end = next;
    }
    const field = text.slice(at, end + 1);
    const colon = field.indexOf(':');
    const name = colon < 0 ? '' : field.slice(0, colon).trimEnd();
    if (colon < 0 || /[\s]/.test(name))
      return { headers, bodyStart: text.length, broken: true, ended: false };
    const rest = field.slice(colon + 1);
    const lead = rest.length - rest.trimStart().length;
    headers.push({
      name,
      type: headerType(name),
      value: readApart.test(name) ? rest.trim() : rest.trimStart().replace(/[\r\n\0]+$/, ''),
      start: at,
      end: end + 1,
      valueStart: at + colon + 1 + lead,
    });
    at = end + 1;
  }
}

/** Headers with their own parser; for all others, spaces at the end belong to the value (get_hdr_field). */
const readApart = /^(via|v|cseq|to|t|content-length|l)$/i;

/** Errors that the server finds when it first parses a message: in Via, CSeq, Content-Length and To. */
function faultOf(parts: MessageParts, broken: boolean, transport: Transport): string | undefined {
  const [via, second] = parts.headers.filter(header => header.type === 'via');
  for (const one of [via, second])
    if (one !== undefined && !isReadableVia(one.value)) return 'the Via header is malformed';
  for (const header of parts.headers) {
    if (header.type === 'cseq' && !/^\S+[ \t]+\S+\s*$/.test(header.value))
      return 'the CSeq header is malformed';
    if (header.type === 'content-length' && !(/^\d+$/.test(header.value) && Number(header.value) < 2 ** 31))
      return 'the Content-Length is not a number';
    if (header.type === 'to' && !isReadableTo(header.value)) return 'the To header is malformed';
  }
  if (broken) return 'a header line is malformed';
  if (via === undefined) return 'there is no Via header';
  if (transport !== 'udp' && !parts.headers.some(header => header.type === 'content-length'))
    return 'messages over TCP need a Content-Length';
  return undefined;
}

function isReadableVia(value: string): boolean {
  if (/;[ \t]*branch[ \t]*(?:=[ \t]*)?(?=[;,]|$)/i.test(value)) return false;
  return /^SIP[ \t]*\/[ \t]*2\.0[ \t]*\/[ \t]*[A-Za-z]+[ \t]+(?:\[[^\]]+\]|[^\s;,:]+)[ \t]*(?::[ \t]*\d+)?[ \t]*(?:[;,].*)?$/is.test(
    value,
  );
}

function isReadableTo(value: string): boolean {
  const address = parseAddressHeader(value);
  return address !== undefined && !address.params.some(one => /^tag$/i.test(one.name) && !one.value);
}
