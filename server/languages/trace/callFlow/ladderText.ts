import { arrowLabel, dialogTitle, gapLabel, mediaLabel, outcomeInWords } from '../model/describe.ts';
import type { TraceDialog } from '../model/flow.ts';
import { lanesOf } from '../model/lanes.ts';
import type { Trace } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { failuresInBrief } from './explain.ts';
import { legSteps } from './explanation/legs.ts';
import { rtpSteps } from './explanation/rtp.ts';

/** The call flow of each dialog as plain text: a lane for each host, an arrow for each message. */
export function ladderText(trace: Trace, options: LadderOptions): string {
  const parts: string[] = [];
  const wanted = options.callIds === undefined ? undefined : new Set(options.callIds);
  for (const dialog of trace.flow.dialogs) {
    if (wanted !== undefined && !wanted.has(dialog.callId)) continue;
    parts.push(dialogLadder(trace, dialog, options.foldPorts));
  }
  const loose = trace.entries.filter(entry => entry.facts.callId === undefined);
  if (loose.length > 0 && wanted === undefined) {
    parts.push(
      `Messages without Call-ID\n${ladder(
        trace,
        loose.map(entry => entry.index),
        options.foldPorts,
      )}`,
    );
  }
  return parts.join('\n');
}

function dialogLadder(trace: Trace, dialog: TraceDialog, foldPorts: boolean): string {
  const lines = [`Call-ID ${printable(dialog.callId)}`, `  ${printable(dialogTitle(dialog, trace.entries))}`];
  for (const round of dialog.authentication) {
    const who = round.username === undefined ? '' : ` by "${printable(round.username)}"`;
    const answer = round.answer === null ? '' : `, #${round.answer}`;
    const realm = round.realm === undefined ? '' : ` of realm "${printable(round.realm)}"`;
    lines.push(
      `  challenge #${round.challenge}${answer}${realm}${who}: ${outcomeInWords(round)}. ${printable(round.reason)}`,
    );
  }
  for (const failure of failuresInBrief(trace, dialog)) lines.push(`  why: ${printable(failure)}`);
  const entries = dialog.messages.flatMap(index => trace.entries[index] ?? []);
  for (const { title, detail } of rtpSteps(trace, entries).slice(0, MOST_STREAMS)) {
    lines.push(`  media: ${title === 'RTP' ? '' : `${title}: `}${printable(detail)}`);
  }
  for (const leg of legSteps(trace, dialog).slice(0, MOST_LEGS))
    lines.push(`  leg: ${printable(leg.detail)}`);
  return `${lines.join('\n')}\n${ladder(trace, dialog.messages, foldPorts)}`;
}

const MOST_LEGS = 4;
const MOST_STREAMS = 8;
const MOST_LABEL = 40;
const MARGIN = 19;

function ladder(trace: Trace, indexes: readonly number[], foldPorts: boolean): string {
  const { lanes, of } = lanesOf(trace.flow, indexes, foldPorts);
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
    Math.max(8, ...lanes.map(lane => lane.label.length - 6)),
  );
  const width = longest + 8;
  const centres = lanes.map((_lane, number) => MARGIN + Math.floor(width / 2) + number * width);
  const total = MARGIN + width * Math.max(lanes.length, 1);
  const lines: string[] = [];

  const head = ' '.repeat(total).split('');
  lanes.forEach((lane, number) => {
    const at = Math.max(0, (centres[number] ?? 0) - Math.floor(lane.label.length / 2));
    write(head, at, printable(lane.label));
  });
  lines.push(head.join('').trimEnd());
  let previous: number | undefined;
  indexes.forEach((index, place) => {
    const arrow = trace.flow.arrows[index];
    const entry = trace.entries[index];
    if (arrow === undefined || entry === undefined) return;
    const row = ' '.repeat(total).split('');
    for (const centre of centres) row[centre] = '|';
    write(row, 0, `#${index}`);
    write(row, 6, gapLabel(trace.flow, previous, index).slice(0, MARGIN - 7));
    const from = centres[of(arrow.from)] ?? 0;
    const to = centres[of(arrow.to)] ?? 0;
    draw(row, from, to, labels[place] ?? '');
    lines.push(row.join('').trimEnd());
    const media = mediaLabel(entry);
    if (media !== undefined) {
      const note = ' '.repeat(total).split('');
      for (const centre of centres) note[centre] = '|';
      write(note, Math.min(from, to) + 2, `(${printable(media)})`);
      lines.push(note.join('').trimEnd());
    }
    previous = index;
  });
  return `${lines.join('\n')}\n`;
}

/** More lanes than this fit no screen. */
const MOST_LANES = 24;

function plainList(trace: Trace, indexes: readonly number[], labels: readonly string[]): string {
  const lines = indexes.map((index, place) => {
    const arrow = trace.flow.arrows[index];
    return `#${index} ${printable(`${arrow?.from ?? ''} -> ${arrow?.to ?? ''}`)}: ${labels[place] ?? ''}`;
  });
  return `${lines.join('\n')}\n`;
}

function draw(row: string[], from: number, to: number, label: string): void {
  if (from === to) {
    write(row, from + 1, `<-- ${label}`);
    return;
  }
  const left = Math.min(from, to) + 1;
  const right = Math.max(from, to) - 1;
  for (let at = left; at <= right; at++) row[at] = '-';
  if (to > from) row[right] = '>';
  else row[left] = '<';
  const text = ` ${label} `;
  write(row, left + Math.max(1, Math.floor((right - left + 1 - text.length) / 2)), text);
}

function write(row: string[], at: number, text: string): void {
  for (let index = 0; index < text.length; index++) row[at + index] = text.charAt(index);
}

function cut(label: string): string {
  return label.length > MOST_LABEL ? `${label.slice(0, MOST_LABEL - 3)}...` : label;
}

/** Control characters would move the cursor of a terminal. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}
