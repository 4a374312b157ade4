import {
  firstAddress,
  firstHeader,
  headerText,
  parseMessage,
  requestUri,
  type SipMessage,
} from '../../../sip/message.ts';
import type { SipUri } from '../../../sip/uri.ts';
import { sofiaUri } from './sofiaUri.ts';

/**
 * The variables of an expression for one message (sip-boolean-expressions.cc over sofia-sip). What the message does not
 * have is an empty text.
 */
export function messageVariables(message: SipMessage): (name: string) => string {
  const { startLine } = message;
  const isRequest = startLine.kind === 'request';
  const header = (name: string): string => headerText(firstHeader(message, name)) ?? '';
  const uris: Readonly<Record<string, () => SipUri | undefined>> = {
    request: () => requestUri(message),
    from: () => firstAddress(message, 'From')?.uri,
    to: () => firstAddress(message, 'To')?.uri,
    contact: () => firstAddress(message, 'Contact')?.uri,
  };
  return name => {
    switch (name) {
      case 'direction':
        return isRequest ? 'request' : 'response';
      case 'request.method':
      case 'request.method-name':
        return startLine.kind === 'request' ? startLine.method.text : '';
      case 'status.code':
        return startLine.kind === 'status' ? String(startLine.status) : '';
      case 'status.phrase':
        return startLine.kind === 'status' ? startLine.reason.text : '';
      case 'user-agent':
        return header('User-Agent');
      case 'call-id':
        return header('Call-ID');
      case 'call-id.hash':
        return header('Call-ID') === '' ? '' : String(callIdHash(header('Call-ID')));
      case 'content-type':
        return contentType(header('Content-Type'));
    }
    const [, which = '', part = ''] = /^(\w+)\.uri\.(domain|user|params)$/.exec(name) ?? [];
    const uri = uris[which]?.();
    return (uri === undefined ? undefined : sofiaUri(uri.source.text))?.get(part) ?? '';
  };
}

export function parsedVariables(text: string): (name: string) => string {
  return messageVariables(parseMessage(text));
}

/**
 * The type without parameters and without spaces around the slash, as sofia-sip keeps it; a single word is not a type.
 */
function contentType(value: string): string {
  const [, type, subtype] = /^([^\s/;]+)\s*\/\s*([^\s/;]+)/.exec(value) ?? [];
  return type === undefined || subtype === undefined ? '' : `${type}/${subtype}`;
}

/** `msg_hash_string` of sofia-sip, kept in 32 bits. */
function callIdHash(callId: string): number {
  let hash = 0;
  for (const byte of new TextEncoder().encode(callId)) hash = Math.imul(hash + byte, 38501) >>> 0;
  return hash === 0 ? 0xffffffff : hash;
}
