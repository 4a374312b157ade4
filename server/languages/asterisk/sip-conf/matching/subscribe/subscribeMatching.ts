import { addressTag } from '../../../../../sip/address.ts';
import { firstAddress, headersNamed, headerText } from '../../../../../sip/message.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { atoi } from '../../../values/integers.ts';
import { isTrue } from '../../../values/truth.ts';
import { type Device, effective, type SipConf } from '../../model/model.ts';
import { checkCaller, endedEarly, type RequestCourse } from '../caller/checkCaller.ts';
import { callerFound, callerName, type RoundResult, type RoundState, stopped } from '../caller/round.ts';
import { findDestination } from '../invite/destination.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { textOf } from '../requestShape.ts';
import type { SipTrail } from '../trail.ts';

/** handle_request_subscribe. A renewal is checked like a new subscription, including the password. */
export function followSubscribe(
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
  isRenewal = false,
): RequestCourse {
  const { message } = input;
  const refused = (code: number, sentence: string): RequestCourse =>
    endedEarly(model, input, { outcome: 'rejected', sentence: `${code}: ${sentence}`, codes: [code] });
  const to = firstAddress(message, 'To');
  if (!isRenewal && to !== undefined && addressTag(to) !== undefined) {
    trail.assume('The server is assumed not to know a subscription that the request could renew.');
    const detail =
      'To has a tag, so the request renews a subscription. The server does not know it: 481, and the phone subscribes again.';
    trail.add('Subscription', 'failed', detail, { header: 'To' });
    return refused(481, 'the subscription to renew is unknown.');
  }
  const off = subscriptionsOff(model);
  if (off !== undefined) {
    trail.add('Subscriptions', 'failed', 'No device may subscribe (allowsubscribe=no in [general]): 403.', {
      lines: [off],
    });
    return refused(403, 'subscriptions are turned off.');
  }
  if (textOf(message, 'Event') === '') {
    trail.add('Event', 'failed', 'There is no Event header: 489 Bad Event.');
    return refused(489, 'there is no Event header.');
  }
  return checkCaller(model, input, trail, subscribe);
}

/** The global switch is off only when neither [general] nor any device allows subscriptions. */
function subscriptionsOff(model: SipConf): ReturnType<Device['last']> {
  const line = model.general.last('allowsubscribe');
  if (line === undefined || isTrue(line.value)) return undefined;
  for (const key of model.deviceKeys()) {
    const own = model.device(key)?.last('allowsubscribe');
    if (own !== undefined && isTrue(own.value)) return undefined;
  }
  return line;
}

function subscribe(state: RoundState): RoundResult {
  const { model, input, trail, search } = state;
  const { device } = search;
  const refused = (code: number, why: string): RoundResult =>
    stopped(state, 'passed-auth-then-refused', `${code}: ${callerFound(state)}, but ${why}.`, 'ok', code);
  const allows =
    device === undefined
      ? model.general.last('allowsubscribe')
      : effective(device, model.general, 'allowsubscribe');
  if (allows !== undefined && !isTrue(allows.value)) {
    trail.add('Subscriptions', 'failed', 'allowsubscribe=no: 403 Forbidden.', { lines: [allows] });
    return refused(403, 'it may not subscribe');
  }
  const event = textOf(input.message, 'Event').split(';')[0] ?? '';
  if (event === 'presence' || event === 'dialog') return subscribeToState(state, refused);
  if (event === 'message-summary') return subscribeToMailbox(state, refused);
  if (event === 'call-completion') {
    const assumption = 'No call is waiting for completion.';
    trail.assume(assumption);
    const isEnd = textOf(input.message, 'Expires').trim() === '0';
    const code = isEnd ? 200 : 404;
    trail.add(
      'Event',
      'decided',
      `The event package is call-completion. ${assumption} The reply is ${code}.`,
      { header: 'Event' },
    );
    return isEnd
      ? stopped(state, acceptedAs(state), '200: there is nothing to cancel.', 'ok', 200)
      : refused(404, 'no call is waiting for completion');
  }
  trail.add('Event', 'failed', `The server does not support the event package ${event}: 489 Bad Event.`, {
    header: 'Event',
  });
  return refused(489, `it requests the event package ${event}`);
}

type Refusal = (code: number, why: string) => RoundResult;

