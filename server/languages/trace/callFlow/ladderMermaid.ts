import { escapedForMermaid } from '../../../text/markup.ts';
import { arrowLabel, mediaLabel, outcomeInWords } from '../model/describe.ts';
import { lanesOf } from '../model/lanes.ts';
import type { Trace } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { selectedMessages } from '../model/selectedMessages.ts';

/** The call flow as a Mermaid sequence diagram. */
export function ladderMermaid(trace: Trace, options: LadderOptions): string {
  const indexes = selectedMessages(trace, options);
  const { lanes, of } = lanesOf(trace.flow, indexes, options.foldPorts);
  const lines = ['sequenceDiagram'];
  lanes.forEach((lane, number) => {
    lines.push(`    participant h${number} as ${escapedForMermaid(lane.label)}`);
  });
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
    lines.push(`    ${from}${line}${to}: ${escapedForMermaid(arrowLabel(entry) + again)}`);
    const media = mediaLabel(entry);
    if (media !== undefined) lines.push(`    Note over ${from},${to}: ${escapedForMermaid(media)}`);
    const round = rounds.get(index);
    if (round !== undefined) {
      lines.push(`    Note over ${to}: ${escapedForMermaid(`challenge ${outcomeInWords(round)}`)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
