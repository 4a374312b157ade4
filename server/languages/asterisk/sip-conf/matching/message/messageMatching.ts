import { isAtLeast } from '../../../config/branch.ts';
import type { Setting } from '../../../config/entry.ts';
import { isTrue } from '../../../values/truth.ts';
import { serverDomains } from '../../model/domains.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { checkCaller, endedEarly, type RequestCourse } from '../caller/checkCaller.ts';
import { callerName, type RoundResult, type RoundState, stopped } from '../caller/round.ts';
import { deviceSecret } from '../credentials.ts';
import { findByAddress } from '../findDevice.ts';
import { type Destination, findDestination } from '../invite/destination.ts';
import { inviteLookupName } from '../lookupName.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { textOf } from '../requestShape.ts';
import type { SipTrail } from '../trail.ts';

/** receive_message outside a call. */
export function followMessage(model: SipConf, input: MatchingInput, trail: SipTrail): RequestCourse {
  const refused = (code: number, sentence: string): RequestCourse =>
    endedEarly(model, input, { outcome: 'rejected', sentence: `${code}: ${sentence}`, codes: [code] });
  const type = textOf(input.message, 'Content-Type');
  if (!type.startsWith('text/plain')) {
    const written = type === '' ? 'The message has no Content-Type' : `The Content-Type is ${type}`;
    trail.add(
      'Content-Type',
      'failed',
      `${written}, but the server accepts only text/plain: 415. A text/plain message would be challenged if its device has a secret (auth_message_requests).`,
      {
        header: type === '' ? undefined : 'Content-Type',
      },
    );
    return refused(415, 'only text/plain messages are accepted.');
  }
  const accept = model.general.last('accept_outofcall_message');
  const isAccepted = isAtLeast(model.branch, '11') && (accept === undefined || isTrue(accept.value));
  if (!isAccepted) {
    trail.add('Outside calls', 'failed', 'Messages outside calls are turned off: 405.', {
      lines: [accept],
    });
    return refused(405, 'messages outside calls are turned off.');
  }
  const auth = model.general.last('auth_message_requests');
  if (auth === undefined || isTrue(auth.value)) {
    trail.add('Sender', 'passed', 'The sender is looked up as for a call (auth_message_requests=yes).', {
      lines: [auth],
    });
    return checkCaller(model, input, trail, deliver);
  }
  return deliverUnchecked(model, input, trail, auth);
}

/** Even without a check, the device's message context is used, but the context of its calls only if it has no password. */
function deliverUnchecked(
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
  auth: Setting,
): RequestCourse {
  const detail =
    'auth_message_requests=no: no password is required, and anyone can send messages, even with allowguest=no.';
  trail.add('Sender', 'skipped', detail, { lines: [auth] });
  const lookup = inviteLookupName(input.message, model, undefined);
  const { device } = findByAddress(model, input, trail);
  const line = contextLine(device, model);
  const isOpen = device !== undefined && !deviceSecret(device).isSet;
  const domains = serverDomains(model);
  const lender = isOpen ? device : undefined;
  const destination = findDestination(input.message, lender, lookup.name ?? '', domains, model, trail, {
    kind: 'message',
    contextLine: line,
  });
  const { code, sentence, isDelivered } = delivery(destination, 'anyone');
  return endedEarly(model, input, {
    outcome: isDelivered ? 'accepted' : 'rejected',
    sentence,
    codes: [code],
    ...(isDelivered ? { context: destination.context, exten: destination.exten, authResult: 'ok' } : {}),
  });
}

function deliver(state: RoundState): RoundResult {
  const { input, model, trail, search, domains, lookup } = state;
  const caller = lookup.isHost ? '' : (lookup.name ?? '');
  const destination = findDestination(input.message, search.device, caller, domains, model, trail, {
    kind: 'message',
    contextLine: contextLine(search.device, model),
  });
  const { code, sentence, isDelivered } = delivery(destination, callerName(state));
  if (!isDelivered) return stopped(state, 'passed-auth-then-refused', sentence, 'ok', code);
  const outcome = search.device === undefined ? 'accepted-guest' : 'accepted-device';
  const { context, exten } = destination;
  return { ...stopped(state, outcome, sentence, 'ok', code), context, exten };
}

/** The message context of the device, or the one of [general]. An empty one counts as not set. */
function contextLine(device: Device | undefined, model: SipConf): Setting | undefined {
  const own = device?.last('outofcall_message_context');
  return own !== undefined && own.value !== '' ? own : model.general.last('outofcall_message_context');
}

function delivery(
  { code, context, exten }: Destination,
  who: string,
): { readonly code: number; readonly sentence: string; readonly isDelivered: boolean } {
  if (code === 100 || code === 'pickup') {
    const sentence = `202: the message from ${who} goes to ${exten ?? ''} in context ${context ?? ''}.`;
    return { code: 202, sentence, isDelivered: true };
  }
  const final = code === 416 ? 416 : 404;
  const why =
    code === 416
      ? 'the server does not support the scheme of a URI'
      : `the dialplan has no extension ${exten ?? ''} in context ${context ?? ''}`;
  return {
    code: final,
    sentence: `${final}: the message from ${who} is not accepted, because ${why}.`,
    isDelivered: false,
  };
}
