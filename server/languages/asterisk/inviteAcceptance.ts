import { findDestination } from './destination.ts';
import { describe, type RoundResult, type RoundState, stopped } from './inviteRound.ts';
import type { LookupName } from './lookupName.ts';
import { judgeOffer } from './mediaOffer.ts';
import { replyStep } from './replyAddress.ts';

/** What follows once the caller is in. */
export function goOn(state: RoundState): RoundResult {
  const { model, input, trail, search, domains, lookup } = state;
  const { device } = search;
  const who = device === undefined ? 'a guest' : describe(search, device);
  const offer = judgeOffer(input.message, device, model);
  const verdict = offer.kind === 'refused' ? 'failed' : offer.kind === 'none' ? 'skipped' : 'passed';
  trail.add(
    'Codecs',
    verdict,
    offer.kind === 'refused' ? `${offer.detail} 488 Not Acceptable Here.` : offer.detail,
    {
      lines: offer.lines,
      header: 'Content-Type',
    },
  );
  if (offer.kind === 'refused')
    return stopped(
      state,
      'passed-auth-then-refused',
      `488: ${who}, but the offered media do not fit.`,
      'ok',
      488,
    );
  const { code, context, exten } = findDestination(
    input.message,
    device,
    callerNumber(lookup),
    domains,
    model,
    trail,
  );
  if (code !== 100) {
    const reasons = {
      403: 'calls to foreign domains are refused',
      404: `there is no extension ${exten ?? ''} in context ${context ?? ''}`,
      416: 'the server does not read the scheme of a URI',
      484: 'the extension needs more digits',
    };
    const result = stopped(
      state,
      'passed-auth-then-refused',
      `${code}: ${who}, but ${reasons[code]}.`,
      'ok',
      code,
    );
    return { ...result, context, exten };
  }
  replyStep(device, model, input, trail);
  const outcome = device === undefined ? 'accepted-guest' : 'accepted-device';
  const sentence =
    device === undefined
      ? `Accepted as a guest: the call goes to ${exten ?? ''} in context ${context ?? ''} without any password.`
      : `Accepted: ${who}; the call goes to ${exten ?? ''} in context ${context ?? ''}.`;
  return {
    search,
    lookup,
    outcome,
    sentence,
    authResult: 'ok',
    codes: [100, 200],
    challenge: null,
    context,
    exten,
  };
}

/** Caller number as far as an extension may ask for it. */
function callerNumber(lookup: LookupName): string {
  return lookup.isHost ? '' : ((lookup.name ?? '').split(';')[0] ?? '');
}
