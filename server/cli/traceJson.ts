import type { Diagnostic } from 'vscode-languageserver-types';
import { shieldedReport } from '../languages/shielded.ts';
import {
  explainDialog,
  joinedCalls,
  type LadderOptions,
  lanesOf,
  messageChecker,
  selectedMessages,
  type Trace,
} from '../languages/traces.ts';
import { messageText, severityName } from '../rules/diagnostic.ts';

/** What is printed: the trace of one file, or of several joined, with the place of each message. */
export interface Shown {
  readonly trace: Trace;
  readonly place: (index: number) => Place;
}

export interface Place {
  /** Only when several files were joined. */
  readonly file?: string;
  readonly line: number | null;
  readonly frame: number | null;
}

/**
 * The JSON of the contract, in pieces: that of a long trace is never in memory as a whole. `line` counts from 0 and is null
 * in a capture, whose messages have a `frame`.
 */
export function* traceJson(shown: Shown, options: LadderOptions, redaction?: string): Generator<string> {
  const { trace } = shown;
  const selected = options.callIds === undefined ? undefined : new Set(options.callIds);
  yield '{"messages":[';
  yield* listed(messagesJson(shown, options));
  yield '],"dialogs":[';
  yield* listed(dialogsJson(trace, selected));
  yield '],"calls":[';
  const calls = joinedCalls(trace);
  yield* listed(
    selected === undefined ? calls : calls.filter(call => call.callIds.some(callId => selected.has(callId))),
  );
  yield ']';
  const { lanes } = lanesOf(trace, selectedMessages(trace, options), options.foldPorts);
  if (lanes.length > 0) {
    yield ',"lanes":[';
    yield* listed(lanes.map(({ label, name }) => ({ label, name: name ?? null })));
    yield ']';
  }
  yield redaction === undefined ? '}\n' : `,"redaction":${JSON.stringify(redaction)}}\n`;
}

/** The items of a list without secrets, with commas between them. */
function* listed(items: Iterable<object>): Generator<string> {
  let separator = '';
  for (const item of items) {
    yield separator + JSON.stringify(shieldedReport(item));
    separator = ',';
  }
}

function* messagesJson({ trace, place }: Shown, options: LadderOptions): Generator<object> {
  const check = messageChecker(trace);
  for (const index of selectedMessages(trace, options)) {
    const entry = trace.entries[index];
    const arrow = trace.flow.arrows[index];
    if (entry === undefined || arrow === undefined) continue;
    const { context, format, cut } = entry.message;
    yield {
      index,
      ...place(index),
      time: context.time ?? null,
      source: context.source ?? null,
      destination: context.destination ?? null,
      transport: context.transport ?? null,
      direction: context.direction ?? null,
      format: format ?? null,
      startLine: entry.facts.startLine,
      method: entry.facts.method ?? null,
      status: entry.facts.status ?? null,
      callId: entry.facts.callId ?? null,
      cseq: entry.facts.cseqText ?? null,
      from: arrow.from,
      to: arrow.to,
      retransmissionOf: arrow.repeats ?? null,
      cut: cut ?? null,
      problems: check(entry).map(problemJson),
    };
  }
}

function* dialogsJson(trace: Trace, selected: ReadonlySet<string> | undefined): Generator<object> {
  for (const dialog of trace.flow.dialogs) {
    if (selected !== undefined && !selected.has(dialog.callId)) continue;
    yield {
      callId: dialog.callId,
      method: dialog.method,
      messages: dialog.messages,
      authentication: dialog.authentication,
      state: dialog.state,
      explanation: explainDialog(trace, dialog).steps,
    };
  }
}

function problemJson(diagnostic: Diagnostic): object {
  return {
    code: diagnostic.code,
    severity: severityName(diagnostic),
    message: messageText(diagnostic),
    range: diagnostic.range,
  };
}
