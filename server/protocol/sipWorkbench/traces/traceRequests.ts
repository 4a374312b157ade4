/**
 * Requests about text that need not be a document of the server: a log in any format, a pasted message, a capture. No
 * parameter and no answer contains a password of the user.
 */

export interface TextParams {
  readonly text: string;
}

/** A text, or the URI of the open document that has it: a long trace is not sent again. */
export type SourceParams = TextParams | { readonly uri: string };

export type PlaceParams = SourceParams & {
  /** Zero-based. */
  readonly line: number;
};

export type MessageParams = PlaceParams & {
  /** Finds the request nearest to the line, instead of the message at it. */
  readonly nearest?: boolean;
};

/** The message at a line, with the server's state by then: a `MatchedRequest`, or null. */
export const MESSAGE_AT_REQUEST = 'sipWorkbench/messageAt';

export type ConversationParams = PlaceParams & {
  /** The messages are read from the selection if it has text. */
  readonly selection: string;
};

/** Texts of the messages that authentication at a place depends on: `ConversationTexts`, or null if there is no text. */
export const CONVERSATION_REQUEST = 'sipWorkbench/conversation';

export interface ConversationTexts {
  readonly texts: readonly string[];
  /** Index of the message at that place. */
  readonly index: number;
}

/** A copy of a trace that can be shared in public: its text, or null. The parameters are `SourceParams`. */
export const REDACT_TRACE_REQUEST = 'sipWorkbench/redactTrace';

export interface CaptureParams {
  readonly uri: string;
}

/** The messages of a file with packets: a `CaptureAnswer`, an `UnreadableCapture`, or null for a file of another kind. */
export const READ_CAPTURE_REQUEST = 'sipWorkbench/readCapture';

/** The same for the text in which tshark prints packets. The parameters are `TextParams`. */
export const READ_PRINTED_CAPTURE_REQUEST = 'sipWorkbench/readPrintedCapture';

export interface UnreadableCapture {
  /** A sentence that says why the file was not read. */
  readonly reason: string;
}

export interface CaptureAnswer {
  /** The messages, as a trace. */
  readonly text: string;
  readonly messages: number;
  readonly frames: number;
  /** Sentences about what could not be read. */
  readonly notes: readonly string[];
}
