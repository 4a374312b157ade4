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

/** handle_request_invite for an established call: neither the caller nor the extension is checked again. */
export function followReinvite(
  call: KnownCall,
  isRepeated: boolean,
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
): RequestCourse {
  const end = endIn(call, model, input);
  const unsupported = unsupportedRequirement(input.message, model, trail);
  if (unsupported !== undefined) return end(unsupported.codes, unsupported.sentence);
  if (textOf(input.message, 'Replaces') !== '') {
    trail.add('Call to be replaced', 'failed', 'An established call cannot replace another one: 400.', {
      header: 'Replaces',
    });
    return end([400], '400: the INVITE of an established call has a Replaces header.');
  }
  if (isRepeated) {
    trail.add(
      'Repeated',
      'decided',
      'CSeq is the same as in the last request, so the same answer is sent again.',
      {
        header: 'CSeq',
      },
    );
    return end([100, 200], '200: the INVITE was repeated, and gets the same answer.', call.answerSdp);
  }
  return negotiateAgain(call, model, input, trail, end);
}

type End = (
  codes: readonly number[],
  sentence: string,
  answerSdp?: RequestCourse['answerSdp'],
) => RequestCourse;

/** The outcome of a request within the call, by the codes of the replies. */
function endIn(call: KnownCall, model: SipConf, input: MatchingInput): End {
  const { device, by, context, exten } = call;
  const accepted = device === undefined ? 'accepted-guest' : 'accepted-device';
  return (codes, sentence, answerSdp = null) => {
    const isAccepted = codes.includes(200) || (codes.length === 1 && codes[0] === 100);
    const outcome = isAccepted ? accepted : 'passed-auth-then-refused';
    return {
      ...endedEarly(model, input, { outcome, sentence, codes }),
      device,
      by,
      authResult: 'ok',
      context,
      exten,
      answerSdp,
      call: { ...call, answerSdp: answerSdp ?? call.answerSdp },
    };
  };
}

/** The new offer and the session timers; when they are not acceptable, the call continues unchanged. */
function negotiateAgain(
  call: KnownCall,
  model: SipConf,
  { message }: MatchingInput,
  trail: SipTrail,
  end: End,
): RequestCourse {
  const { media, device } = call;
  if (media !== undefined) {
    media.isEstablished = true;
    media.hasFax = false;
  }
  const offer = judgeOffer(message, device, model, media);
  if (offer.kind === 'refused') {
    const refusal = offerRefusal(message, model);
    trail.add('Codecs', 'failed', `${offer.detail} ${refusal.text} The call continues unchanged.`, {
      lines: offer.lines,
      header: 'Content-Type',
    });
    return end(
      [refusal.code],
      `${refusal.code}: the new offer is not acceptable, and the call continues unchanged.`,
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
    return end([code], `${code}: the session timers are refused, and the call continues unchanged.`);
  }
  if (media?.hasFax === true) {
    trail.assume('No fax application or device on the other side accepts T.38 within five seconds.');
    return end([100], '100, and 488 after five seconds: nobody on the other side accepts T.38.');
  }
  const what = messageFacts(message).toTag === undefined ? 'INVITE with the Call-ID of a call' : 're-INVITE';
  return end([100, 200], `200: the ${what} is answered without a challenge.`, offer.answer);
}
