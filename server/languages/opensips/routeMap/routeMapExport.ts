import { escapedForMermaid, escapedForXml } from '../../../text/markup.ts';
import { EXIT_SIGNS, linePath, selfPath, tipOf } from '../../routeDrawing.ts';
import type { EdgeKind, MapArrow, MapBox, RouteMap, RouteMapFormat } from '../../routeMap.ts';

/** The route map as a self-contained file, without scripts, links or external references. */
export function exportRouteMap(map: RouteMap, format: RouteMapFormat): string {
  return format === 'svg' ? routeMapSvg(map) : routeMapMermaid(map);
}

const COLOURS: Readonly<Record<EdgeKind, string>> = {
  call: '#455a64',
  reply: '#00796b',
  failure: '#b00020',
  branch: '#b35900',
  resume: '#0b5cad',
  dialog: '#8e24aa',
  event: '#8e24aa',
};

const DASHES: Readonly<Record<EdgeKind, string>> = {
  call: '',
  reply: '3 3',
  failure: '8 3',
  branch: '8 3 2 3',
  resume: '12 3',
  dialog: '2 5',
  event: '2 5',
};

function routeMapSvg(map: RouteMap): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${map.width}" height="${map.height}" viewBox="0 0 ${map.width} ${map.height}" font-family="sans-serif" font-size="12" role="img">`,
    '<title>Route blocks of an OpenSIPS script</title>',
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    ...map.arrows.map(arrow => arrowSvg(arrow, map)),
    ...map.boxes.map(boxSvg),
    '</svg>',
  ].join('\n')}\n`;
}

function arrowSvg(arrow: MapArrow, map: RouteMap): string {
  const from = map.boxes[arrow.from];
  if (from === undefined) return '';
  const isSelf = arrow.from === arrow.to;
  const color = COLOURS[arrow.kind];
  const dash = DASHES[arrow.kind];
  const { points, at } = tipOf(isSelf ? undefined : arrow, from);
  return [
    `<g><title>${escapedForXml(arrow.description)}</title>`,
    `<path d="${isSelf ? selfPath(from) : linePath(arrow)}" fill="none" stroke="${color}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    `<polygon points="${points}" fill="${color}"/>`,
    arrow.label === ''
      ? ''
      : `<text x="${at.x}" y="${at.y}" text-anchor="${at.anchor}" font-size="10" fill="${color}">${escapedForXml(arrow.label)}</text>`,
    '</g>',
  ].join('');
}

function boxSvg(box: MapBox): string {
  const dash = box.state === 'used' ? '' : ' stroke-dasharray="4 3"';
  const x = box.x + 12;
  return [
    `<g><title>${escapedForXml(box.description)}</title>`,
    `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${box.isEntry ? 14 : 3}" fill="${box.isEntry ? '#e3f2fd' : '#fafafa'}" stroke="${box.state === 'missing' ? '#b00020' : '#455a64'}"${dash}/>`,
    `<text x="${x}" y="${box.y + 18}" font-weight="bold" fill="#1a1a1a">${escapedForXml(box.title)}</text>`,
    box.subtitle === undefined
      ? ''
      : `<text x="${x}" y="${box.y + 34}" font-size="10" fill="#555555">${escapedForXml(box.subtitle)}</text>`,
    ...box.exits.map(
      exit =>
        `<text x="${x}" y="${exit.y + 4}" font-size="11" fill="#1a1a1a">${EXIT_SIGNS[exit.kind]} ${escapedForXml(exit.label)}</text>`,
    ),
    '</g>',
  ].join('');
}

/** A flow chart: entries are rounded, exits stand inside the boxes. */
function routeMapMermaid(map: RouteMap): string {
  const lines = ['flowchart LR'];
  map.boxes.forEach((box, index) => {
    const rows = [
      box.title,
      box.subtitle,
      ...box.exits.map(exit => `${EXIT_SIGNS[exit.kind]} ${exit.label}`),
    ];
    const text = rows.flatMap(row => (row === undefined ? [] : [escapedForMermaid(row)])).join('<br>');
    lines.push(box.isEntry ? `    r${index}(["${text}"])` : `    r${index}["${text}"]`);
  });
  for (const arrow of map.arrows) {
    const line = arrow.kind === 'call' ? '-->' : `-. ${escapedForMermaid(arrow.label)} .->`;
    lines.push(`    r${arrow.from} ${line} r${arrow.to}`);
  }
  return `${lines.join('\n')}\n`;
}
