import { greatest } from '../../../text/longLists.ts';
import { withoutSecrets } from '../../../text/secrets.ts';
import { arrowLabel, dialogTitle, gapLabel, mediaLabel, outcomeInWords } from '../model/describe.ts';
import type { TraceDialog } from '../model/flow.ts';
import { lanesOf } from '../model/lanes.ts';
import type { TraceInParts } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { inBrief } from './explain.ts';
import { legSteps } from './explanation/legs.ts';

/** The call flow of each dialog as plain text: a lane for each host, an arrow for each message. */
export function ladderText(trace: TraceInParts, options: LadderOptions): string {
  return [...ladderTexts(trace, options)].join('');
}

/** The same text in pieces, one for each dialog, so that the text of a long trace is never in memory as a whole. */
export function* ladderTexts(trace: TraceInParts, options: LadderOptions): Generator<string> {
  const wanted = options.callIds === undefined ? undefined : new Set(options.callIds);
  let separator = '';
  for (const dialog of trace.eachDialog()) {
    if (wanted !== undefined && !wanted.has(dialog.callId)) continue;
    yield separator + dialogLadder(trace, dialog, options.foldPorts);
    separator = '\n';
  }
  if (wanted !== undefined) return;
  if (trace.withoutCallId.length > 0)
    yield `${separator}Messages without a Call-ID\n${ladder(trace, trace.withoutCallId, options.foldPorts)}`;
}

function dialogLadder(trace: TraceInParts, dialog: TraceDialog, foldPorts: boolean): string {
  const lines = [`Call-ID ${printable(dialog.callId)}`, `  ${printable(dialogTitle(dialog, trace.entries))}`];
  for (const round of dialog.authentication) {
    const who = round.username === undefined ? '' : ` by "${printable(round.username)}"`;
    const answer = round.answer === null ? '' : `, #${round.answer}`;
    const realm = round.realm === undefined ? '' : ` of realm "${printable(round.realm)}"`;
    lines.push(
      `  challenge #${round.challenge}${answer}${realm}${who}: ${outcomeInWords(round)}. ${printable(round.reason)}`,
    );
  }
  const { failures, notes, media } = inBrief(trace, dialog);
  for (const failure of failures) lines.push(`  why: ${printable(failure)}`);
  for (const note of notes.slice(0, MOST_NOTES)) lines.push(`  note: ${printable(note)}`);
  for (const stream of media.slice(0, MOST_STREAMS)) lines.push(`  media: ${printable(stream)}`);
  for (const leg of legSteps(trace, dialog).slice(0, MOST_LEGS))
    lines.push(`  leg: ${printable(leg.detail)}`);
  return `${lines.join('\n')}\n${ladder(trace, dialog.messages, foldPorts)}`;
}

const MOST_LEGS = 4;
const MOST_NOTES = 4;
const MOST_STREAMS = 8;
const MOST_LABEL = 40;
const MARGIN = 19;

function ladder(trace: TraceInParts, indexes: readonly number[], foldPorts: boolean): string {
  const { lanes, of } = lanesOf(trace, indexes, foldPorts);
  const labels = indexes.map(index => {
    const entry = trace.entries[index];
    const repeats = trace.flow.arrows[index]?.repeats;
    return entry === undefined
      ? ''
      : cut(printable(arrowLabel(entry)) + (repeats === undefined ? '' : ` (again #${repeats})`));
  });
  if (lanes.length > MOST_LANES) return plainList(trace, indexes, labels);
  const longest = labels.reduce(
    (most, label) => Math.max(most, label.length),
    greatest([8, ...lanes.map(lane => Math.max(lane.label.length, lane.name?.length ?? 0) - 6)]),
  );
  const width = longest + 8;
  const centres = lanes.map((_lane, number) => MARGIN + Math.floor(width / 2) + number * width);
  const total = MARGIN + width * Math.max(lanes.length, 1);
  const lines: string[] = [];
  const blank = ' '.repeat(total);
  const centred = (row: string, number: number, text: string): string =>
    over(row, Math.max(0, (centres[number] ?? 0) - Math.floor(text.length / 2)), printable(text));
  const names = lanes.reduce((row, lane, number) => centred(row, number, lane.name ?? ''), blank).trimEnd();
  if (names !== '') lines.push(names);
  lines.push(lanes.reduce((row, lane, number) => centred(row, number, lane.label), blank).trimEnd());
  const empty = lanes.reduce((row, _lane, number) => over(row, centres[number] ?? 0, '|'), blank);
  let previous: number | undefined;
  indexes.forEach((index, place) => {
    const arrow = trace.flow.arrows[index];
    const entry = trace.entries[index];
    if (arrow === undefined || entry === undefined) return;
    const from = centres[of(arrow.from)] ?? 0;
    const to = centres[of(arrow.to)] ?? 0;
    let row = over(empty, 0, `#${index}`);
    row = over(row, 6, gapLabel(trace.flow, previous, index).slice(0, MARGIN - 7));
    lines.push(drawn(row, from, to, labels[place] ?? '').trimEnd());
    const media = mediaLabel(entry);
    if (media !== undefined)
      lines.push(over(empty, Math.min(from, to) + 2, `(${printable(media)})`).trimEnd());
    previous = index;
  });
  return `${lines.join('\n')}\n`;
}

/** More lanes than this do not fit on a screen. */
const MOST_LANES = 24;

function plainList(trace: TraceInParts, indexes: readonly number[], labels: readonly string[]): string {
  const lines = indexes.map((index, place) => {
    const arrow = trace.flow.arrows[index];
    return `#${index} ${printable(`${arrow?.from ?? ''} -> ${arrow?.to ?? ''}`)}: ${labels[place] ?? ''}`;
  });
  return `${lines.join('\n')}\n`;
}

/** A row with an arrow on it. */
function drawn(row: string, from: number, to: number, label: string): string {
  if (from === to) return over(row, from + 1, `<-- ${label}`);
  const left = Math.min(from, to) + 1;
  const length = Math.max(from, to) - left;
  const line = to > from ? `${'-'.repeat(length - 1)}>` : `<${'-'.repeat(length - 1)}`;
  const text = ` ${label} `;
  return over(over(row, left, line), left + Math.max(1, Math.floor((length - text.length) / 2)), text);
}

/** A row with a text written over a position. */
function over(row: string, at: number, text: string): string {
  return row.slice(0, at) + text + row.slice(at + text.length);
}

function cut(label: string): string {
  const shown = withoutSecrets(label);
  return shown.length > MOST_LABEL ? `${shown.slice(0, MOST_LABEL - 3)}...` : shown;
}

/** Control characters would move the cursor of a terminal. */
function printable(text: string): string {
  return UNPRINTABLE.test(text) ? text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?') : text;
}

const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f]/;
