import { EXIT_SIGNS, linePath, selfPath, tipOf } from '../../../server/languages/routeDrawing.ts';
import type { MapArrow, MapBox, RouteMap } from '../../../server/languages/routeMap.ts';
import { type MakeSvg, nameByTexts, svgMaker } from '../svg.ts';

/**
 * Draws a route map as SVG elements. Text of the script reaches the page through `textContent` and `aria-label` only;
 * nothing of it becomes markup, a style or an address. `go` gets the clicked place.
 */
export function drawRouteMap(document: Document, map: RouteMap, go: (place: number) => void): SVGSVGElement {
  const element = svgMaker(document);
  const svg = element('svg', {
    width: map.width,
    height: map.height,
    viewBox: `0 0 ${map.width} ${map.height}`,
    role: 'listbox',
    'aria-label': 'Route blocks',
  });
  for (const arrow of map.arrows) svg.append(drawArrow(arrow, map, element, go));
  for (const box of map.boxes) svg.append(drawBox(box, element, go));
  return svg;
}

/** For screen readers, the arrows are described with their boxes and in the list. */
function drawArrow(
  arrow: MapArrow,
  map: RouteMap,
  element: MakeSvg,
  go: (place: number) => void,
): SVGGElement {
  const group = element('g', { class: `edge ${arrow.kind}`, 'aria-hidden': 'true' });
  const from = map.boxes[arrow.from];
  if (from === undefined) return group;
  const isSelf = arrow.from === arrow.to;
  const path = isSelf ? selfPath(from) : linePath(arrow);
  const { points, at } = tipOf(isSelf ? undefined : arrow, from);
  group.append(
    element('path', { d: path, class: 'reach' }),
    element('path', { d: path, class: 'line' }),
    element('polygon', { points, class: 'tip' }),
    element('title', {}, arrow.description),
  );
  if (arrow.label !== '') {
    group.append(element('text', { x: at.x, y: at.y, class: `word ${at.anchor}` }, arrow.label));
  }
  const [place] = arrow.places;
  if (place !== undefined) group.addEventListener('click', () => go(place));
  return group;
}

function drawBox(box: MapBox, element: MakeSvg, go: (place: number) => void): SVGGElement {
  const classes = ['box', box.state, box.kind];
  if (box.isEntry) classes.push('entry');
  const group = element('g', {
    class: classes.join(' '),
    role: 'option',
    tabindex: -1,
    'aria-selected': 'false',
  });
  const x = box.x + 12;
  group.append(
    element('rect', {
      ...{ x: box.x, y: box.y, width: box.width, height: box.height },
      ...{ rx: box.isEntry ? 14 : 3, class: 'frame' },
    }),
    element('text', { x, y: box.y + 18, class: 'title' }, box.title),
    element('title', {}, box.description),
  );
  if (box.subtitle !== undefined) {
    group.append(element('text', { x, y: box.y + 34, class: 'subtitle' }, box.subtitle));
  }
  for (const exit of box.exits) {
    const row = element('g', { class: `exit ${exit.kind}` });
    row.append(
      element('rect', {
        ...{ x: box.x + 6, y: exit.y - 8, width: box.width - 12, height: 16 },
        ...{ rx: 2, class: 'row' },
      }),
      element('text', { x, y: exit.y + 4 }, `${EXIT_SIGNS[exit.kind]} ${exit.label}`),
      element('title', {}, exit.description),
    );
    row.addEventListener('click', event => {
      event.stopPropagation();
      const [place] = exit.places;
      if (place !== undefined) go(place);
    });
    group.append(row);
  }
  nameByTexts(group, `. ${box.description}`);
  group.addEventListener('click', () => go(box.place));
  return group;
}
