import { isTrue } from '../../../values/truth.ts';
import { optionOf, type PjsipTrail, type RequestInput, settingOf } from '../input.ts';
import { timerRefusal } from '../invite.ts';
import { brokenBody, judgeOffer, offersFaxOnly } from '../media.ts';
import type { Reply } from '../reply.ts';
import type { KnownCall } from './knownCall.ts';

/** A re-INVITE: the extension and the required SIP extensions are not checked again. */
export function answerReinvite(
  { endpoint, context, exten }: KnownCall,
  { message, source }: RequestInput,
  trail: PjsipTrail,
): Reply {
  const where = { ...(context === undefined ? {} : { context }), ...(exten === undefined ? {} : { exten }) };
  const body = brokenBody(message, source.transport);
  if (body !== undefined) {
    trail.add('Media', 'failed', body.detail, { header: 'Content-Type' });
    return { codes: [body.code], ...where };
  }
  const timers = timerRefusal(endpoint, message);
  if (timers?.code === 422) {
    trail.add('Session timers', 'failed', timers.detail, { header: 'Session-Expires' });
    return { codes: [422], ...where };
  }
  if (offersFaxOnly(message, source.transport) && isTrue(optionOf(endpoint, 't38_udptl', 'no'))) {
    const detail =
      'A switch to T.38 waits for the other side: 200 if it accepts, 488 if nobody accepts within five seconds.';
    trail.add('Media', 'decided', detail, { lines: [settingOf(endpoint, 't38_udptl')] });
    trail.assume('No fax application or device on the other side accepts T.38 within five seconds.');
    return { codes: [], ...where };
  }
  const lines = ['allow', 'media_encryption', 'use_avpf'].map(key => settingOf(endpoint, key));
  const offer = judgeOffer(endpoint, message, source.transport);
  if (offer.kind === 'refused') {
    trail.add('Media', 'failed', `${offer.detail} The call continues unchanged.`, {
      lines,
      header: 'Content-Type',
    });
    return { codes: [488], ...where };
  }
  const detail =
    offer.kind === 'accepted' ? offer.detail : 'The request has no offer; Asterisk sends its own.';
  trail.add('Media', offer.kind === 'accepted' ? 'passed' : 'skipped', detail, { lines });
  return { codes: [200], ...where };
}
