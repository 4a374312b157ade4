import { messageFacts } from '../../../../../sip/dialog/messageFacts.ts';
import type { SipConf } from '../../model/model.ts';
import { endedEarly, type RequestCourse } from '../caller/checkCaller.ts';
import { offerRefusal } from '../invite/inviteAcceptance.ts';
import { unsupportedRequirement } from '../invite/inviteRefusal.ts';
import { refusedTimers } from '../invite/sessionTimers.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { judgeOffer } from '../media/judgeOffer.ts';
import { textOf } from '../requestShape.ts';
import type { SipTrail } from '../trail.ts';
import type { KnownCall } from './knownCall.ts';

/** handle_request_invite for a call that is up: neither the caller nor the extension is looked at again. */
export function followReinvite(
  call: KnownCall,
  isRepeated: boolean,
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
): RequestCourse {
  const { message } = input;
  const { device, by, context, exten } = call;
  const course = (
    codes: readonly number[],
    sentence: string,
    answerSdp: RequestCourse['answerSdp'] = null,
  ): RequestCourse => {
    const isAccepted = codes.includes(200);
    const accepted = device === undefined ? 'accepted-guest' : 'accepted-device';
    return {
      ...endedEarly(model, input, {
        outcome:
          isAccepted || (codes.length === 1 && codes[0] === 100) ? accepted : 'passed-auth-then-refused',
        sentence,
        codes,
      }),
      device,
      by,
      authResult: 'ok',
      context,
      exten,
      answerSdp,
      call: { ...call, answerSdp: answerSdp ?? call.answerSdp },
    };
  };
  const unsupported = unsupportedRequirement(message, model, trail);
  if (unsupported !== undefined) return course(unsupported.codes, unsupported.sentence);
  if (textOf(message, 'Replaces') !== '') {
    trail.add('Call to be replaced', 'failed', 'A call that is up cannot take the place of another: 400.', {
      header: 'Replaces',
    });
    return course([400], '400: the INVITE of a call that is up has a Replaces header.');
  }
  if (isRepeated) {
    trail.add('Repeated', 'decided', 'CSeq is that of the last request: the same answer is sent again.', {
      header: 'CSeq',
    });
    return course([100, 200], '200: the INVITE came once more, and gets the same answer.', call.answerSdp);
  }
  const { media } = call;
  if (media !== undefined) {
    media.isEstablished = true;
    media.hasFax = false;
  }
  const offer = judgeOffer(message, device, model, media);
  if (offer.kind === 'refused') {
    const refusal = offerRefusal(message, model);
    trail.add('Codecs', 'failed', `${offer.detail} ${refusal.text} The call stays as it was.`, {
      lines: offer.lines,
      header: 'Content-Type',
    });
    return course(
      [refusal.code],
      `${refusal.code}: the new offer does not fit, and the call stays as it was.`,
    );
  }
  trail.add('Codecs', offer.kind === 'none' ? 'skipped' : 'passed', offer.detail, {
    lines: offer.lines,
    header: 'Content-Type',
  });
  const timers = refusedTimers(message, device, model);
  if (timers !== undefined) {
    const { code, detail, lines, header } = timers;
    trail.add('Session timers', 'failed', detail, { lines, header });
    return course([code], `${code}: the session timers are refused, and the call stays as it was.`);
  }
  if (media?.hasFax === true) {
    trail.assume('No fax application or device on the other side accepts T.38 within five seconds.');
    return course([100], '100, and 488 after five seconds: nobody on the other side accepts T.38.');
  }
  const what = messageFacts(message).toTag === undefined ? 'INVITE with the Call-ID of a call' : 're-INVITE';
  return course(
    [100, 200],
    `200: the ${what} is answered, and nobody is asked for a password.`,
    offer.answer,
  );
}
