import { readReplaces, replacedDialog } from '../../../../../sip/knownDialog.ts';
import type { SipMessage } from '../../../../../sip/message.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { SipConf } from '../../model/model.ts';
import type { KnownCall } from '../dialog/knownCall.ts';
import { type EarlyEnd, textOf } from '../requestShape.ts';
import type { SipTrail } from '../trail.ts';
import { declaredNames } from './optionTags.ts';

/** What handle_request_invite checks before check_user_full. */
export function refusedEarly(
  message: SipMessage,
  model: SipConf,
  trail: SipTrail,
  calls: readonly KnownCall[] = [],
): EarlyEnd | undefined {
  const unsupported = unsupportedRequirement(message, model, trail);
  if (unsupported !== undefined) return unsupported;
  const replaces = textOf(message, 'Replaces');
  if (replaces === '' || replacedDialog(calls, readReplaces(replaces)) !== undefined) return undefined;
  const assumption = 'The call in the Replaces header is assumed not to exist on this server.';
  trail.assume(assumption);
  const detail = `The Replaces header requests to replace an established call, and the server looks up that call before any device. ${assumption} The reply is 481.`;
  trail.add('Call to be replaced', 'failed', detail, { header: 'Replaces' });
  return {
    outcome: 'rejected',
    sentence: '481: the call in the Replaces header does not exist.',
    codes: [481],
  };
}

/** An unsupported SIP extension in Require: 420, even within a call. */
export function unsupportedRequirement(
  message: SipMessage,
  model: SipConf,
  trail: SipTrail,
): EarlyEnd | undefined {
  const unsupported = declaredNames(message, 'Require').filter(
    name => !supportedOptions(model).has(name.toLowerCase()),
  );
  if (unsupported.length > 0) {
    const detail = `The message requires ${unsupported.join(', ')}, which this server does not support: 420 Bad Extension.`;
    trail.add('Required extensions', 'failed', detail, { header: 'Require' });
    return {
      outcome: 'rejected',
      sentence: '420: the message requires a SIP extension that Asterisk does not support.',
      codes: [420],
    };
  }
  return undefined;
}

/** Option tags that chan_sip supports (sip_options of sip/include/sip.h). */
function supportedOptions(model: SipConf): ReadonlySet<string> {
  return isAtLeast(model.branch, '1.6.2') ? WITH_TIMERS : WITHOUT_TIMERS;
}

const WITHOUT_TIMERS: ReadonlySet<string> = new Set(['replaces', 'replace']);
const WITH_TIMERS: ReadonlySet<string> = new Set([...WITHOUT_TIMERS, 'timer']);
