import { addressTag } from '../../sip/address.ts';
import { firstAddress, firstHeader, headerText, type SipMessage } from '../../sip/message.ts';
import { isAtLeast } from './facts.ts';
import { declaredNames } from './inviteRequest.ts';
import { isPedantic } from './lookupName.ts';
import type { MatchingOutcome } from './matchingExplanation.ts';
import type { SipConf } from './model.ts';
import { requestUriOf } from './requestUri.ts';
import type { Trail } from './trail.ts';

/** An INVITE that comes to its end before any device is looked for. */
export interface EarlyRefusal {
  readonly outcome: MatchingOutcome;
  readonly sentence: string;
  readonly codes: readonly number[];
}

/** What handle_request_invite looks at before check_user_full. */
export function refusedEarly(message: SipMessage, model: SipConf, trail: Trail): EarlyRefusal | undefined {
  if (hasBrokenRequestLine(message)) return silentlyDropped(trail);
  if (isMissing(message, 'From')) {
    trail.add('From', 'failed', 'There is no From header: 400 Bad Request.');
    return { outcome: 'rejected', sentence: '400: there is no From header.', codes: [400] };
  }
  assumeRest(message, model, trail);
  const unsupported = declaredNames(message, 'Require').filter(
    name => !supportedOptions(model).has(name.toLowerCase()),
  );
  if (unsupported.length > 0) {
    const detail = `The message requires ${unsupported.join(', ')}, which this server does not support: 420 Bad Extension.`;
    trail.add('Required extensions', 'failed', detail, { header: 'Require' });
    return {
      outcome: 'rejected',
      sentence: '420: the message requires an extension that Asterisk does not support.',
      codes: [420],
    };
  }
  if (isMissing(message, 'Replaces')) return undefined;
  const assumption = 'The call that Replaces names is none of this server.';
  trail.assume(assumption);
  const detail = `Replaces asks to take the place of a call that is up, and that call is looked for before any device. ${assumption} So: 481.`;
  trail.add('Call to be replaced', 'failed', detail, { header: 'Replaces' });
  return {
    outcome: 'rejected',
    sentence: '481: the call that Replaces names does not exist.',
    codes: [481],
  };
}

/** A message without these is often an excerpt, so the rest of it is taken to be there (find_call). */
function assumeRest(message: SipMessage, model: SipConf, trail: Trail): void {
  const missing = ['To', 'Call-ID', 'CSeq'].filter(name => isMissing(message, name));
  if (missing.length > 0)
    trail.assume(
      `The message has no ${missing.join(', no ')}, and the server would answer 400. It was explained as if that were there.`,
    );
  const from = firstAddress(message, 'From');
  if (isPedantic(model) && (from === undefined || addressTag(from) === undefined))
    trail.assume(
      'The From header has no tag, and with pedantic=yes the server would not reply at all. The message was explained as if the tag were there.',
    );
}

export function isMissing(message: SipMessage, header: string): boolean {
  return (headerText(firstHeader(message, header)) ?? '') === '';
}

/** determine_firstline_parts: behind the URI nothing but the version may stand. */
export function hasBrokenRequestLine(message: SipMessage): boolean {
  return /\s/.test(requestUriOf(message).trim());
}

export function silentlyDropped(trail: Trail): EarlyRefusal {
  const detail =
    'A blank in the Request-URI: the server cannot read the first line and sends no reply at all.';
  trail.add('First line', 'failed', detail);
  return {
    outcome: 'no-reply',
    sentence: 'No reply: there is a blank in the Request-URI.',
    codes: [],
  };
}

/** Option tags that chan_sip supports (sip_options of sip/include/sip.h). */
function supportedOptions(model: SipConf): ReadonlySet<string> {
  return isAtLeast(model.branch, '1.6.2') ? WITH_TIMERS : WITHOUT_TIMERS;
}

const WITHOUT_TIMERS: ReadonlySet<string> = new Set(['replaces', 'replace']);
const WITH_TIMERS: ReadonlySet<string> = new Set([...WITHOUT_TIMERS, 'timer']);
