import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import { serverDomains } from '../../model/domains.ts';
import type { SipConf } from '../../model/model.ts';
import { checkCaller, endedEarly, type RequestCourse } from '../caller/checkCaller.ts';
import { callerName, type RoundResult, type RoundState, stopped } from '../caller/round.ts';
import { findDestination } from '../invite/destination.ts';
import type { MatchingInput } from '../matchingInput.ts';
import type { SipTrail } from '../trail.ts';

/** handle_request_options outside a call: the caller matters only with auth_options_requests. */
export function followOptions(model: SipConf, input: MatchingInput, trail: SipTrail): RequestCourse {
  const line = model.general.last('auth_options_requests');
  const isChecked = isAtLeast(model.branch, '1.8') && line !== undefined && isTrue(line.value);
  if (isChecked) {
    trail.add('Caller', 'passed', 'auth_options_requests=yes: the caller is looked up as for a call.', {
      lines: [line],
    });
    return checkCaller(model, input, trail, answerOptions);
  }
  const detail =
    'OPTIONS is answered without checking the caller (auth_options_requests=no): anyone gets a reply, even with allowguest=no.';
  trail.add('Caller', 'skipped', detail, { lines: [line] });
  const { message } = input;
  const { code, context, exten } = findDestination(
    message,
    undefined,
    '',
    serverDomains(model),
    model,
    trail,
    {
      kind: 'options',
    },
  );
  const final = code === 100 || code === 'pickup' ? 200 : optionsCode(code);
  const sentence = sentenceOf(final, 'anyone', exten, context);
  return endedEarly(model, input, {
    outcome: final === 200 ? 'accepted' : 'rejected',
    sentence,
    codes: [final],
    authResult: final === 200 ? 'ok' : 'dont-know',
  });
}

function answerOptions(state: RoundState): RoundResult {
  const { input, model, trail, search, domains, lookup } = state;
  const caller = lookup.isHost ? '' : (lookup.name ?? '');
  const destination = findDestination(input.message, search.device, caller, domains, model, trail, {
    kind: 'options',
  });
  const { code, context, exten } = destination;
  const final = code === 100 || code === 'pickup' ? 200 : optionsCode(code);
  const sentence = sentenceOf(final, callerName(state), exten, context);
  if (final !== 200) return stopped(state, 'passed-auth-then-refused', sentence, 'ok', final);
  const outcome = search.device === undefined ? 'accepted-guest' : 'accepted-device';
  return stopped(state, outcome, sentence, 'ok', 200);
}

/** A domain that is refused and an extension that needs more digits count as not found here. */
function optionsCode(code: 403 | 404 | 416 | 484): 404 | 416 {
  return code === 416 ? 416 : 404;
}

function sentenceOf(code: number, who: string, exten: string | null, context: string | null): string {
  const place = `extension ${exten ?? ''} in context ${context ?? ''}`;
  if (code === 200) return `200: ${who} gets a reply, because there is ${place}.`;
  if (code === 416) return '416: the server does not support the scheme of a URI.';
  return exten === null ? '404: nothing is found for the Request-URI.' : `404: there is no ${place}.`;
}
