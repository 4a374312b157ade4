import { addressTag } from '../../../../sip/address.ts';
import { firstAddress, firstHeader, headerText, type SipMessage } from '../../../../sip/message.ts';
import type { SipConf } from '../model/model.ts';
import { isPedantic } from './lookupName.ts';
import { requestUriOf } from './requestUri.ts';
import type { SipTrail } from './trail.ts';

/** determine_firstline_parts: behind the URI nothing but the version may stand. */
export function hasBrokenRequestLine(message: SipMessage, trail: SipTrail): boolean {
  if (!/\s/.test(requestUriOf(message).trim())) return false;
  const detail =
    'A space in the Request-URI: the server cannot read the first line and sends no reply at all.';
  trail.add('First line', 'failed', detail);
  return true;
}

export const BROKEN_REQUEST_LINE = 'No reply: there is a space in the Request-URI.';

/** A message without headers that every request needs is often an excerpt, so they are taken to be there (find_call). */
export function assumeRest(
  message: SipMessage,
  model: SipConf,
  trail: SipTrail,
  needed: readonly string[],
): void {
  const missing = needed.filter(name => isMissing(message, name));
  if (missing.length > 0)
    trail.assume(
      `The message has no ${missing.join(', no ')}, and the server would not look for a device at all. It was explained as if that were there.`,
    );
  const from = firstAddress(message, 'From');
  if (from !== undefined && isPedantic(model) && addressTag(from) === undefined)
    trail.assume(
      'The From header has no tag, and with pedantic=yes the server would not reply at all. The message was explained as if the tag were there.',
    );
}

export function isMissing(message: SipMessage, header: string): boolean {
  return (headerText(firstHeader(message, header)) ?? '') === '';
}
