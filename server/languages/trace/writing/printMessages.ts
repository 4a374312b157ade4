import type { TraceInParts } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { messageText } from '../reading/compact.ts';
import { workbenchLine } from '../reading/formats/workbench.ts';
import type { TraceMessage } from '../reading/traceMessage.ts';

/** The messages alone, each below a line with its time, transport and addresses: a trace that SIP Workbench can read. */
export function printMessages(trace: TraceInParts, options: LadderOptions): string {
  return [...printedMessages(trace, options)].join('');
}

/** The same text, message by message. */
export function* printedMessages(
  trace: TraceInParts,
  options: Pick<LadderOptions, 'callIds'>,
): Generator<string> {
  for (const chosen of messagesToPrint(trace, options)) yield printed(chosen);
}

/** A message and the line above it: all that its text is made of, so the rest of its trace may be gone by then. */
export interface MessageToPrint {
  readonly head: string;
  readonly message: TraceMessage;
}

/** In the order of the file, as `selectedMessages`. */
export function* messagesToPrint(
  trace: TraceInParts,
  { callIds }: Pick<LadderOptions, 'callIds'>,
): Generator<MessageToPrint> {
  const wanted = callIds === undefined ? undefined : new Set(callIds);
  const found: (MessageToPrint | undefined)[] = new Array(trace.entries.length);
  const add = (indexes: readonly number[]): void => {
    for (const index of indexes) {
      const entry = trace.entries[index];
      const arrow = trace.flow.arrows[index];
      if (entry === undefined || arrow === undefined) continue;
      const { message } = entry;
      const ends = { source: word(arrow.from), destination: word(arrow.to) };
      found[index] = { head: workbenchLine({ ...message.context, ...ends }), message };
    }
  };
  for (const { callId, messages } of trace.eachDialog())
    if (wanted === undefined || wanted.has(callId)) add(messages);
  if (wanted === undefined) add(trace.withoutCallId);
  for (const message of found) if (message !== undefined) yield message;
}

export function printed({ head, message }: MessageToPrint): string {
  const text = messageText(message);
  return `${head}\n${text}${text.endsWith('\n') ? '\n' : '\n\n'}`;
}

function word(endpoint: string): string {
  return endpoint.replace(/\s/g, '-');
}
