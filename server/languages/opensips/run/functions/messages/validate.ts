import { isReadableTo, parseAddressList, readContacts } from '../../messages/address.ts';
import type { HeaderField } from '../../messages/message.ts';
import { parseServerUri, type ServerUri } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';

/** sipmsg_validate: 1 for a valid message, else the code of the first error, with its text in the second argument. */
export function validateMessage(x: Execution, args: Arguments): number {
  const fault = faultOf(x, (args.text(0) ?? '').toLowerCase());
  if (fault === undefined) return 1;
  args.set(1, textValue(fault[1]));
  return fault[0];
}

type Fault = readonly [code: number, reason: string];

const contactMethods = new Set(['INVITE', 'SUBSCRIBE', 'NOTIFY', 'REFER', 'UPDATE']);

function faultOf(x: Execution, flags: string): Fault | undefined {
  const { message } = x;
  const isCancel = message.method === 'CANCEL';
  // The server has no text for a missing header.
  const missing = (type: string, code: number): Fault | undefined =>
    message.first(type) === undefined ? [code, ''] : undefined;
  if (message.callId === undefined) return [-3, "message doesn't have callid"];
  const length = message.value('content-length');
  if (message.reception.transport !== 'udp' && length === undefined)
    return [-4, `message doesn't have Content Length header for proto 2`];
  const declared = Number(length ?? 0);
  if (!isCancel && (!message.isEnded || declared !== message.body.length))
    return [
      -5,
      `invalid body - content length ${declared} different than actual body ${message.body.length}`,
    ];
  if (!isCancel && flags.includes('s') && message.body !== '' && !/^v=/.test(message.body) && isSdp(x))
    return [-6, 'failed to parse SDP message'];
  const basic = missing('cseq', -7) ?? missing('from', -8) ?? missing('to', -9) ?? missing('via', -10);
  if (basic !== undefined) return basic;
  if (flags.includes('t')) {
    const fault = addressFault(message.to?.uri, 'To', [-22, -23, -26]);
    if (fault !== undefined) return fault;
  }
  if (flags.includes('f')) {
    const fault = addressFault(message.from?.uri, 'From', [-24, -25, -27]);
    if (fault !== undefined) return fault;
  }
  if (message.isRequest) {
    const fault = requestFault(x, flags);
    if (fault !== undefined) return fault;
  }
  if (!isCancel && message.body !== '' && message.first('content-type') === undefined) return [-21, ''];
  if (flags.includes('h') && message.headers.some(header => !isReadable(header)))
    return [-2, 'failed to parse headers'];
  return undefined;
}

/** Whether the parser of a header accepts it (sip_validate_hdrs). */
function isReadable({ type, value }: HeaderField): boolean {
  switch (type) {
    case 'from':
    case 'remote-party-id':
    case 'refer-to':
      return isReadableTo(value);
    case 'p-preferred-identity':
    case 'p-asserted-identity':
    case 'diversion':
    case 'path':
    case 'route':
    case 'record-route':
      return parseAddressList(value) !== undefined;
    case 'contact':
      return readContacts(value) !== undefined;
    case 'content-type':
      return /^\s*[^\s/;,*]+\s*\/\s*[^\s/;,*]+\s*(?:;.*)?$/s.test(value);
    case 'max-forwards':
      return /^\s*\d{1,5}\s*$/.test(value);
    case 'expires':
      return /^\s*\d{1,10}\s*$/.test(value);
    case 'call-id':
    case 'proxy-require':
    case 'unsupported':
    case 'accept-language':
    case 'organization':
    case 'priority':
    case 'subject':
    case 'user-agent':
    case 'accept-disposition':
    case 'retry-after':
      return value.trim() !== '';
    default:
      return true;
  }
}

function isSdp(x: Execution): boolean {
  return /^application\/sdp/i.test(x.message.value('content-type') ?? '');
}

function requestFault(x: Execution, flags: string): Fault | undefined {
  const { message } = x;
  if (flags.includes('r')) {
    const uri = message.parsedUri;
    if (uri === undefined) return [-11, 'failed to parse R-URI'];
    if (!isHostName(uri)) return [-12, 'invalid domain for R-URI'];
    if (!isUserName(uri)) return [-29, 'invalid username for R-URI'];
  }
  if (!flags.includes('m') && message.first('max-forwards') === undefined) return [-13, ''];
  if (flags.includes('c') && contactMethods.has(message.method)) {
    const contact = message.value('contact');
    if (contact === undefined) return [-14, "SIP message doesn't have 'Contact' header"];
    const [address] = parseAddressList(contact) ?? [];
    if (address === undefined || parseServerUri(address.uri) === undefined)
      return [-28, "failed to parse 'Contact' header"];
  }
  if (message.method !== 'REGISTER' && message.first('path') !== undefined)
    return [-15, 'PATH header supported only for REGISTERs'];
  return undefined;
}

function addressFault(
  text: string | undefined,
  name: string,
  codes: readonly [number, number, number],
): Fault | undefined {
  const uri = text === undefined ? undefined : parseServerUri(text);
  if (uri === undefined) return [codes[0], `failed to parse '${name}' header`];
  if ((uri.scheme === 'sip' || uri.scheme === 'sips') && !isHostName(uri))
    return [codes[1], `invalid domain for '${name}' header`];
  return isUserName(uri) ? undefined : [codes[2], `invalid username for '${name}' header`];
}

function isHostName(uri: ServerUri): boolean {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?)\.?$/i.test(uri.host);
}

function isUserName(uri: ServerUri): boolean {
  return uri.user === undefined || /^([A-Za-z0-9\-_.!~*'()&=+$,;?/]|%[0-9a-f]{2})*$/i.test(uri.user);
}
