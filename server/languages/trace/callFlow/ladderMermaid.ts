import { escapedForMermaid } from '../../../text/markup.ts';
import { arrowLabel, mediaLabel, outcomeInWords } from '../model/describe.ts';
import { lanesOf } from '../model/lanes.ts';
import type { Trace } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { selectedMessages } from '../model/selectedMessages.ts';

/** The call flow as a Mermaid sequence diagram. */
export function ladderMermaid(trace: Trace, options: LadderOptions): string {
  return [...ladderMermaidLines(trace, options)].join('');
}

/** The same text, line by line. */
export function* ladderMermaidLines(trace: Trace, options: LadderOptions): Generator<string> {
  const indexes = selectedMessages(trace, options);
  const { lanes, of } = lanesOf(trace, indexes, options.foldPorts);
  yield 'sequenceDiagram\n';
  for (const [number, lane] of lanes.entries()) {
    const name = lane.name === undefined ? '' : `${escapedForMermaid(lane.name)}<br/>`;
    yield `    participant h${number} as ${name}${escapedForMermaid(lane.label)}\n`;
  }
  const rounds = new Map(
    trace.flow.dialogs.flatMap(dialog => dialog.authentication).map(round => [round.challenge, round]),
  );
  for (const index of indexes) {
    const entry = trace.entries[index];
    const arrow = trace.flow.arrows[index];
    if (entry === undefined || arrow === undefined) continue;
    const from = `h${of(arrow.from)}`;
    const to = `h${of(arrow.to)}`;
    const line = entry.facts.method === undefined ? '-->>' : '->>';
    const again = arrow.repeats === undefined ? '' : ' (retransmission)';
    yield `    ${from}${line}${to}: ${escapedForMermaid(arrowLabel(entry) + again)}\n`;
    const media = mediaLabel(entry);
    if (media !== undefined) yield `    Note over ${from},${to}: ${escapedForMermaid(media)}\n`;
    const round = rounds.get(index);
    if (round !== undefined) {
      yield `    Note over ${to}: ${escapedForMermaid(`challenge ${outcomeInWords(round)}`)}\n`;
    }
  }
}
