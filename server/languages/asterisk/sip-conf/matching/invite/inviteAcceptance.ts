import { firstHeader, headerText, type SipMessage } from '../../../../../sip/message.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { SipConf } from '../../model/model.ts';
import { callerFound, type RoundResult, type RoundState, stopped } from '../caller/round.ts';
import type { LookupName } from '../lookupName.ts';
import { judgeOffer } from '../media/judgeOffer.ts';
import { replyStep } from '../replyAddress.ts';
import { type Destination, findDestination } from './destination.ts';
import { refusedTimers } from './sessionTimers.ts';

/** What happens once the caller is accepted. A call that replaces another one (`replaces`) goes to that one's place. */
export function goOn(state: RoundState, replaces = false): RoundResult {
  const { model, input, trail, search, domains, lookup } = state;
  const { device } = search;
  const who = callerFound(state);
  const offer = judgeOffer(input.message, device, model);
  const refusal = offerRefusal(input.message, model);
  const verdict = offer.kind === 'refused' ? 'failed' : offer.kind === 'none' ? 'skipped' : 'passed';
  trail.add('Codecs', verdict, offer.kind === 'refused' ? `${offer.detail} ${refusal.text}` : offer.detail, {
    lines: offer.lines,
    header: 'Content-Type',
  });
  if (offer.kind === 'refused')
    return stopped(
      state,
      'passed-auth-then-refused',
      `${refusal.code}: ${who}, but the offered media are not acceptable.`,
      'ok',
      refusal.code,
    );
  const destination = replaces
    ? REPLACED
    : findDestination(input.message, device, callerNumber(lookup), domains, model, trail);
  const { code, context, exten } = destination;
  const timers = code === 100 || code === 'pickup' ? refusedTimers(input.message, device, model) : undefined;
  if (timers !== undefined) {
    const { detail, lines, header } = timers;
    trail.add('Session timers', 'failed', detail, { lines, header });
    const sentence = `${timers.code}: ${who}, but its session timers are refused.`;
    return stopped(state, 'passed-auth-then-refused', sentence, 'ok', timers.code);
  }
  if (code !== 100) return refusedGoal(state, who, { ...destination, code });
  replyStep(device, model, input, trail);
  const goal = `${exten ?? ''} in context ${context ?? ''}`;
  const sentence = replaces
    ? `Accepted: ${who}; it replaces the call in the Replaces header.`
    : device === undefined
      ? `Accepted as a guest: the call goes to ${goal} without a password.`
      : `Accepted: ${who}; the call goes to ${goal}.`;
  return {
    search,
    lookup,
    outcome: device === undefined ? 'accepted-guest' : 'accepted-device',
    sentence,
    authResult: 'ok',
    codes: [100, 200],
    challenge: null,
    context,
    exten,
    answerSdp: offer.answer,
    media: offer.dialog,
  };
}

/** The caller is accepted, but the call has no destination. */
function refusedGoal(
  state: RoundState,
  who: string,
  { code, context, exten, reason }: Destination & { readonly code: Exclude<Destination['code'], 100> },
): RoundResult {
  if (code === 'pickup') {
    const sentence = `403: ${who}, but there is no ringing call to pick up.`;
    return {
      ...stopped(state, 'passed-auth-then-refused', sentence, 'ok', 403),
      codes: [100, 403],
    };
  }
  const reasons = {
    403: 'calls to that domain are refused',
    404: `there is no extension ${exten ?? ''} in context ${context ?? ''}`,
    416: 'the scheme of a URI is refused',
    484: 'the extension needs more digits',
  };
  const sentence = `${code}: ${who}, but ${reason ?? reasons[code]}.`;
  return { ...stopped(state, 'passed-auth-then-refused', sentence, 'ok', code), context, exten };
}

/** In this case, it does not matter whether the extension exists. */
const REPLACED: Destination = { code: 100, context: null, exten: null };

/** An encoded body is read like any other, and gets a different reply when it is refused. */
export function offerRefusal(
  message: SipMessage,
  model: SipConf,
): { readonly code: 415 | 488; readonly text: string } {
  const encoding = headerText(firstHeader(message, 'Content-Encoding')) ?? '';
  return encoding !== '' && isAtLeast(model.branch, '1.8')
    ? { code: 415, text: `The body has a Content-Encoding (${encoding}): 415 Unsupported Media Type.` }
    : { code: 488, text: '488 Not Acceptable Here.' };
}

/** Caller number, which an extension pattern may depend on. */
function callerNumber(lookup: LookupName): string {
  return lookup.isHost ? '' : ((lookup.name ?? '').split(';')[0] ?? '');
}
