import type { Trace } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { selectedMessages } from '../model/selectedMessages.ts';
import { messageText } from '../reading/compact.ts';
import { workbenchLine } from '../reading/formats/workbench.ts';
import type { TraceMessage } from '../reading/traceMessage.ts';

/** The messages alone, each below a line with its time, transport and addresses: a trace that SIP Workbench can read. */
export function printMessages(trace: Trace, options: LadderOptions): string {
  return [...printedMessages(trace, options)].join('');
}

/** The same text, message by message. */
export function* printedMessages(trace: Trace, options: LadderOptions): Generator<string> {
  for (const chosen of messagesToPrint(trace, options)) yield printed(chosen);
}

/** A message and the line above it: all that its text is made of, so the rest of its trace may be gone by then. */
export interface MessageToPrint {
  readonly head: string;
  readonly message: TraceMessage;
}

export function* messagesToPrint(trace: Trace, options: LadderOptions): Generator<MessageToPrint> {
  for (const index of selectedMessages(trace, options)) {
    const entry = trace.entries[index];
    const arrow = trace.flow.arrows[index];
    if (entry === undefined || arrow === undefined) continue;
    const { message } = entry;
    const ends = { source: word(arrow.from), destination: word(arrow.to) };
    yield { head: workbenchLine({ ...message.context, ...ends }), message };
  }
}

export function printed({ head, message }: MessageToPrint): string {
  const text = messageText(message);
  return `${head}\n${text}${text.endsWith('\n') ? '\n' : '\n\n'}`;
}

function word(endpoint: string): string {
  return endpoint.replace(/\s/g, '-');
}
