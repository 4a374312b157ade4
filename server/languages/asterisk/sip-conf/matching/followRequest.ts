import { bodyLengths, contentLength, declaredBody } from '../../../../sip/body.ts';
import type { SipConf } from '../model/model.ts';
import { endedEarly, type RequestCourse } from './caller/checkCaller.ts';
import { followInvite } from './invite/inviteMatching.ts';
import type { MatchingInput } from './matchingInput.ts';
import { followMessage } from './message/messageMatching.ts';
import { followOptions } from './options/optionsMatching.ts';
import { followOther } from './other/otherMatching.ts';
import { endedByShape, knownMethod } from './requestShape.ts';
import { followSubscribe } from './subscribe/subscribeMatching.ts';
import type { SipTrail } from './trail.ts';

/** handle_incoming for every method but REGISTER, for a request that belongs to no call which is up. */
export function followRequest(model: SipConf, input: MatchingInput, trail: SipTrail): RequestCourse {
  const { message, source } = input;
  const declared = contentLength(message);
  if (declared === undefined || (source.transport !== 'tcp' && source.transport !== 'tls'))
    return followMethod(model, input, trail);
  // check_message_integrity: a message ends where Content-Length says. A line break at the end may have got lost.
  const { asWritten, withCrLf } = bodyLengths(message);
  if (declared > withCrLf + LINE_BREAK) {
    const detail = `Content-Length announces ${declared} bytes, and the body has ${withCrLf}: the server waits for the rest, and sends no reply.`;
    trail.add('Length', 'failed', detail, { header: 'Content-Length' });
    const sentence = 'No reply: Content-Length announces more than there is.';
    return endedEarly(model, input, { outcome: 'no-reply', sentence, codes: [] });
  }
  if (declared + LINE_BREAK >= asWritten) return followMethod(model, input, trail);
  const cut = { ...input, message: { ...message, body: declaredBody(message) } };
  const course = followMethod(model, cut, trail);
  const detail = `Content-Length announces ${declared} bytes, and the body has ${asWritten}: the server reads the rest as the next message, which it is not, and closes the connection before a reply gets through.`;
  trail.add('Length', 'failed', detail, { header: 'Content-Length' });
  const sentence = `No reply gets through: Content-Length announces less than there is. The server itself says: ${course.sentence}`;
  return { ...course, outcome: 'no-reply', sentence, codes: [] };
}

function followMethod(model: SipConf, input: MatchingInput, trail: SipTrail): RequestCourse {
  const end = endedByShape(input.message, model, trail);
  if (end !== undefined) return endedEarly(model, input, end);
  const method = knownMethod(input.message);
  if (method === 'INVITE') return followInvite(model, input, trail);
  if (method === 'OPTIONS') return followOptions(model, input, trail);
  if (method === 'SUBSCRIBE') return followSubscribe(model, input, trail);
  if (method === 'MESSAGE') return followMessage(model, input, trail);
  return followOther(method, model, input, trail);
}

/** CR LF, in bytes. */
const LINE_BREAK = 2;
