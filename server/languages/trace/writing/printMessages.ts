import type { Trace } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { selectedMessages } from '../model/selectedMessages.ts';
import { messageText } from '../reading/compact.ts';
import { workbenchLine } from '../reading/formats/workbench.ts';

/** The messages alone, each below a line with its time, transport and addresses: a trace that SIP Workbench can read. */
export function printMessages(trace: Trace, options: LadderOptions): string {
  const parts: string[] = [];
  for (const index of selectedMessages(trace, options)) {
    const entry = trace.entries[index];
    const arrow = trace.flow.arrows[index];
    if (entry === undefined || arrow === undefined) continue;
    const text = messageText(entry.message);
    parts.push(
      `${workbenchLine({ ...entry.message.context, source: word(arrow.from), destination: word(arrow.to) })}\n`,
    );
    parts.push(text, text.endsWith('\n') ? '\n' : '\n\n');
  }
  return parts.join('');
}

function word(endpoint: string): string {
  return endpoint.replace(/\s/g, '-');
}
