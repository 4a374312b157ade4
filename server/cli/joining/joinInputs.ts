import {
  type LogContext,
  messageText,
  parseTrace,
  secondsOf,
  type Trace,
  traceOf,
  workbenchLine,
} from '../../languages/traces.ts';
import type { TraceInput } from '../traceInput.ts';
import { type ClockOffset, clockOffsets, keyOf, type TimedText } from './clockOffsets.ts';

/** A message of several files that were joined. */
export interface JoinedInput {
  readonly trace: Trace;
  /** By message: its file, and its line (from 0) or frame there. */
  readonly places: readonly {
    readonly file: string;
    readonly line: number | null;
    readonly frame: number | null;
  }[];
  /** How many messages are in two files and are shown once. */
  readonly shared: number;
  /** The clocks that were corrected, a sentence for each. */
  readonly notes: readonly string[];
}

interface Part extends TimedText {
  readonly line: number | null;
  readonly frame: number | null;
  /** What the log says about the message. */
  readonly context: LogContext;
}

/**
 * Joins files by time. If one of them has only times of day, dates are ignored. A message in two files, as
 * recorded at both ends, is kept once; from such messages follows how far the clocks of two hosts differ.
 */
export function joinInputs(inputs: readonly TraceInput[]): JoinedInput {
  const read = inputs.flatMap((input, file) => partsOf(input, file));
  const hasDays = read.every(({ seconds }) => seconds === undefined || seconds > SECONDS_OF_DAY * 2);
  const at = ({ seconds }: TimedText) =>
    seconds === undefined ? undefined : hasDays ? seconds : seconds % SECONDS_OF_DAY;
  const offsets = clockOffsets(
    read.map(({ file, seconds, text }) => ({ file, seconds: at({ file, seconds, text }), text })),
    inputs.length,
  );
  const all = read.map(part => shifted(part, offsets[part.file]?.seconds ?? 0));
  // A message without a time stays after the one above it in its file.
  const keyed: { readonly part: Part; readonly key: number }[] = [];
  let latest = 0;
  let file = -1;
  for (const part of all) {
    if (part.file !== file) {
      file = part.file;
      latest = 0;
    }
    latest = at(part) ?? latest;
    keyed.push({ part, key: latest });
  }
  keyed.sort((a, b) => a.key - b.key);
  const kept: Part[] = [];
  const seen = new Map<string, { readonly file: number; readonly key: number }>();
  for (const { part, key } of keyed) {
    const text = keyOf(part.text);
    const before = seen.get(text);
    if (before !== undefined && before.file !== part.file && key - before.key <= LARGEST_SKEW) continue;
    seen.set(text, { file: part.file, key });
    kept.push(part);
  }
  const text = kept
    .map(part => `${workbenchLine(part.context)}\n${part.text}${part.text.endsWith('\n') ? '\n' : '\n\n'}`)
    .join('');
  return {
    trace: traceOf(parseTrace(text)),
    places: kept.map(part => ({ file: inputs[part.file]?.file ?? '', line: part.line, frame: part.frame })),
    shared: all.length - kept.length,
    notes: offsets.flatMap((offset, number) => noteOf(offset, inputs[number]?.file ?? '') ?? []),
  };
}

const SECONDS_OF_DAY = 86_400;
/** The maximum difference between the clocks of two hosts, in seconds. */
const LARGEST_SKEW = 5;

function partsOf({ tree, frames }: TraceInput, file: number): Part[] {
  const trace = traceOf(tree);
  return trace.entries.flatMap((entry, index) => {
    const arrow = trace.flow.arrows[entry.index];
    if (arrow === undefined) return [];
    const { time, transport } = entry.message.context;
    const context = {
      ...(time === undefined ? {} : { time }),
      ...(transport === undefined ? {} : { transport }),
      source: arrow.from.replace(/\s/g, '-'),
      destination: arrow.to.replace(/\s/g, '-'),
    };
    return [
      {
        file,
        line: frames === undefined ? entry.line : null,
        frame: frames?.[index] ?? null,
        seconds: time === undefined ? undefined : secondsOf(time),
        context,
        text: messageText(entry.message),
      },
    ];
  });
}

/** A message with the time of another clock. */
function shifted(part: Part, offset: number): Part {
  if (offset === 0 || part.seconds === undefined) return part;
  const seconds = part.seconds - offset;
  const date = new Date(Math.round(seconds * 1000));
  const hasDay = part.seconds > SECONDS_OF_DAY * 2;
  if (Number.isNaN(date.getTime())) return part;
  const time = hasDay ? date.toISOString() : date.toISOString().slice(11, 23);
  return { ...part, seconds, context: { ...part.context, time } };
}

function noteOf({ seconds, messages }: ClockOffset, file: string): string | undefined {
  if (seconds === 0) return undefined;
  const way = seconds > 0 ? 'ahead of' : 'behind';
  return `${file}: its clock is ${Math.abs(seconds).toFixed(3)} s ${way} that of the first file (${messages === 1 ? '1 message is' : `${messages} messages are`} in both), so its times are shifted.`;
}
