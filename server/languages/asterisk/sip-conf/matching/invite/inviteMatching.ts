import { addressTag } from '../../../../../sip/address.ts';
import { firstAddress } from '../../../../../sip/message.ts';
import type { SipConf } from '../../model/model.ts';
import { checkCaller, endedEarly, type RequestCourse } from '../caller/checkCaller.ts';
import { isPedantic } from '../lookupName.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { isMissing } from '../requestShape.ts';
import type { SipTrail } from '../trail.ts';
import { goOn } from './inviteAcceptance.ts';
import { refusedEarly } from './inviteRefusal.ts';

/** handle_request_invite for a new call. */
export function followInvite(model: SipConf, input: MatchingInput, trail: SipTrail): RequestCourse {
  const { message } = input;
  const to = firstAddress(message, 'To');
  if (to === undefined || addressTag(to) === undefined || !isPedantic(model)) {
    const refusal = refusedEarly(message, model, trail, input.calls);
    if (refusal !== undefined) return endedEarly(model, input, refusal);
    const replaces = !isMissing(message, 'Replaces');
    return checkCaller(model, input, trail, state => goOn(state, replaces));
  }
  return followTagged(model, input, trail);
}

/** handle_incoming: an INVITE with a tag in To belongs to an established call, or to none. */
function followTagged(model: SipConf, input: MatchingInput, trail: SipTrail): RequestCourse {
  const detail =
    'To has a tag, so this INVITE belongs to an established call. A server that does not know the call replies 481 Call/Transaction Does Not Exist, before it looks up any device.';
  trail.add('Dialog', 'decided', detail, { header: 'To', lines: [model.general.last('pedantic')] });
  trail.assume(
    'It is unknown whether this server has the call with this To tag. If it has, the caller was accepted when the call began and is not challenged again; the steps after the dialog step show what applies to the device.',
  );
  const refusal = refusedEarly(input.message, model, trail);
  const course =
    refusal === undefined
      ? checkCaller(model, input, trail, state => goOn(state))
      : endedEarly(model, input, refusal);
  const then = refusal?.sentence ?? courseInCall(course);
  return {
    ...course,
    outcome: 'rejected',
    sentence: `481 unless this server has the call, because To has a tag. If it has the call, ${then}`,
    authResult: 'dont-know',
    codes: [481],
    challenge: null,
    context: null,
    exten: null,
    answerSdp: null,
  };
}

function courseInCall({ device, answerSdp, outcome, sentence }: RequestCourse): string {
  const who = device === undefined ? 'a guest' : `device ${device.name}`;
  if (answerSdp !== null) return `it accepts the new offer (200), based on the settings of ${who}.`;
  if (outcome === 'challenged') return `the settings of ${who} decide about the offer, without a challenge.`;
  return `the settings of ${who} decide: ${sentence}`;
}
