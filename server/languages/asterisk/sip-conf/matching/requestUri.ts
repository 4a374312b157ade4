import type { SipMessage } from '../../../../sip/message.ts';

/** The Request-URI as determine_firstline_parts reads it: a URI in angle brackets loses the first bracket. */
export function requestUriOf({ startLine }: SipMessage): string {
  return startLine.kind === 'request' ? startLine.uri.text.replace(/^</, '') : '';
}
