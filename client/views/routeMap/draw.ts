import type {
  RouteEdge,
  RouteExit,
  RouteMap,
  RouteNode,
} from '../../../server/languages/opensips/routeMap.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Signs that tell the ways out apart without colour. */
const SIGNS: Readonly<Record<RouteExit, string>> = { relay: '→ relay', reply: '↩ reply', drop: '✗ drop' };

/**
 * Draws the map: a box for each route block, an arrow for each way from one to another. Names of the script reach the page
 * through `textContent` and `aria-label` only.
 */
export function drawRouteMap(
  document: Document,
  map: RouteMap,
  select: (type: 'node' | 'edge', index: number) => void,
): SVGSVGElement {
  const element = <Name extends keyof SVGElementTagNameMap>(
    name: Name,
    attributes: Readonly<Record<string, string | number>>,
    text?: string,
  ): SVGElementTagNameMap[Name] => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const svg = element('svg', {
    viewBox: `0 0 ${map.width} ${map.height}`,
    width: map.width,
    height: map.height,
    role: 'list',
    'aria-label': 'Route blocks',
  });
  const marker = element('marker', {
    id: 'arrow',
    viewBox: '0 0 8 8',
    refX: 8,
    refY: 4,
    markerWidth: 7,
    markerHeight: 7,
    orient: 'auto',
  });
  marker.append(element('path', { d: 'M0 0 L8 4 L0 8 z', class: 'head' }));
  const definitions = element('defs', {});
  definitions.append(marker);
  svg.append(definitions);
  map.edges.forEach((edge, index) => {
    const from = map.nodes[edge.from];
    const to = map.nodes[edge.to];
    if (from === undefined || to === undefined) return;
    const group = element('g', { class: edge.isArmed ? 'edge armed' : 'edge' });
    group.append(
      element('path', { d: pathOf(edge, from, to), class: 'line', 'marker-end': 'url(#arrow)' }),
      element('title', {}, `${from.title} ${edge.label} ${to.title}`),
    );
    group.addEventListener('click', () => select('edge', index));
    svg.append(group);
  });
  map.nodes.forEach((node, index) => {
    const exits = node.exits.map(exit => SIGNS[exit]).join('  ');
    const group = element('g', {
      class: `node ${node.kind}${node.isEntry ? ' entry' : ''}${node.isReached ? '' : ' unreached'}`,
      role: 'listitem',
      tabindex: 0,
      'data-index': index,
      'aria-label': `${node.title}${node.isReached ? '' : ', nothing leads here'}. ${exits}`,
    });
    group.append(
      element('rect', { x: node.x, y: node.y, width: node.width, height: node.height, rx: 5, class: 'box' }),
      element('text', { x: node.x + 8, y: node.y + 19, class: 'title' }, short(node.title, 25)),
      element(
        'text',
        { x: node.x + 8, y: node.y + 37, class: 'exits' },
        node.isReached ? exits : 'nothing leads here',
      ),
      element('title', {}, node.title),
    );
    group.addEventListener('click', () => select('node', index));
    group.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') select('node', index);
    });
    svg.append(group);
  });
  return svg;
}

function pathOf(edge: RouteEdge, from: RouteNode, to: RouteNode): string {
  const y1 = from.y + from.height / 2;
  const y2 = to.y + to.height / 2;
  if (edge.from === edge.to || to.x <= from.x) {
    // Back to the left, or within a column: round the outside.
    const x = Math.max(from.x + from.width, to.x + to.width) + 26;
    return `M${from.x + from.width} ${y1} C${x} ${y1} ${x} ${y2} ${to.x + to.width} ${y2}`;
  }
  const x1 = from.x + from.width;
  const middle = (x1 + to.x) / 2;
  return `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${to.x} ${y2}`;
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
