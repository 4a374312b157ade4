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

/** handle_incoming: an INVITE whose To has a tag belongs to a call that is up, or to none. */
function followTagged(model: SipConf, input: MatchingInput, trail: SipTrail): RequestCourse {
  const detail =
    'To has a tag, so this INVITE belongs to a call that is up. A server that does not know the call answers 481 Call/Transaction Does Not Exist, before any device is looked for.';
  trail.add('Dialog', 'decided', detail, { header: 'To', lines: [model.general.last('pedantic')] });
  trail.assume(
    'Whether the call of the To tag is up on this server is not known. If it is, the caller was let in when it began: nobody is asked for a password again, and the steps below the dialog show what the device would get.',
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
    sentence: `481 unless the call is up on this server: To has a tag. If it is up, ${then}`,
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
  if (answerSdp !== null) return `the new offer is taken (200), judged as an offer of ${who}.`;
  if (outcome === 'challenged') return `the offer is judged as one of ${who}, without a challenge.`;
  return `it is judged as one of ${who}: ${sentence}`;
}
