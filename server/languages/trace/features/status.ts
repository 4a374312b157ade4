import type { LanguageStatus } from '../../project.ts';
import { type TraceView, traceOfView } from './cursor.ts';

/** How many messages and dialogs were found, and in which format. */
export function statusOf(view: TraceView): LanguageStatus {
  const trace = traceOfView(view);
  const entries = trace?.entries ?? [];
  const formats = new Set<string>();
  let cut = 0;
  let apart = 0;
  for (const { message } of entries) {
    formats.add(message.format ?? 'bare messages');
    if (message.cut !== undefined) cut++;
    if (message.isApart === true) apart++;
  }
  return {
    label: `${entries.length} ${entries.length === 1 ? 'message' : 'messages'}`,
    detail: [
      entries.length === 0 ? 'No SIP message found.' : `Read as ${[...formats].slice(0, 4).join(', ')}.`,
      ...(cut === 0 ? [] : [`${cut} of them are incomplete.`]),
      ...(apart === 0 ? [] : [`${apart} of them were mixed with lines from other writers.`]),
    ].join(' '),
    severity: entries.length === 0 ? 'warning' : 'information',
  };
}
