import type { SipMessage } from '../../../../sip/message.ts';

/** The Request-URI as determine_firstline_parts takes it: one in angle brackets loses the first of them. */
export function requestUriOf({ startLine }: SipMessage): string {
  return startLine.kind === 'request' ? startLine.uri.text.replace(/^</, '') : '';
}
