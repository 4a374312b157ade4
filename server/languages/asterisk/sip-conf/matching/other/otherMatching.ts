import { leadingInteger } from '../../../values/integers.ts';
import type { SipConf } from '../../model/model.ts';
import { checkCaller, endedEarly, type RequestCourse } from '../caller/checkCaller.ts';
import { callerFound, type RoundResult, type RoundState, stopped } from '../caller/round.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { textOf } from '../requestShape.ts';
import type { SipTrail } from '../trail.ts';

/** REFER, NOTIFY and methods that the server does not know, outside calls: answered before any device is looked up. */
export function followOther(
  method: string | undefined,
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
): RequestCourse {
  const end = (code: number, detail: string): RequestCourse => {
    const isAccepted = code < 300;
    const sentence = `${code}: ${detail}`;
    trail.add(
      'Method',
      isAccepted ? 'decided' : 'failed',
      `${detail.charAt(0).toUpperCase()}${detail.slice(1)} No device is looked up, and no password is required, even with allowguest=no.`,
    );
    return endedEarly(model, input, {
      outcome: isAccepted ? 'accepted' : 'rejected',
      sentence,
      codes: [code],
    });
  };
  if (method === 'REFER') return end(603, 'a transfer outside a call is declined.');
  if (method === 'NOTIFY') return followNotify(input, end);
  if (method !== 'PUBLISH') return end(501, 'the server does not support the method.');
  if (textOf(input.message, 'Event') !== 'call-completion')
    return end(489, 'PUBLISH is supported only for the event package call-completion.');
  return checkCaller(model, input, trail, publish);
}

/** handle_request_notify. */
function followNotify(
  { message }: MatchingInput,
  end: (code: number, detail: string) => RequestCourse,
): RequestCourse {
  const event = textOf(message, 'Event').split(';')[0] ?? '';
  if (event === 'keep-alive') return end(200, 'a keep-alive is accepted.');
  if (event === 'refer') {
    const isFragment = /^message\/sipfrag/i.test(textOf(message, 'Content-Type'));
    return isFragment && message.body.text.trim() !== ''
      ? end(200, 'the status of a transfer is accepted.')
      : end(400, 'the status of a transfer needs a body with the type message/sipfrag.');
  }
  return end(489, `the event package ${event === '' ? '' : `${event} `}is not expected.`);
}

/** DEFAULT_MIN_EXPIRY, in seconds. */
const LEAST_EXPIRY = 60;

function publish(state: RoundState): RoundResult {
  const { input, trail } = state;
  const assumption = 'No call is waiting for completion.';
  trail.assume(assumption);
  const expires = textOf(input.message, 'Expires');
  const hasBody = input.message.body.text.trim() !== '';
  const isReadable = expires === '' || leadingInteger(expires) !== undefined;
  const seconds = leadingInteger(expires) ?? 0;
  const isNothing = textOf(input.message, 'SIP-If-Match') === '' && !hasBody && expires !== '0';
  const code = seconds > 0 && seconds < LEAST_EXPIRY ? 423 : !isReadable || isNothing ? 400 : 412;
  trail.add('Event', 'failed', `${assumption} The reply is ${code}.`, { header: 'Event' });
  const sentence = `${code}: ${callerFound(state)}, but no call is waiting for completion.`;
  return stopped(state, 'passed-auth-then-refused', sentence, 'ok', code);
}
