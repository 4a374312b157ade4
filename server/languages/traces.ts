/**
 * What commands and views do with a trace that is no file of a workspace: a capture, a pasted log, a scenario. The door
 * through which the frame reaches the language of traces for that, as it reaches all others through the registry.
 */
export { explainDialog } from './trace/callFlow/explain.ts';
export { ladderMermaid } from './trace/callFlow/ladderMermaid.ts';
export { ladderSvg } from './trace/callFlow/ladderSvg.ts';
export { ladderText } from './trace/callFlow/ladderText.ts';
export type { Capture } from './trace/capture/capture.ts';
export { captureAsTrace, isCapture, readCapture, readPrintedCapture } from './trace/capture/capture.ts';
export { checkTrace } from './trace/check/check.ts';
export { type Conversation, conversationAt, pastedMessages } from './trace/model/conversation.ts';
export { joinedCalls } from './trace/model/legs.ts';
export { requestAt } from './trace/model/matchedRequest.ts';
export { type Trace, traceOf } from './trace/model/model.ts';
export { type LadderOptions, selectedMessages } from './trace/model/selectedMessages.ts';
export { messageText } from './trace/reading/compact.ts';
export { secondsOf } from './trace/reading/formats/timeStamp.ts';
export { workbenchLine } from './trace/reading/formats/workbench.ts';
export { parseTrace } from './trace/reading/parser.ts';
export { printMessages } from './trace/writing/printMessages.ts';
export { REDACTION_NOTE } from './trace/writing/redact/note.ts';
export { redactedCopy, redactTrace } from './trace/writing/redact/redactTrace.ts';
export { type ScenarioParties, scenarios, scenarioTrace } from './trace/writing/scenario.ts';
