import { RequestType } from 'vscode-languageserver';
import type { MatchedRequest } from '../../../languages/traces.ts';
import { type Context, type Feature, guarded } from '../../context.ts';
import type * as Answers from './traceAnswers.ts';
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
} from './traceRequests.ts';

const messageAtRequest = new RequestType<MessageParams, MatchedRequest | null, void>(MESSAGE_AT_REQUEST);
const conversationRequest = new RequestType<ConversationParams, ConversationTexts | null, void>(
  CONVERSATION_REQUEST,
);
const redactRequest = new RequestType<SourceParams, string | null, void>(REDACT_TRACE_REQUEST);
const captureRequest = new RequestType<CaptureParams, Answers.FileAnswer | null, void>(READ_CAPTURE_REQUEST);
const printedRequest = new RequestType<TextParams, CaptureAnswer | null, void>(READ_PRINTED_CAPTURE_REQUEST);

/** `sipWorkbench/messageAt`, `conversation`, `redactTrace`, `readCapture` and `readPrintedCapture`. */
export const traces: Feature = {
  start: context => {
    const { connection } = context;
    connection.onRequest(
      messageAtRequest,
      ofText<MessageParams, MatchedRequest>(context, 'message', ({ messageAt }, text, params) =>
        messageAt(text, params),
      ),
    );
    connection.onRequest(
      conversationRequest,
      ofText<ConversationParams, ConversationTexts>(
        context,
        'conversation',
        ({ conversationTexts }, text, params) => conversationTexts(text, params),
      ),
    );
    connection.onRequest(
      redactRequest,
      ofText<SourceParams, string>(context, 'redaction', ({ redactedText }, text) => redactedText(text)),
    );
    connection.onRequest(
      captureRequest,
      guarded(context, 'capture', null, async ({ uri }: CaptureParams) => {
        const content = await context.files.bytes?.(uri);
        if (content === undefined) return null;
        if (content.kind === 'unreadable') return { reason: content.reason };
        return (await loadAnswers()).captureAnswer(content.bytes);
      }),
    );
    connection.onRequest(
      printedRequest,
      guarded(context, 'printed capture', null, async ({ text }: TextParams) =>
        (await loadAnswers()).printedAnswer(text),
      ),
    );
  },
};

/** Loaded when first needed: many sessions never look at a trace. */
function loadAnswers(): Promise<typeof Answers> {
  return import('./traceAnswers.ts');
}

/** A request about the text of a document or of the client; the answer is null if the document is not open. */
function ofText<Params extends SourceParams, Answer>(
  context: Context,
  feature: string,
  answer: (answers: typeof Answers, text: string, params: Params) => Answer | null,
): ReturnType<typeof guarded<Params, Answer | null>> {
  return guarded<Params, Answer | null>(context, feature, null, async params => {
    const answers = await loadAnswers();
    const text = 'text' in params ? params.text : context.workspace.document(params.uri)?.text.getText();
    return text === undefined ? null : answer(answers, text, params);
  });
}
