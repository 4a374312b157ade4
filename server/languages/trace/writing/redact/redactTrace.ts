import { type Trace, traceOf } from '../../model/model.ts';
import type { LogFormat } from '../../reading/formats/format.ts';
import { parseTrace } from '../../reading/parser.ts';
import { printMessages } from '../printMessages.ts';
import { REDACTION_NOTE } from './note.ts';
import { redactedLines } from './redactedLines.ts';

/**
 * The text of a trace without anything that shows who talked to whom, where, about what, and with which keys. Only what
 * the standards define is kept; every other word, in messages and around them, is replaced by a stand-in of the same
 * shape, the same word by the same stand-in everywhere, different words by different ones. Messages, dialogs,
 * transactions and times are unchanged; digests no longer verify. Redacting a redacted text changes nothing. Takes time
 * linear in the length.
 *
 * The lines are those of the original, unless its format shows messages in a way that cannot be written: hexadecimal
 * dumps and dissections become messages, each below a line with its time and its addresses.
 */
export function redactTrace(trace: Trace): string {
  if (
    trace.entries.every(entry =>
      isWritable(
        entry.message.format,
        entry.message.slices.some(slice => slice.map !== undefined),
      ),
    )
  ) {
    const text = redactedLines(trace);
    if (isSameTrace(trace, traceOf(parseTrace(text)))) return text;
  }
  return redactedLines(traceOf(parseTrace(printMessages(trace, { foldPorts: false }))));
}

/** The same below a line that says that the text was redacted; for people who will pass it on. */
export function redactedCopy(trace: Trace): string {
  const text = redactTrace(trace);
  return text.startsWith(REDACTION_NOTE) ? text : `${REDACTION_NOTE}\n${text}`;
}

function isWritable(format: LogFormat['name'] | undefined, isDisguised: boolean): boolean {
  return !isDisguised || !SHOWN_OTHERWISE.has(format ?? '');
}

/** Formats that show a message in another encoding, or wrapped at a width. */
const SHOWN_OTHERWISE: ReadonlySet<string> = new Set(['Wireshark text export', 'tcpdump', 'ngrep']);

/** True when the reader still sees the same messages, at the same times, between as many parties. */
function isSameTrace(before: Trace, after: Trace): boolean {
  return (
    before.entries.length === after.entries.length &&
    before.entries.every((entry, index) => {
      const other = after.entries[index];
      return (
        other !== undefined &&
        entry.facts.status === other.facts.status &&
        sequenceNumber(entry.facts.cseqText) === sequenceNumber(other.facts.cseqText) &&
        (entry.facts.callId === undefined) === (other.facts.callId === undefined) &&
        entry.message.cut === other.message.cut &&
        entry.message.context.time === other.message.context.time &&
        entry.message.context.transport === other.message.context.transport &&
        (entry.message.context.source === undefined) === (other.message.context.source === undefined) &&
        (entry.message.context.destination === undefined) ===
          (other.message.context.destination === undefined)
      );
    })
  );
}

/** The number of a CSeq; undefined for one that cannot be one. */
function sequenceNumber(cseq: string | undefined): string | undefined {
  return /^\d{1,10}(?=\s|$)/.exec(cseq ?? '')?.[0];
}