/** The Accept header, not Event, decides what is sent. */
function subscribeToState(state: RoundState, refused: Refusal): RoundResult {
  const { model, input, trail, search, domains, lookup } = state;
  const contextLine = search.device?.last('subscribecontext') ?? model.general.last('subscribecontext');
  const caller = lookup.isHost ? '' : (lookup.name ?? '');
  const destination = findDestination(input.message, search.device, caller, domains, model, trail, {
    kind: 'subscription',
    contextLine,
  });
  const { context, exten } = destination;
  if (destination.code === 416) return refused(416, 'the server does not support the scheme of a URI');
  if (destination.code !== 100)
    return refused(404, `there is no hint for ${exten ?? ''} in context ${context ?? ''}`);
  const accepts = headersNamed(input.message, 'Accept').map(field => headerText(field) ?? '');
  const format = accepts.map(formatOf).find(found => found !== undefined);
  if (format === undefined) {
    const why =
      accepts.length === 0
        ? 'There is no Accept header, which this server requires'
        : `Accept has no format that the server supports (${accepts.join(', ')})`;
    trail.add('Format', 'failed', `${why}: 489 Bad Event.`, {
      header: accepts.length === 0 ? undefined : 'Accept',
    });
    return refused(489, 'no format matches its Accept header');
  }
  trail.add('Format', 'passed', `The NOTIFY will contain ${format}: Accept decides, not Event.`, {
    header: 'Accept',
  });
  const short = shortExpiry(state, refused);
  if (short !== undefined) return short;
  const sentence = `200: ${callerName(state)} is notified of the state of ${exten ?? ''} in context ${context ?? ''}.`;
  return stopped(state, acceptedAs(state), sentence, 'ok', 200);
}

const FORMATS = [
  'application/pidf+xml',
  'application/dialog-info+xml',
  'application/cpim-pidf+xml',
  'application/xpidf+xml',
];

function formatOf(accept: string): string | undefined {
  return FORMATS.find(format => accept.includes(format));
}

/** The URI does not matter; the mailbox of the device does. */
function subscribeToMailbox(state: RoundState, refused: Refusal): RoundResult {
  const { input, trail, search } = state;
  const { device } = search;
  const accepts = headersNamed(input.message, 'Accept').map(field => headerText(field) ?? '');
  if (accepts.length > 0 && !accepts.includes('application/simple-message-summary')) {
    const detail = 'No Accept line is exactly application/simple-message-summary: 406 Not Acceptable.';
    trail.add('Format', 'failed', detail, { header: 'Accept' });
    return refused(406, 'its Accept header does not include application/simple-message-summary');
  }
  const mailbox = device?.all('mailbox').find(({ value }) => value.trim() !== '');
  if (device === undefined || mailbox === undefined) {
    const detail =
      device === undefined
        ? 'A guest has no mailbox: 404 Not Found.'
        : 'The device has no `mailbox` line: 404 Not Found. Add one so that its message lamp works.';
    trail.add('Mailbox', 'failed', detail, { entry: device?.entries.at(-1) });
    return refused(404, 'there is no mailbox');
  }
  trail.add(
    'Mailbox',
    'decided',
    `The device has the mailbox ${mailbox.value}. The Request-URI does not matter.`,
    {
      lines: [mailbox],
    },
  );
  const short = shortExpiry(state, refused);
  if (short !== undefined) return short;
  const sentence = `200: ${callerName(state)} is notified of the mailbox ${mailbox.value}.`;
  return stopped(state, acceptedAs(state), sentence, 'ok', 200);
}

/** Longer times are reduced to the maximum; zero ends the subscription immediately. */
function shortExpiry(state: RoundState, refused: Refusal): RoundResult | undefined {
  const { model, input, trail } = state;
  const expires = textOf(input.message, 'Expires');
  const seconds = expires === '' ? undefined : atoi(expires);
  const line =
    (isAtLeast(model.branch, '13') ? model.general.last('subminexpiry') : undefined) ??
    model.general.last('minexpiry');
  const written = line === undefined ? 0 : atoi(line.value);
  const least = written > 0 ? written : LEAST_EXPIRY;
  if (seconds === undefined || seconds <= 0 || seconds >= least) return undefined;
  const detail = `Expires requests ${seconds} seconds, but the server accepts no less than ${least}: 423 Interval Too Small.`;
  trail.add('Expires', 'failed', detail, { header: 'Expires', lines: [line] });
  return refused(423, `${seconds} seconds are too few`);
}

/** DEFAULT_MIN_EXPIRY, in seconds. */
const LEAST_EXPIRY = 60;

function acceptedAs({ search }: RoundState): 'accepted-guest' | 'accepted-device' {
  return search.device === undefined ? 'accepted-guest' : 'accepted-device';
}
