import type { LadderLayout, LaidArrow, LaidBrace } from '../../callFlow.ts';
import { arrowLabel, dialogTitle, gapLabel, mediaLabel, outcomeInWords } from '../model/describe.ts';
import { lanesOf } from '../model/lanes.ts';
import type { Trace } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { selectedMessages } from '../model/selectedMessages.ts';

/** The number of colors and dash patterns that distinguish dialogs. */
export const DIALOG_STYLES = 8;
/** A picture with more arrows is useless and too heavy for a page: only the first ones are shown. */
export const MOST_ARROWS = 5000;

const LEFT = 96;
const RIGHT = 190;
const TOP = 56;
const ROW = 40;

/** Places the selected messages of a trace. */
export function ladderLayout(trace: Trace, options: LadderOptions): LadderLayout {
  const indexes = selectedMessages(trace, options).slice(0, MOST_ARROWS);
  const { lanes, of } = lanesOf(trace, indexes, options.foldPorts);
  const labels = indexes.map(index => {
    const entry = trace.entries[index];
    return entry === undefined ? '' : arrowLabel(entry);
  });
  const longest = [
    ...labels.map(label => Math.min(label.length, 34)),
    ...lanes.map(lane => Math.max(lane.label.length, lane.name?.length ?? 0)),
  ].reduce((most, length) => Math.max(most, length), 10);
  const spacing = Math.max(150, longest * 7 + 40);
  const xs = lanes.map((_lane, number) => LEFT + spacing / 2 + number * spacing);
  const yOf = new Map(indexes.map((index, place) => [index, TOP + ROW * (place + 0.7)]));
  const arrows: LaidArrow[] = [];
  indexes.forEach((index, place) => {
    const y = yOf.get(index) ?? 0;
    const laid = laidArrow(
      trace,
      index,
      arrows.at(-1)?.index,
      labels[place] ?? '',
      y,
      address => xs[of(address)],
    );
    if (laid !== undefined) arrows.push(laid);
  });
  const right = LEFT + spacing * lanes.length;
  return {
    width: right + RIGHT,
    height: TOP + ROW * (indexes.length + 1),
    lanes: lanes.map(({ label, name }, number) => ({ x: xs[number] ?? 0, label, name })),
    arrows,
    braces: bracesOf(trace, yOf, right + 8),
    dialogs: trace.flow.dialogs.flatMap((dialog, number) =>
      dialog.messages.some(index => yOf.has(index))
        ? [
            {
              callId: dialog.callId,
              title: dialogTitle(dialog, trace.entries),
              style: number % DIALOG_STYLES,
              state: dialog.state,
            },
          ]
        : [],
    ),
  };
}

/** The arrow of a message; `previous` is the index of the one above it. */
function laidArrow(
  trace: Trace,
  index: number,
  previous: number | undefined,
  label: string,
  y: number,
  xOf: (address: string) => number | undefined,
): LaidArrow | undefined {
  const entry = trace.entries[index];
  const arrow = trace.flow.arrows[index];
  if (entry === undefined || arrow === undefined) return undefined;
  const isRetransmission = arrow.repeats !== undefined;
  const media = mediaLabel(entry);
  return {
    index,
    line: entry.line,
    y,
    fromX: xOf(arrow.from) ?? LEFT,
    toX: xOf(arrow.to) ?? LEFT,
    label,
    media,
    time: entry.message.context.time ?? '',
    gap: gapLabel(trace.flow, previous, index),
    isResponse: entry.facts.method === undefined,
    isRetransmission,
    isFailure: (entry.facts.status ?? 0) >= 400,
    style: (arrow.dialog ?? 0) % DIALOG_STYLES,
    callId: entry.facts.callId ?? '',
    from: arrow.from,
    to: arrow.to,
    description: `Message ${index}: ${label} from ${arrow.from} to ${arrow.to}${isRetransmission ? ', retransmission' : ''}${media === undefined ? '' : `, media ${media}`}`,
  };
}

function bracesOf(trace: Trace, yOf: ReadonlyMap<number, number>, x: number): LaidBrace[] {
  const braces: LaidBrace[] = [];
  for (const dialog of trace.flow.dialogs) {
    for (const round of dialog.authentication) {
      const fromY = yOf.get(round.challenge);
      const last = round.settledBy ?? round.answer ?? round.challenge;
      if (fromY === undefined) continue;
      braces.push({
        fromY: fromY - 8,
        toY: (yOf.get(last) ?? fromY) + 8,
        x: x + (braces.length % 3) * 6,
        label: `${outcomeInWords(round)}${round.realm === undefined ? '' : ` (realm ${round.realm})`}`,
        outcome: round.outcome,
      });
    }
  }
  return braces;
}
