import { escapedForXml } from '../../../text/markup.ts';
import { withoutSecrets } from '../../../text/secrets.ts';
import type { LadderLayout, LaidArrow, LaidBrace } from '../../callFlow.ts';
import type { Trace } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { ladderLayout } from './ladderLayout.ts';

/** Colors that people with red-green color blindness can distinguish, each with its own dash pattern. */
export const DIALOG_COLOURS = [
  '#0b5cad',
  '#b35900',
  '#00796b',
  '#8e24aa',
  '#5d4037',
  '#c2185b',
  '#33691e',
  '#455a64',
];
export const DIALOG_DASHES = ['', '8 3', '3 3', '10 3 2 3', '14 4', '2 5', '6 2 2 2 2 2', '12 2 4 2'];

/** The call flow as a standalone SVG file, without scripts, links or external references. */
export function ladderSvg(trace: Trace, options: LadderOptions): string {
  return [...ladderSvgLines(trace, options)].join('');
}

/** The same text, line by line. */
export function* ladderSvgLines(trace: Trace, options: LadderOptions): Generator<string> {
  const layout = ladderLayout(trace, options);
  yield `<svg xmlns="http://www.w3.org/2000/svg" width="${layout.width}" height="${layout.height}" viewBox="0 0 ${layout.width} ${layout.height}" font-family="sans-serif" font-size="12" role="img">\n`;
  yield '<title>SIP call flow</title>\n<rect width="100%" height="100%" fill="#ffffff"/>\n';
  for (const lane of layout.lanes) yield laneSvg(lane, layout.height);
  for (const arrow of layout.arrows) yield `${arrowSvg(arrow)}\n`;
  for (const brace of layout.braces) yield `${braceSvg(brace)}\n`;
  yield '</svg>\n';
}

function laneSvg({ x, label, name }: LadderLayout['lanes'][number], height: number): string {
  return [
    `<line x1="${x}" y1="40" x2="${x}" y2="${height - 8}" stroke="#9e9e9e"/>\n`,
    `<text x="${x}" y="${name === undefined ? 26 : 32}" text-anchor="middle" font-weight="bold">${escapedForXml(label)}</text>\n`,
    name === undefined
      ? ''
      : `<text x="${x}" y="16" text-anchor="middle">${escapedForXml(short(name))}</text>\n`,
  ].join('');
}

function arrowSvg(arrow: LaidArrow): string {
  const color = DIALOG_COLOURS[arrow.style] ?? '#000000';
  const dash = DIALOG_DASHES[arrow.style] ?? '';
  const isSelf = arrow.fromX === arrow.toX;
  const sign = arrow.toX >= arrow.fromX ? 1 : -1;
  const middle = isSelf ? arrow.fromX + 40 : (arrow.fromX + arrow.toX) / 2;
  const line = isSelf
    ? `<path d="M${arrow.fromX} ${arrow.y - 6} h30 v12 h-24" fill="none"`
    : `<line x1="${arrow.fromX}" y1="${arrow.y}" x2="${arrow.toX - sign * 7}" y2="${arrow.y}"`;
  const tip = isSelf ? arrow.fromX : arrow.toX;
  const tipY = isSelf ? arrow.y + 6 : arrow.y;
  const tail = isSelf ? 1 : -sign;
  const decoration = arrow.isRetransmission ? ' text-decoration="line-through"' : '';
  return [
    `<g><title>${escapedForXml(arrow.description)}</title>`,
    `${line} stroke="${color}" stroke-width="${arrow.isRetransmission ? 1 : 1.6}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    `<polygon points="${tip},${tipY} ${tip + tail * 8},${tipY - 4} ${tip + tail * 8},${tipY + 4}" fill="${color}"/>`,
    `<text x="${middle}" y="${arrow.y - 5}" text-anchor="${isSelf ? 'start' : 'middle'}" fill="${arrow.isFailure ? '#b00020' : '#1a1a1a'}"${decoration}>${escapedForXml(short(arrow.label))}${arrow.isRetransmission ? ' (retransmission)' : ''}</text>`,
    arrow.media === undefined
      ? ''
      : `<text x="${middle}" y="${arrow.y + 13}" text-anchor="middle" font-size="10" fill="#555555">${escapedForXml(short(arrow.media, 60))}</text>`,
    `<text x="8" y="${arrow.y + 4}" font-size="10" fill="#555555">#${arrow.index} ${escapedForXml(arrow.gap)}</text></g>`,
  ].join('');
}

function braceSvg(brace: LaidBrace): string {
  const middle = (brace.fromY + brace.toY) / 2;
  return `<path d="M${brace.x} ${brace.fromY} h8 V${brace.toY} h-8" fill="none" stroke="#555555"/><text x="${brace.x + 14}" y="${middle + 4}" font-size="10" fill="${brace.outcome === 'accepted' ? '#1b5e20' : '#b00020'}">${escapedForXml(short(brace.label, 28))}</text>`;
}

function short(text: string, most = 34): string {
  const shown = withoutSecrets(text);
  return shown.length > most ? `${shown.slice(0, most - 1)}…` : shown;
}
