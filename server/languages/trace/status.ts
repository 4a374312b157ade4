import type { LanguageStatus } from '../language.ts';
import { type TraceView, traceOfView } from './cursor.ts';

/** How many messages and dialogs were found, and in which form. */
export function statusOf(view: TraceView): LanguageStatus {
  const trace = traceOfView(view);
  const entries = trace?.entries ?? [];
  const formats = [...new Set(entries.map(entry => entry.message.format ?? 'bare messages'))].slice(0, 4);
  const cut = entries.filter(entry => entry.message.cut !== undefined).length;
  return {
    label: `${entries.length} ${entries.length === 1 ? 'message' : 'messages'}`,
    detail: [
      entries.length === 0 ? 'No SIP message was found.' : `Read as ${formats.join(', ')}.`,
      ...(cut === 0 ? [] : [`${cut} of them break off.`]),
    ].join(' '),
    severity: entries.length === 0 ? 'warning' : 'information',
  };
}
