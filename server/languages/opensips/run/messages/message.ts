import { appendAll } from '../../../../text/longLists.ts';
import type { Value } from '../values/value.ts';
import { type Address, isReadableTo, parseAddressHeader, parseAddressList } from './address.ts';
import type { MessageBranch } from './branch.ts';
import type { Reception, Socket } from './reception.ts';
import { parseServerUri, type ServerUri } from './uri.ts';

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

/** A part of a body: received, or added by the script. A body that is not multipart has one part. */
export interface BodyPart {
  /** The value of its Content-Type. */
  readonly type: string;
  /** Header lines with their line endings: all of a received part, the further ones of a new part. */
  readonly headers: string;
  readonly text: string;
  /** Where a received part is in the message: its delimiter, its text. */
  readonly place?: { readonly start: number; readonly text: number; readonly end: number };
  readonly isRemoved?: boolean;
}

/** A Record-Route header that is written when the request is sent, because it contains the socket. */
export interface RecordRoute {
  /** Host, port and parameters from the script; undefined for the sockets of the server. */
  readonly preset: string | undefined;
  readonly user: string | undefined;
  /** What follows `;lr`: the From tag and parameters of the script. */
  readonly suffix: string;
  /** Parameters that were added, each with its `;`. */
  params: string;
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

/** Methods whose case the server ignores. */
export function isKnownMethod(method: string): boolean {
  return knownMethods.has(method.toUpperCase());
}

/** A message as the script sees it, with the changes made so far. */
export class Message implements MessageBranch {
  raw: string;
  readonly isRequest: boolean;
  /** In upper case for the methods of SIP, whose case the server ignores. */
  readonly method: string;
  readonly methodText: string;
  /** The Request-URI received. */
  readonly requestUri: string;
  code: number;
  reason: string;
  readonly version: string;
  headers: readonly HeaderField[];
  readonly bodyStart: number;
  readonly isEnded: boolean;
  readonly reception: Reception;
  /** Its place among the messages of the run, from 1; 0 for one that was never received. */
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
  branchAttributes = new Map<string, Value>();
  forcesRport = false;
  /** The parts of the body after the script added or removed some. */
  parts: readonly BodyPart[] | undefined;
  /** Set by functions of rr for later ones. */
  routeParams: string | undefined;
  isLooseRouted = false;
  readonly notes = new Map<string, string>();

  constructor(text: string, parts: MessageParts, reception: Reception, number: number) {
    this.raw = text;
    this.isRequest = parts.isRequest;
    this.methodText = parts.method;
    this.method = isKnownMethod(parts.method) ? parts.method.toUpperCase() : parts.method;
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

  set uri(uri) {
    this.newUri = uri;
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
    const value = this.value('from');
    return value !== undefined && isReadableTo(value) ? addressOf(value) : undefined;
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

  /** Writes a value of the same length over that of a header, where every later function sees it. */
  overwrite(header: HeaderField, value: string): void {
    const { valueStart } = header;
    this.raw = this.raw.slice(0, valueStart) + value + this.raw.slice(valueStart + value.length);
    this.headers = this.headers.map(one => (one === header ? { ...one, value } : one));
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
    copy.branchAttributes = new Map(this.branchAttributes);
    copy.edits = [...this.edits];
    copy.recordRoutes = this.recordRoutes.map(route => ({ ...route }));
    copy.pendingRouteParams = this.pendingRouteParams;
    copy.replyHeaders = [...this.replyHeaders];
    copy.forcesRport = this.forcesRport;
    copy.parts = this.parts;
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
