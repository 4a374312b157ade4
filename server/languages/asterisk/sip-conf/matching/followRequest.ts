import { bodyLengths, contentLength, declaredBody } from '../../../../sip/body.ts';
import { newDialog } from '../../../../sip/knownDialog.ts';
import type { SipMessage } from '../../../../sip/message.ts';
import type { SipConf } from '../model/model.ts';
import { endedEarly, type RequestCourse } from './caller/checkCaller.ts';
import { findCall } from './dialog/findCall.ts';
import { followInCall } from './dialog/inCall.ts';
import type { KnownCall } from './dialog/knownCall.ts';
import { followInvite } from './invite/inviteMatching.ts';
import type { MatchingInput } from './matchingInput.ts';
import { followMessage } from './message/messageMatching.ts';
import { followOptions } from './options/optionsMatching.ts';
import { followOther } from './other/otherMatching.ts';
import { endedByShape, endedOutsideOfCalls, knownMethod } from './requestShape.ts';
import { followSubscribe } from './subscribe/subscribeMatching.ts';
import type { SipTrail } from './trail.ts';

/** handle_incoming for every method except REGISTER outside calls. */
export function followRequest(model: SipConf, input: MatchingInput, trail: SipTrail): RequestCourse {
  const { message, source } = input;
  const declared = contentLength(message);
  if (declared === undefined || (source.transport !== 'tcp' && source.transport !== 'tls'))
    return followMethod(model, input, trail);
  // check_message_integrity: Content-Length decides where a message ends. A line break at the end may have been lost.
  const { asWritten, withCrLf } = bodyLengths(message);
  if (declared > withCrLf + LINE_BREAK) {
    const detail = `Content-Length is ${declared}, but the body has ${withCrLf} bytes: the server waits for the rest, and sends no reply.`;
    trail.add('Length', 'failed', detail, { header: 'Content-Length' });
    const sentence = 'No reply: Content-Length is larger than the body.';
    return endedEarly(model, input, { outcome: 'no-reply', sentence, codes: [] });
  }
  if (declared + LINE_BREAK >= asWritten) return followMethod(model, input, trail);
  const cut = { ...input, message: { ...message, body: declaredBody(message) } };
  const course = followMethod(model, cut, trail);
  const detail = `Content-Length is ${declared}, but the body has ${asWritten} bytes: the server reads the rest as another message, cannot parse it, and closes the connection before a reply arrives.`;
  trail.add('Length', 'failed', detail, { header: 'Content-Length' });
  const sentence = `No reply arrives: Content-Length is smaller than the body. The server itself would reply: ${course.sentence}`;
  return { ...course, outcome: 'no-reply', sentence, codes: [] };
}

function followMethod(model: SipConf, input: MatchingInput, trail: SipTrail): RequestCourse {
  const { message, calls = [] } = input;
  const end = endedByShape(message, model, trail);
  if (end !== undefined) return endedEarly(model, input, end);
  const found = findCall(message, calls, model);
  if (found.kind === 'call') return followInCall(found.call, model, input, trail);
  if (found.kind === 'merged') {
    const detail =
      'The same request already arrived on another path: Call-ID, tag, CSeq and Request-URI are the same, but the topmost Via is not: 482 Loop Detected.';
    trail.add('Dialog', 'failed', detail, { header: 'Via' });
    const sentence = '482: the same request already arrived on another path.';
    return endedEarly(model, input, { outcome: 'rejected', sentence, codes: [482] });
  }
  const outside = endedOutsideOfCalls(message, model, trail);
  if (outside !== undefined) return endedEarly(model, input, outside);
  const method = knownMethod(message);
  if (method === 'INVITE') return opened('INVITE', followInvite(model, input, trail), message);
  if (method === 'OPTIONS') return followOptions(model, input, trail);
  if (method === 'SUBSCRIBE') return opened('SUBSCRIBE', followSubscribe(model, input, trail), message);
  if (method === 'MESSAGE') return followMessage(model, input, trail);
  return followOther(method, model, input, trail);
}

/** The course of a request that opened a call or a subscription, with the state that the server keeps. */
function opened(method: KnownCall['method'], course: RequestCourse, message: SipMessage): RequestCourse {
  if (course.codes.at(-1) !== 200) return course;
  const { device, by, context, exten, media, answerSdp } = course;
  const call = { ...newDialog(message, method), device, by, context, exten, media, answerSdp };
  return { ...course, call };
}

/** CR LF, in bytes. */
const LINE_BREAK = 2;
