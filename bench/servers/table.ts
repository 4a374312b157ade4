import type { Row } from './measure.ts';
import type { Results } from './results.ts';

/** Prints the medians as a Markdown table: ours with their ratio to the best peer, which is marked. */
export function printTable(results: Results): void {
  const { ours, peers, sizes } = results;
  const line = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);
  line(['', 'lines', ...ours, ...peers]);
  line(['---', '---:', ...[...ours, ...peers].map(() => '---:')]);
  for (const row of results.rows()) {
    for (const size of sizes) {
      line([
        row,
        size.toLocaleString('en-US'),
        ...ours.map(name => ownCell(results, name, row, size)),
        ...peers.map(name => peerCell(results, name, row, size)),
      ]);
    }
    line([row, 'growth', ...[...ours, ...peers].map(name => times(results.growth(name, row)))]);
  }
}

function ownCell(results: Results, name: string, row: Row, size: number): string {
  const ratio = results.ratio(name, row, size);
  const shown = milliseconds(results.median(name, row, size));
  return ratio === undefined ? shown : `${shown} (${times(ratio)})`;
}

function peerCell(results: Results, name: string, row: Row, size: number): string {
  const median = results.median(name, row, size);
  const shown = milliseconds(median);
  return median !== undefined && median === results.bestPeer(row, size) ? `**${shown}**` : shown;
}

function milliseconds(time: number | undefined): string {
  if (time === undefined) return '–';
  return time < 10 ? time.toFixed(2) : time.toFixed(0);
}

function times(ratio: number | undefined): string {
  return ratio === undefined ? '' : `×${ratio.toFixed(ratio < 10 ? 2 : 0)}`;
}
