import type { SipMessage } from '../../../../../sip/message.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { SipConf } from '../../model/model.ts';
import type { MatchingOutcome } from '../matchingExplanation.ts';
import { assumeRest, BROKEN_REQUEST_LINE, hasBrokenRequestLine, isMissing } from '../requestShape.ts';
import type { SipTrail } from '../trail.ts';
import { declaredNames } from './optionTags.ts';

/** An INVITE that comes to its end before any device is looked for. */
export interface EarlyRefusal {
  readonly outcome: MatchingOutcome;
  readonly sentence: string;
  readonly codes: readonly number[];
}

/** What handle_request_invite looks at before check_user_full. */
export function refusedEarly(message: SipMessage, model: SipConf, trail: SipTrail): EarlyRefusal | undefined {
  if (hasBrokenRequestLine(message, trail))
    return { outcome: 'no-reply', sentence: BROKEN_REQUEST_LINE, codes: [] };
  if (isMissing(message, 'From')) {
    trail.add('From', 'failed', 'There is no From header: 400 Bad Request.');
    return { outcome: 'rejected', sentence: '400: there is no From header.', codes: [400] };
  }
  assumeRest(message, model, trail, ['To', 'Call-ID', 'CSeq', 'Via']);
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

/** Option tags that chan_sip supports (sip_options of sip/include/sip.h). */
function supportedOptions(model: SipConf): ReadonlySet<string> {
  return isAtLeast(model.branch, '1.6.2') ? WITH_TIMERS : WITHOUT_TIMERS;
}

const WITHOUT_TIMERS: ReadonlySet<string> = new Set(['replaces', 'replace']);
const WITH_TIMERS: ReadonlySet<string> = new Set([...WITHOUT_TIMERS, 'timer']);
