import { firstHeader, headerText, messageCSeq, type SipMessage } from './message.ts';

/**
 * True when two messages, request or response, belong to the same request from a user's viewpoint: the same Call-ID and the
 * same CSeq, number and method. Branches are ignored: logs of different hops show different ones.
 */
export function isSameRequest(a: SipMessage, b: SipMessage): boolean {
  const left = messageCSeq(a);
  const right = messageCSeq(b);
  if (left === undefined || right === undefined) return false;
  return (
    left.numberPiece.text === right.numberPiece.text &&
    left.method.text === right.method.text &&
    isSameCall(a, b)
  );
}

/** True when two messages have the same Call-ID, or neither has one. */
export function isSameCall(a: SipMessage, b: SipMessage): boolean {
  return headerText(firstHeader(a, 'Call-ID')) === headerText(firstHeader(b, 'Call-ID'));
}
