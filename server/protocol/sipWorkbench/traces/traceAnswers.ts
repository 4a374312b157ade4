import {
  type Capture,
  type Conversation,
  captureAsTrace,
  conversationAt,
  isCapture,
  type MatchedRequest,
  nearestRequest,
  parseTrace,
  printedCaptureOf,
  readCapture,
  redactedCopy,
  requestAt,
  traceOf,
} from '../../../languages/traces.ts';
import { messageChallenges, messageCredentials } from '../../../sip/authentication.ts';
import { firstHeader, headerText, type SipMessage } from '../../../sip/message.ts';
import { decodeLog } from '../../../text/decode.ts';
import type {
  CaptureAnswer,
  ConversationParams,
  ConversationTexts,
  MessageParams,
  UnreadableCapture,
} from './traceRequests.ts';

export type FileAnswer = CaptureAnswer | UnreadableCapture;

export function messageAt(text: string, params: MessageParams): MatchedRequest | null {
  const find = params.nearest === true ? nearestRequest : requestAt;
  return find(text, params.line) ?? null;
}

export function conversationTexts(text: string, params: ConversationParams): ConversationTexts | null {
  const found = conversationAt(text, params.line, params.selection);
  return found === undefined ? null : textsOf(found);
}

export function redactedText(text: string): string {
  return redactedCopy(traceOf(parseTrace(text)));
}

export function captureAnswer(bytes: Uint8Array): CaptureAnswer | null {
  return answerOf(isCapture(bytes) ? readCapture(bytes) : printedCapture(decodeLog(bytes)));
}

export function printedAnswer(text: string): CaptureAnswer | null {
  return answerOf(printedCapture(text));
}

/** Without the messages of a long log that neither belong to the one that is meant nor authenticate anybody. */
function textsOf({ messages, index }: Conversation): ConversationTexts {
  const meant = messages[index];
  const callId = meant && callIdOf(meant);
  const isNeeded = (message: SipMessage): boolean =>
    message === meant ||
    (callId !== undefined && callIdOf(message) === callId) ||
    messageChallenges(message).length > 0 ||
    messageCredentials(message).length > 0;
  const needed = messages.filter(isNeeded);
  return {
    texts: needed.map(({ source }) => source.text),
    index: meant === undefined ? 0 : needed.indexOf(meant),
  };
}

function callIdOf(message: SipMessage): string | undefined {
  return headerText(firstHeader(message, 'Call-ID'));
}

function printedCapture(text: string): Capture | undefined {
  return printedCaptureOf(parseTrace(text), text, () => text);
}

function answerOf(capture: Capture | undefined): CaptureAnswer | null {
  if (capture === undefined) return null;
  const { problem, notes, messages, frames } = capture;
  return {
    text: captureAsTrace(capture),
    messages: messages.length,
    frames,
    notes: problem === undefined ? notes : [problem, ...notes],
  };
}
