import { writeFileSync } from 'node:fs';
import type { Row } from './measure.ts';
import type { Results } from './results.ts';

const LABEL = 250;
const WIDTH = 820;
const BAR = 14;
const GAP = 26;
const OURS = '#2f7de1';
const PEER = '#9aa0a6';

/** Bars for the largest documents on a logarithmic scale: ours in blue, peers in gray. */
export function writePicture(results: Results, file: string): void {
  const size = results.sizes.at(-1) ?? 0;
  const names = [...results.ours, ...results.peers];
  const parts: string[] = [];
  let y = 50;
  for (const row of results.rows()) {
    const bars = names.flatMap(name => {
      const value = results.median(name, row, size);
      return value === undefined ? [] : [{ name, value, isOurs: results.ours.includes(name) }];
    });
    const largest = Math.max(...bars.map(({ value }) => value));
    parts.push(`<text x="12" y="${y + 11}" font-weight="600">${escaped(row)}</text>`);
    for (const { name, value, isOurs } of bars) {
      const width = barWidth(value, largest);
      parts.push(
        `<text x="${LABEL - 8}" y="${y + 11}" text-anchor="end">${escaped(name)}</text>`,
        `<rect x="${LABEL}" y="${y}" width="${width}" height="${BAR - 3}" fill="${isOurs ? OURS : PEER}"/>`,
        `<text x="${LABEL + width + 6}" y="${y + 10}">${shown(value, row)}</text>`,
      );
      y += BAR;
    }
    y += GAP - BAR;
  }
  const title = `${size.toLocaleString('en-US')} lines: processor time, shorter is better (logarithmic)`;
  writeFileSync(
    file,
    [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + 10}" font-family="sans-serif" font-size="11">`,
      `<title>${escaped(title)}</title>`,
      `<rect width="100%" height="100%" fill="#ffffff"/>`,
      `<text x="12" y="26" font-size="15" font-weight="600">${escaped(title)}</text>`,
      ...parts,
      '</svg>',
      '',
    ].join('\n'),
  );
}

/** Four powers of ten below the largest value have no length. */
function barWidth(value: number, largest: number): number {
  const share = 1 + Math.log10(value / largest) / 4;
  return Math.max(2, Math.round(share * (WIDTH - LABEL - 90)));
}

function shown(value: number, row: Row): string {
  const unit = row === 'peak memory (MiB)' ? 'MiB' : 'ms';
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${unit}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
