import { contentLength } from '../../../../sip/body.ts';
import {
  firstHeader,
  headersNamed,
  headerText,
  messageCSeq,
  type SipMessage,
} from '../../../../sip/message.ts';
import { isHost } from '../../../../sip/uri.ts';

/**
 * Why pjproject drops a request without a reply: one header that its parser does not understand is enough. Undefined for a
 * request that passes.
 */
export function unreadable(message: SipMessage, transport: string): string | undefined {
  const { startLine } = message;
  if (startLine.kind !== 'request') return 'This is not a request.';
  const line = /^\S+ (\S+) SIP\/2\.0\s*$/i.exec(startLine.source.text.trimEnd());
  if (line === null) return 'The first line is not METHOD URI SIP/2.0.';
  if (!isReadableUri(line[1] ?? '')) return 'The Request-URI cannot be read.';
  if (message.brokenLines.length > 0) return 'A header line has no colon.';
  for (const name of ['Via', 'From', 'To', 'Call-ID', 'CSeq']) {
    if ((headerText(firstHeader(message, name)) ?? '').trim() === '') return `There is no ${name} header.`;
  }
  if (!/^SIP\s*\/\s*2\.0\s*\/\s*\w+\s+\S+/i.test(headerText(firstHeader(message, 'Via')) ?? ''))
    return 'The Via header cannot be read.';
  for (const name of ['From', 'To']) {
    const uri = uriText(headerText(firstHeader(message, name)) ?? '');
    if (!isReadableUri(uri) && !isForeignUri(uri))
      return `The ${name} header does not contain a readable URI.`;
  }
  const cseq = /^(\d+)\s+\S+$/.exec((headerText(firstHeader(message, 'CSeq')) ?? '').trim());
  if (cseq === null || Number(cseq[1]) >= 0xffff_ffff) return 'The CSeq header cannot be read.';
  const contact = (headerText(firstHeader(message, 'Contact')) ?? '').trim();
  for (const header of headersNamed(message, 'Contact')) {
    const text = (headerText(header) ?? '').trim();
    if (text !== '*' && !isReadableUri(uriText(text)) && !isForeignUri(uriText(text)))
      return 'The Contact header does not contain a readable URI.';
  }
  if (contact === '' && firstHeader(message, 'Contact') !== undefined) return 'The Contact header is empty.';
  for (const name of ['Max-Forwards', 'Session-Expires', 'Min-SE', 'Expires', 'Content-Length']) {
    const text = headerText(firstHeader(message, name))?.trim();
    if (text !== undefined && !/^\d+/.test(text)) return `The ${name} header does not contain a number.`;
  }
  if (transport !== 'udp') {
    const length = contentLength(message);
    if (length === undefined) return 'Over TCP, a Content-Length header is required.';
    if (length > new TextEncoder().encode(message.body.text).length)
      return 'Content-Length is larger than the body, so Asterisk waits for the rest.';
  }
  return undefined;
}

/** OPTIONS with a different method in CSeq is dropped as well; an INVITE gets a reply. */
export function hasOtherMethod(message: SipMessage): boolean {
  const cseq = messageCSeq(message);
  const { startLine } = message;
  return (
    startLine.kind === 'request' &&
    cseq !== undefined &&
    cseq.method.text.toUpperCase() !== startLine.method.text.toUpperCase()
  );
}

/** The URI of a header with a name and a URI. */
export function uriText(value: string): string {
  const angled = /<([^>]*)>/.exec(value.replace(/"(?:[^"\\]|\\.)*"/g, ''));
  return (angled?.[1] ?? value.split(';')[0] ?? '').trim();
}

/** sip:, sips: with a host, or tel: with a number. */
export function isReadableUri(text: string): boolean {
  const tel = /^tel:([^;]*)/i.exec(text);
  if (tel !== null) return /^\+?[\d\-.()*#A-Fa-f]+$/.test(tel[1] ?? '') && /[\d*#]/.test(tel[1] ?? '');
  const match = /^sips?:(?:([^@\s<>"]*)@)?(\[[^\]\s]*\]|[^:;?\s<>@"]+)(?::(\d+))?(?:[;?][^\s<>"]*)?$/i.exec(
    text,
  );
  if (match === null) return false;
  const [, user, host = ''] = match;
  return user !== '' && isHost(host);
}

/** A URI of another scheme, which headers can contain, but not the first line. */
function isForeignUri(text: string): boolean {
  return !/^(sips?|tel)$/.test(schemeOf(text)) && /^[\w.!%*`'~+-]+:[\w#?;:@&=+.!~*'()%$,/-]+$/.test(text);
}

/** The scheme of a URI in lowercase; empty without a colon. */
export function schemeOf(uri: string): string {
  return (/^([^\s:]*):/.exec(uri)?.[1] ?? '').toLowerCase();
}

/** The user, host and scheme of the From header. */
export function fromUser(message: SipMessage): UriParts | undefined {
  const header = headerText(firstHeader(message, 'From'));
  return header === undefined ? undefined : partsOf(uriText(header));
}

/** The parts of a URI as pjproject keeps them: the user without password, decoded. */
export interface UriParts {
  readonly user: string;
  readonly host: string;
  readonly scheme: string;
}

export function partsOf(uri: string): UriParts {
  const tel = /^tel:([^;]*)(;.*)?$/i.exec(uri);
  if (tel !== null) return { user: tel[1] ?? '', host: '', scheme: 'tel' };
  const match = /^(sips?):(?:([^@]*)@)?(\[[^\]]*\]|[^:;?>]+)/i.exec(uri);
  const user = (match?.[2] ?? '').replace(/:.*$/, '');
  return {
    user: decoded(user),
    host: (match?.[3] ?? '').replace(/^\[|\]$/g, ''),
    scheme: (match?.[1] ?? '').toLowerCase(),
  };
}

function decoded(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
