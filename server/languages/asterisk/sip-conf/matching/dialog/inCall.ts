import { messageFacts } from '../../../../../sip/dialog/messageFacts.ts';
import type { SipConf } from '../../model/model.ts';
import type { RequestCourse } from '../caller/checkCaller.ts';
import { endedEarly } from '../caller/checkCaller.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { followOther } from '../other/otherMatching.ts';
import { knownMethod, textOf } from '../requestShape.ts';
import { followSubscribe } from '../subscribe/subscribeMatching.ts';
import type { SipTrail } from '../trail.ts';
import type { CallReply } from './callReply.ts';
import { answerInfo } from './info.ts';
import type { KnownCall } from './knownCall.ts';
import { answerRefer } from './refer.ts';
import { followReinvite } from './reinvite.ts';

/** handle_incoming for a request within a known call or subscription: it is never challenged. */
export function followInCall(
  call: KnownCall,
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
): RequestCourse {
  const { message } = input;
  const method = knownMethod(message);
  const cseq = messageFacts(message).cseq ?? 0;
  const kind = call.method === 'INVITE' ? 'call' : 'subscription';
  const who = call.device === undefined ? 'a guest' : call.device.name;
  trail.add(
    'Dialog',
    'passed',
    `Call-ID and tags match the ${kind} of ${who}. The caller was accepted when it began, so no device is looked up.`,
    { header: 'Call-ID' },
  );
  const end = (reply: CallReply): RequestCourse => courseOf(call, model, input, reply, trail);
  if (call.lastCSeq > cseq && !(method === 'ACK' || method === 'CANCEL')) {
    const detail = `CSeq ${cseq} is lower than in an earlier request (${call.lastCSeq}).`;
    return end({ codes: [500], detail });
  }
  const isRepeated = call.lastCSeq === cseq && method !== 'ACK' && method !== 'CANCEL';
  if (method === 'SUBSCRIBE' && call.method === 'SUBSCRIBE')
    return { ...followSubscribe(model, input, trail, true), call };
  if (method === 'INVITE') return followReinvite(call, isRepeated, model, input, trail);
  if (method === 'NOTIFY' || method === 'PUBLISH' || (call.method === 'SUBSCRIBE' && method !== 'BYE'))
    return { ...followOther(method, model, input, trail), call };
  return end(replyTo(method, call, isRepeated, model, input, trail));
}

function replyTo(
  method: string | undefined,
  call: KnownCall,
  isRepeated: boolean,
  model: SipConf,
  input: MatchingInput,
  trail: SipTrail,
): CallReply {
  const { message } = input;
  switch (method) {
    case 'ACK':
      return { codes: [], detail: 'an ACK never gets a reply.' };
    case 'OPTIONS':
      return { codes: [200], detail: 'the call exists; the dialplan is not consulted.' };
    case 'BYE':
      return { codes: [200], detail: 'the call ends.', endsCall: true };
    case 'CANCEL':
      return cancel(call, trail);
    case 'SUBSCRIBE':
      return { codes: [403], detail: 'the server does not accept subscriptions within a call.' };
    case 'REGISTER':
      return {
        codes: [],
        detail: 'the server ignores a REGISTER with the Call-ID of a call, and only logs it.',
      };
    case 'MESSAGE':
      return isRepeated || textOf(message, 'Content-Type').startsWith('text/plain')
        ? { codes: [202], detail: 'the text goes to the channel of the call.' }
        : { codes: [415], detail: 'only text/plain messages are accepted.' };
    case 'INFO':
      return isRepeated
        ? { codes: [200], detail: 'a repeated INFO gets the same reply again.' }
        : answerInfo(message, call.device, model, trail);
    case 'REFER':
      return answerRefer(message, call.device, isRepeated, model, trail);
    case 'UPDATE':
      return textOf(message, 'X-Asterisk-rpid-update') === ''
        ? { codes: [501], detail: 'the server accepts UPDATE only from other Asterisk servers.' }
        : { codes: [200], detail: 'another Asterisk server reports the connected party.' };
    default:
      return { codes: [501], detail: 'the server does not support the method.' };
  }
}

/** handle_request_cancel: an answered INVITE can no longer be canceled. */
function cancel(call: KnownCall, trail: SipTrail): CallReply {
  if (call.isAnswered) return { codes: [481], detail: 'the INVITE was already answered.' };
  trail.assume(
    'The call is assumed to be still ringing, because there is no ACK and no 200 between INVITE and CANCEL.',
  );
  return {
    codes: [200],
    detail: 'the canceled INVITE gets 487 Request Terminated.',
    endsCall: true,
  };
}

function courseOf(
  call: KnownCall,
  model: SipConf,
  input: MatchingInput,
  { codes, detail, endsCall = false }: CallReply,
  trail: SipTrail,
): RequestCourse {
  const code = codes.at(-1);
  const isAccepted = code !== undefined && code < 300;
  const said = `${detail.charAt(0).toUpperCase()}${detail.slice(1)}`;
  trail.add('Within the call', isAccepted ? 'decided' : 'failed', said);
  return {
    ...endedEarly(model, input, {
      outcome: code === undefined ? 'no-reply' : isAccepted ? acceptedAs(call) : 'passed-auth-then-refused',
      sentence: code === undefined ? `No reply: ${detail}` : `${code}: ${detail}`,
      codes,
    }),
    device: call.device,
    by: call.by,
    authResult: 'ok',
    call,
    endsCall,
  };
}

function acceptedAs({ device }: KnownCall): 'accepted-device' | 'accepted-guest' {
  return device === undefined ? 'accepted-guest' : 'accepted-device';
}
