import { RequestType } from 'vscode-languageserver';
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
} from '../../languages/traces.ts';
import { messageChallenges, messageCredentials } from '../../sip/authentication.ts';
import { firstHeader, headerText, type SipMessage } from '../../sip/message.ts';
import { decodeLog } from '../../text/decode.ts';
import { type Context, type Feature, guarded } from '../context.ts';
import {
  type CaptureAnswer,
  type CaptureParams,
  CONVERSATION_REQUEST,
  type ConversationParams,
  type ConversationTexts,
  MESSAGE_AT_REQUEST,
  type MessageParams,
  READ_CAPTURE_REQUEST,
  READ_PRINTED_CAPTURE_REQUEST,
  REDACT_TRACE_REQUEST,
  type SourceParams,
  type TextParams,
  type UnreadableCapture,
} from './traceRequests.ts';

const messageAtRequest = new RequestType<MessageParams, MatchedRequest | null, void>(MESSAGE_AT_REQUEST);
const conversationRequest = new RequestType<ConversationParams, ConversationTexts | null, void>(
  CONVERSATION_REQUEST,
);
const redactRequest = new RequestType<SourceParams, string | null, void>(REDACT_TRACE_REQUEST);
type FileAnswer = CaptureAnswer | UnreadableCapture;
const captureRequest = new RequestType<CaptureParams, FileAnswer | null, void>(READ_CAPTURE_REQUEST);
const printedRequest = new RequestType<TextParams, CaptureAnswer | null, void>(READ_PRINTED_CAPTURE_REQUEST);

/** `sipWorkbench/messageAt`, `conversation`, `redactTrace`, `readCapture` and `readPrintedCapture`. */
export const traces: Feature = {
  start: context => {
    const { connection } = context;
    connection.onRequest(
      messageAtRequest,
      guarded(context, 'message', null, (params: MessageParams): MatchedRequest | null => {
        const text = textOf(context, params);
        if (text === undefined) return null;
        const find = params.nearest === true ? nearestRequest : requestAt;
        return find(text, params.line) ?? null;
      }),
    );
    connection.onRequest(
      conversationRequest,
      guarded(context, 'conversation', null, (params: ConversationParams): ConversationTexts | null => {
        const text = textOf(context, params);
        const found = text === undefined ? undefined : conversationAt(text, params.line, params.selection);
        return found === undefined ? null : textsOf(found);
      }),
    );
    connection.onRequest(
      redactRequest,
      guarded(context, 'redaction', null, (params: SourceParams): string | null => {
        const text = textOf(context, params);
        return text === undefined ? null : redactedCopy(traceOf(parseTrace(text)));
      }),
    );
    connection.onRequest(
      captureRequest,
      guarded(context, 'capture', null, async ({ uri }: CaptureParams): Promise<FileAnswer | null> => {
        const content = await context.files.bytes?.(uri);
        if (content === undefined) return null;
        if (content.kind === 'unreadable') return { reason: content.reason };
        const { bytes } = content;
        return answerOf(isCapture(bytes) ? readCapture(bytes) : printedCapture(decodeLog(bytes)));
      }),
    );
    connection.onRequest(
      printedRequest,
      guarded(context, 'printed capture', null, ({ text }: TextParams): CaptureAnswer | null =>
        answerOf(printedCapture(text)),
      ),
    );
  },
};

/** Undefined if the document is not open. */
function textOf({ workspace }: Context, params: SourceParams): string | undefined {
  return 'text' in params ? params.text : workspace.document(params.uri)?.text.getText();
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
