import { remembered } from '../../text/remembered.ts';
import { addressTag, parseAddress } from '../address.ts';
import {
  addressesNamed,
  firstHeader,
  headersNamed,
  headerText,
  messageCSeq,
  type SipMessage,
} from '../message.ts';
import { parameterValue, parseParameters } from '../parameters.ts';
import { slicePiece, splitPiece, wholePiece } from '../piece.ts';
import { decodedUser } from '../uri.ts';
import { parseVia, type ViaHop, viaBranch } from '../via.ts';

/** What dialogs, transactions and authentication rounds need to know of a message. Absent parts are undefined. */
export interface MessageFacts {
  /** The first line as written. */
  readonly startLine: string;
  /** Of a request. */
  readonly method: string | undefined;
  readonly requestUri: string | undefined;
  /** Of a response. */
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly callId: string | undefined;
  readonly cseq: number | undefined;
  readonly cseqMethod: string | undefined;
  /** The CSeq as written, such as `1 INVITE`. */
  readonly cseqText: string | undefined;
  readonly fromTag: string | undefined;
  readonly toTag: string | undefined;
  /** User or number in From and To, for people. */
  readonly fromUser: string | undefined;
  readonly toUser: string | undefined;
  /** Of the topmost Via. */
  readonly branch: string | undefined;
  /** `host:port` of the topmost Via as its sender wrote it. */
  readonly sentBy: string | undefined;
  /** `host:port` of the first Route. */
  readonly route: string | undefined;
  /** How many Via there are. */
  readonly hops: number;
  /** A REGISTER whose contacts all expire at once. */
  readonly removesBindings: boolean;
  readonly challenges: readonly Credentials[];
  readonly answers: readonly Credentials[];
}

/** What matters of a challenge, or of an answer to one. Never holds a password; `response` is left out on purpose. */
export interface Credentials {
  /** `WWW-Authenticate`, `Proxy-Authenticate`, `Authorization`, `Proxy-Authorization`. */
  readonly header: string;
  readonly scheme: string;
  readonly realm: string | undefined;
  readonly nonce: string | undefined;
  readonly username: string | undefined;
  readonly uri: string | undefined;
  readonly algorithm: string | undefined;
  readonly qop: string | undefined;
  readonly nc: string | undefined;
  readonly cnonce: string | undefined;
  readonly opaque: string | undefined;
  readonly isStale: boolean;
}

/** Reads the facts of a message. */
export function messageFacts(message: SipMessage): MessageFacts {
  const line = message.startLine;
  const cseq = messageCSeq(message);
  const from = partyIn(message, 'From');
  const to = partyIn(message, 'To');
  const hops = headersNamed(message, 'Via').map(header => hopsIn(header.value.text));
  const top = hops.find(({ count }) => count > 0);
  return {
    startLine: line.source.text,
    method: line.kind === 'request' ? line.method.text : undefined,
    requestUri: line.kind === 'request' ? line.uri.text : undefined,
    status: line.kind === 'status' ? line.status : undefined,
    reason: line.kind === 'status' ? line.reason.text : undefined,
    callId: headerText(firstHeader(message, 'Call-ID')) || undefined,
    cseq: cseq?.number,
    cseqMethod: cseq?.method.text || undefined,
    cseqText: headerText(firstHeader(message, 'CSeq')),
    fromTag: from?.tag,
    toTag: to?.tag,
    fromUser: from?.user,
    toUser: to?.user,
    branch: top?.branch,
    sentBy: top?.sentBy,
    route: routeOf(message),
    hops: hops.reduce((sum, { count }) => sum + count, 0),
    removesBindings: line.kind === 'request' && line.method.text === 'REGISTER' && removesBindings(message),
    challenges: credentials(message, ['WWW-Authenticate', 'Proxy-Authenticate']),
    answers: credentials(message, ['Authorization', 'Proxy-Authorization']),
  };
}

/** RFC 3261 section 10.2.2: an expiry of 0 removes bindings. */
function removesBindings(message: SipMessage): boolean {
  const contacts = addressesNamed(message, 'Contact');
  const header = headerText(firstHeader(message, 'Expires'));
  return (
    contacts.length > 0 &&
    contacts.every(
      contact => Number(parameterValue(contact.parameters, 'expires') ?? header ?? Number.NaN) === 0,
    )
  );
}

function credentials(message: SipMessage, names: readonly string[]): readonly Credentials[] {
  if (!message.headers.some(header => header.facts?.kind === 'authentication')) return NONE;
  return names.flatMap(name =>
    headersNamed(message, name).map(header => {
      const scheme = /^\S*/.exec(header.value.text)?.[0] ?? '';
      const parameters = parseParameters(slicePiece(header.value, scheme.length), ',');
      const value = (parameter: string): string | undefined => parameterValue(parameters, parameter);
      return {
        header: header.canonical,
        scheme,
        realm: value('realm'),
        nonce: value('nonce'),
        username: value('username'),
        uri: value('uri'),
        algorithm: value('algorithm'),
        qop: value('qop'),
        nc: value('nc'),
        cnonce: value('cnonce'),
        opaque: value('opaque'),
        isStale: /^true$/i.test(value('stale') ?? ''),
      };
    }),
  );
}

const NONE: readonly Credentials[] = [];

interface Party {
  readonly tag: string | undefined;
  readonly user: string | undefined;
}

function partyIn(message: SipMessage, name: string): Party | undefined {
  const header = firstHeader(message, name);
  return header && party(header.value.text);
}

/** The values of From, To, Via and Route come again in every message of a dialog. */
const party = remembered((value): Party => {
  const address = parseAddress(wholePiece(value));
  return { tag: addressTag(address), user: decodedUser(address.uri) };
});

interface Hops {
  readonly count: number;
  readonly branch: string | undefined;
  readonly sentBy: string | undefined;
}

const hopsIn = remembered((value): Hops => {
  const hops = splitPiece(wholePiece(value), ',').filter(hop => hop.text !== '');
  const top = hops[0] && parseVia(hops[0]);
  return { count: hops.length, branch: top && viaBranch(top), sentBy: top && sentByOf(top) };
});

function sentByOf(top: ViaHop): string {
  const port = top.port?.text || (top.transport.text.toUpperCase() === 'TLS' ? '5061' : '5060');
  return `${top.host.text}:${port}`;
}

/** Host and port of the first Route, where a request is sent (RFC 3261 section 8.1.2). */
function routeOf(message: SipMessage): string | undefined {
  const header = firstHeader(message, 'Route');
  return header && nextHop(header.value.text).endpoint;
}

const nextHop = remembered((value): { readonly endpoint: string | undefined } => {
  const first = splitPiece(wholePiece(value), ',').find(route => route.text !== '');
  const uri = first && parseAddress(first).uri;
  if (uri?.host === undefined) return { endpoint: undefined };
  return { endpoint: `${uri.host.text}:${uri.port?.text || (uri.scheme === 'sips' ? '5061' : '5060')}` };
});
