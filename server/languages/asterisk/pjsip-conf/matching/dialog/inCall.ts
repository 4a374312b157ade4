import { messageFacts } from '../../../../../sip/dialog/messageFacts.ts';
import { firstHeader, headerText, type SipMessage } from '../../../../../sip/message.ts';
import type { PjsipConf } from '../../model/model.ts';
import type { PjsipTrail, RequestInput } from '../input.ts';
import { brokenBody, judgeOffer } from '../media.ts';
import type { Reply } from '../reply.ts';
import { answerInfo } from './info.ts';
import type { KnownCall } from './knownCall.ts';
import { answerRefer } from './refer.ts';
import { answerReinvite } from './reinvite.ts';

/**
 * What happens to a request within a call or subscription. The dialog handles it before the authenticator sees it, so it is
 * never challenged.
 */
export function answerInCall(
  call: KnownCall,
  method: string,
  model: PjsipConf,
  input: RequestInput,
  trail: PjsipTrail,
): Reply & { readonly endsCall?: boolean } {
  const { message } = input;
  const kind = call.method === 'INVITE' ? 'call' : 'subscription';
  trail.add(
    'Dialog',
    'passed',
    `Call-ID and tags match the ${kind} of the endpoint "${call.endpoint.name}". The caller was accepted when it began, so the caller is not identified or challenged again.`,
    { header: 'Call-ID', object: call.endpoint },
  );
  const cseq = messageFacts(message).cseq ?? 0;
  const reply: Replying = (codes, detail) => {
    const isRefused = codes.some(code => code >= 300);
    trail.add('Within the call', isRefused ? 'failed' : 'decided', detail);
    return { codes };
  };
  if (method === 'ACK') return reply([], 'An ACK never gets a reply.');
  if (method === 'CANCEL') {
    trail.assume(
      'The call is assumed to be still ringing, because there is no ACK and no 200 between INVITE and CANCEL.',
    );
    const detail = 'The canceled INVITE gets 487 Request Terminated.';
    return { ...reply([200], detail), endsCall: true };
  }
  if (cseq <= call.lastCSeq)
    return reply(
      [500],
      `CSeq ${cseq} is not higher than in the last request (${call.lastCSeq}): 500 Invalid CSeq.`,
    );
  if (call.method === 'SUBSCRIBE') return renewal(call, method, message, reply);
  return answerMethod(call, method, model, input, trail, reply);
}

type Replying = (codes: readonly number[], detail: string) => Reply;

/** What a method does within a call, once its CSeq is accepted. */
function answerMethod(
  call: KnownCall,
  method: string,
  model: PjsipConf,
  input: RequestInput,
  trail: PjsipTrail,
  reply: Replying,
): Reply & { readonly endsCall?: boolean } {
  const { message } = input;
  switch (method) {
    case 'INVITE':
      return answerReinvite(call, input, trail);
    case 'BYE':
      return { ...reply([200], 'The call ends.'), endsCall: true };
    case 'OPTIONS':
      return reply([200], 'The call exists; the dialplan is not consulted.');
    case 'UPDATE': {
      const offer =
        brokenBody(message, input.source.transport) ??
        judgeOffer(call.endpoint, message, input.source.transport);
      return offer.kind === 'refused'
        ? reply([488], offer.detail)
        : offer.kind === 'broken'
          ? reply([offer.code], offer.detail)
          : reply([200], 'The session is refreshed.');
    }
    case 'MESSAGE': {
      const isText = /^(text|application)\//i.test(contentType(message)) && message.body.text !== '';
      return isText
        ? reply([202], 'The text goes to the channel of the call.')
        : reply([415], 'Only text and application bodies are accepted: 415 Unsupported Media Type.');
    }
    case 'INFO':
      return answerInfo(contentType(message), message.body.text, reply);
    case 'REFER':
      return answerRefer(call, model, input, trail, reply);
    default:
      return reply([], `Nothing handles ${method} within a call, and the server sends no reply.`);
  }
}

/** pjsip_evsub: a SUBSCRIBE for the same event renews or ends the subscription. */
function renewal(
  call: KnownCall,
  method: string,
  message: SipMessage,
  reply: Replying,
): Reply & { readonly endsCall?: boolean } {
  const event = (headerText(firstHeader(message, 'Event')) ?? '').split(';')[0]?.trim() ?? '';
  if (method !== 'SUBSCRIBE' || event.toLowerCase() !== call.event.toLowerCase())
    return reply([500], 'No subscription in this dialog handles it: 500 Unhandled by dialog usages.');
  const isEnd = (headerText(firstHeader(message, 'Expires')) ?? '').trim() === '0';
  return { ...reply([200], `The subscription is ${isEnd ? 'ended' : 'renewed'}.`), endsCall: isEnd };
}

function contentType(message: SipMessage): string {
  return (headerText(firstHeader(message, 'Content-Type')) ?? '').trim();
}
