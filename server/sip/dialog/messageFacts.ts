import { keptText, remembered } from '../../text/remembered.ts';
import { addressTag, parseAddress } from '../address.ts';
import { parseCSeq, parseStartLine, type SipMessage } from '../message.ts';
import { parameterValue, parseParameters } from '../parameters.ts';
import { slicePiece, splitPiece, unfold, wholePiece } from '../piece.ts';
import { decodedUser } from '../uri.ts';
import { parseVia, type ViaHop, viaBranch } from '../via.ts';
import { type FactTexts, textsOfMessage, textsOfText } from './factTexts.ts';

/** The facts of a message that dialogs, transactions and authentication rounds need. Absent parts are undefined. */
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
  /** The number of Via headers. */
  readonly hops: number;
  /** A REGISTER whose contacts all expire immediately. */
  readonly removesBindings: boolean;
  readonly challenges: readonly Credentials[];
  readonly answers: readonly Credentials[];
}

/** The relevant parts of a challenge, or of an answer to one. Never contains a password; `response` is omitted on purpose. */
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

/**
 * Reads the facts of a message. They may be kept as long as a trace: their texts keep no other text in memory, and what
 * messages have in common is the same string for all of them.
 */
export function messageFacts(message: SipMessage): MessageFacts {
  return factsOf(textsOfMessage(message));
}

/** The same facts, read from the text of the message; `read` returns the message if that is not enough. */
export function factsOfText(text: string, read: () => SipMessage): MessageFacts {
  return factsOf(textsOfText(text) ?? textsOfMessage(read()));
}

function factsOf(texts: FactTexts): MessageFacts {
  const { startLine, method, requestUri, status, reason } = startOf(texts.startLine);
  const cseq = texts.cseq === undefined ? undefined : cseqOf(texts.cseq);
  const from = texts.from === undefined ? undefined : party(texts.from);
  const to = texts.to === undefined ? undefined : party(texts.to);
  let hops = 0;
  let top: Hops | undefined;
  for (const via of texts.vias) {
    const found = hopsIn(via);
    hops += found.count;
    if (top === undefined && found.count > 0) top = found;
  }
  return {
    startLine,
    method,
    requestUri,
    status,
    reason,
    callId: texts.callId === undefined ? undefined : keptText(unfold(texts.callId)) || undefined,
    cseq: cseq?.number,
    cseqMethod: cseq?.method,
    cseqText: cseq?.text,
    fromTag: from?.tag,
    toTag: to?.tag,
    fromUser: from?.user,
    toUser: to?.user,
    branch: top?.branch,
    sentBy: top?.sentBy,
    // Where a request is sent (RFC 3261 section 8.1.2).
    route: texts.route === undefined ? undefined : nextHop(texts.route).endpoint,
    hops,
    removesBindings: method === 'REGISTER' && removesBindings(texts),
    challenges: credentials(texts, 'WWW-Authenticate', 'Proxy-Authenticate'),
    answers: credentials(texts, 'Authorization', 'Proxy-Authorization'),
  };
}

type Start = Pick<MessageFacts, 'startLine' | 'method' | 'requestUri' | 'status' | 'reason'>;

/** The values of most header fields repeat in every message of a dialog. */
const startOf = remembered((text): Start => {
  const line = parseStartLine(wholePiece(text));
  return {
    startLine: text,
    method: line.kind === 'request' ? keptText(line.method.text) : undefined,
    requestUri: line.kind === 'request' ? keptText(line.uri.text) : undefined,
    status: line.kind === 'status' ? line.status : undefined,
    reason: line.kind === 'status' ? keptText(line.reason.text) : undefined,
  };
});

interface Sequence {
  readonly number: number | undefined;
  readonly method: string | undefined;
  readonly text: string;
}

const cseqOf = remembered((value): Sequence => {
  const { number, method } = parseCSeq(wholePiece(value));
  return { number, method: keptText(method.text) || undefined, text: unfold(value) };
});

/** RFC 3261 section 10.2.2: an expiry of 0 removes bindings. */
function removesBindings({ contacts, expires }: FactTexts): boolean {
  const header = expires === undefined ? undefined : unfold(expires);
  const expiries = contacts.flatMap(contact => expiriesIn(contact).values);
  return expiries.length > 0 && expiries.every(own => Number(own ?? header ?? Number.NaN) === 0);
}

