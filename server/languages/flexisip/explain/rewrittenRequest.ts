import { parseMessage, type SipMessage } from '../../../sip/message.ts';

/** The message with a different Request-URI, as a module passes it on. */
export function withRequestUri(message: SipMessage, uri: string): SipMessage {
  const { startLine, source } = message;
  if (startLine.kind !== 'request' || startLine.uri.text === uri) return message;
  const start = startLine.uri.start - source.start;
  return parseMessage(
    source.text.slice(0, start) + uri + source.text.slice(start + startLine.uri.text.length),
  );
}
