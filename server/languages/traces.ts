import { withoutSecrets, withSecretsCovered } from '../text/secrets.ts';
import type { TraceExplanation } from './callFlow.ts';
import { shieldedReport } from './shielded.ts';
import * as explanations from './trace/callFlow/explain.ts';
import * as mermaid from './trace/callFlow/ladderMermaid.ts';
import * as svg from './trace/callFlow/ladderSvg.ts';
import * as text from './trace/callFlow/ladderText.ts';
import type { TraceDialog } from './trace/model/flow.ts';
import type { Trace, TraceInParts } from './trace/model/model.ts';
import type { LadderOptions } from './trace/model/selectedMessages.ts';
import * as messages from './trace/writing/printMessages.ts';

/**
 * What commands and views need for a trace that is not a file of a workspace: a capture, a pasted log, a scenario. The
 * frame accesses the trace language only through this file, as it accesses all others through the registry. The output
 * contains no secret.
 */
export type { Capture, CapturedTrace } from './trace/capture/capture.ts';
export {
  captureAsTrace,
  capturedTrace,
  isCapture,
  printedCaptureOf,
  readCapture,
  readCaptureAsTrace,
  readPrintedCapture,
} from './trace/capture/capture.ts';
export { checkTrace, messageChecker } from './trace/check/check.ts';
export { type Conversation, conversationAt, pastedMessages } from './trace/model/conversation.ts';
export { lanesOf } from './trace/model/lanes.ts';
export { joinedCalls } from './trace/model/legs.ts';
export {
  type MatchedRequest,
  nearestRequest,
  requestAt,
  requestNumbered,
} from './trace/model/matchedRequest.ts';
export { type Trace, type TraceInParts, traceOf } from './trace/model/model.ts';
export { passingTrace } from './trace/model/passingTrace.ts';
export { type LadderOptions, selectedMessages } from './trace/model/selectedMessages.ts';
export { messageText } from './trace/reading/compact.ts';
export type { LogContext } from './trace/reading/formats/format.ts';
export { secondsOf } from './trace/reading/formats/timeStamp.ts';
export { workbenchLine } from './trace/reading/formats/workbench.ts';
export { parsePieces, parseTrace, type TraceTree } from './trace/reading/parser.ts';
export {
  type MessageToPrint,
  messagesToPrint as messagesToPrintAsTheyAre,
  printed as printedAsItIs,
} from './trace/writing/printMessages.ts';
export { REDACTION_NOTE } from './trace/writing/redact/note.ts';
export { redacted, redactedCopy, redactedCopyInPieces } from './trace/writing/redact/redactTrace.ts';
export { type ScenarioParties, scenarios, scenarioTrace } from './trace/writing/scenario.ts';

export function explainDialog(trace: Trace, dialog: TraceDialog): TraceExplanation {
  return shieldedReport(explanations.explainDialog(trace, dialog));
}

/** The ladders of a trace, dialog by dialog. */
export function* ladderTexts(trace: TraceInParts, options: LadderOptions): Generator<string> {
  for (const piece of text.ladderTexts(trace, options)) yield withoutSecrets(piece);
}

/** A Mermaid diagram of the call flow, line by line. */
export function* ladderMermaid(trace: Trace, options: LadderOptions): Generator<string> {
  for (const piece of mermaid.ladderMermaidLines(trace, options)) yield withoutSecrets(piece);
}

/** A picture of the call flow, line by line. */
export function* ladderSvg(trace: Trace, options: LadderOptions): Generator<string> {
  for (const piece of svg.ladderSvgLines(trace, options)) yield withoutSecrets(piece);
}

/**
 * The messages as `printedAsItIs` writes them, one by one, with asterisks instead of passwords, so that the length
 * is preserved.
 */
export function* printMessages(trace: Trace, options: LadderOptions): Generator<string> {
  for (const piece of messages.printedMessages(trace, options)) yield withSecretsCovered(piece);
}