const expiriesIn = remembered((value): { readonly values: readonly (string | undefined)[] } => ({
  values: splitPiece(wholePiece(value), ',')
    .filter(contact => contact.text !== '')
    .map(contact => parameterValue(parseAddress(contact).parameters, 'expires')),
}));

function credentials(texts: FactTexts, first: string, second: string): readonly Credentials[] {
  if (texts.credentials.length === 0) return NONE;
  const found = [first, second].flatMap(name =>
    texts.credentials.filter(({ header }) => header === name).map(({ value }) => credentialsIn(name, value)),
  );
  return found.length === 0 ? NONE : found;
}

function credentialsIn(header: string, text: string): Credentials {
  const scheme = /^\S*/.exec(text)?.[0] ?? '';
  const parameters = parseParameters(slicePiece(wholePiece(text), scheme.length), ',');
  const value = (parameter: string): string | undefined => {
    const found = parameterValue(parameters, parameter);
    return found === undefined ? undefined : keptText(found);
  };
  return {
    header,
    scheme: keptText(scheme),
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
}

const NONE: readonly Credentials[] = [];

interface Party {
  readonly tag: string | undefined;
  readonly user: string | undefined;
}

const party = remembered((value): Party => {
  const plain = PLAIN_PARTY.exec(value);
  if (plain !== null) {
    const [, user = '', tag] = plain;
    return { tag: tag === undefined ? undefined : keptText(tag), user: keptText(user) };
  }
  const address = parseAddress(wholePiece(value));
  const tag = addressTag(address);
  const user = decodedUser(address.uri);
  return {
    tag: tag === undefined ? undefined : keptText(tag),
    user: user === undefined ? undefined : keptText(user),
  };
});

/** `"Display name" <sip:user@host>;tag=abc`, like nearly all; others are read with the full grammar. */
const PLAIN_PARTY =
  /^(?:"[^"\\\r\n]*" ?|[\w.-]+ )?<sips?:([\w.+*#-]+)@[\w.-]+(?::\d{1,5})?(?:;[\w-]+=[\w.-]+)*>(?:;tag=([\w.+-]+))?$/;

interface Hops {
  readonly count: number;
  readonly branch: string | undefined;
  readonly sentBy: string | undefined;
}

/** `SIP/2.0/UDP host:port;name=value;branch=abc;name`, like nearly all. */
const PLAIN_VIA =
  /^SIP\/2\.0\/([A-Z]+) ([\w.-]+)(?::(\d{1,5}))?(?:;(?!branch)[a-z-]+(?:=[\w.-]+)?)*;branch=([\w.!%*+`'~:-]+)(?:;[a-z-]+(?:=[\w.-]+)?)*$/;

const hopsIn = remembered((value): Hops => {
  const plain = PLAIN_VIA.exec(value);
  if (plain !== null) {
    const [, transport, host, port, branch = ''] = plain;
    const own = `${host}:${port ?? (transport === 'TLS' ? '5061' : '5060')}`;
    return { count: 1, branch: keptText(branch), sentBy: keptText(own) };
  }
  const hops = splitPiece(wholePiece(value), ',').filter(hop => hop.text !== '');
  const top = hops[0] && parseVia(hops[0]);
  const branch = top && viaBranch(top);
  return {
    count: hops.length,
    branch: branch === undefined ? undefined : keptText(branch),
    sentBy: top && keptText(sentByOf(top)),
  };
});

function sentByOf(top: ViaHop): string {
  const port = top.port?.text || (top.transport.text.toUpperCase() === 'TLS' ? '5061' : '5060');
  return `${top.host.text}:${port}`;
}

/** Host and port of the first Route. */
const nextHop = remembered((value): { readonly endpoint: string | undefined } => {
  const first = splitPiece(wholePiece(value), ',').find(route => route.text !== '');
  const uri = first && parseAddress(first).uri;
  if (uri?.host === undefined) return { endpoint: undefined };
  return { endpoint: `${uri.host.text}:${uri.port?.text || (uri.scheme === 'sips' ? '5061' : '5060')}` };
});
