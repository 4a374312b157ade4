import type { MapBox, RouteMap } from '../../../server/languages/routeMap.ts';
import { byId, showBelowHeader } from '../elements.ts';
import { keptFocus } from '../keptFocus.ts';
import { pictureIn, zoomOf } from '../zoom.ts';
import { drawRouteMap } from './draw.ts';
import { listOf } from './list.ts';
import type { FromPage, ToPage } from './messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const editor = acquireVsCodeApi();
const picture = byId('picture', HTMLElement);
const status = byId('status', HTMLElement);
const way = byId('way', HTMLElement);
const routes = byId('routes', HTMLElement);
const search = byId('search', HTMLInputElement);
const zoom = zoomOf(picture, pictureIn(picture));
const focus = keptFocus(picture, 'g.box', titleOf, () => boxes()[Math.max(0, selected)]);
let map: RouteMap | undefined;
let selected = -1;

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  const message = event.data;
  if (message.type === 'map') show(message.map);
  else if (message.type === 'cursor') mark(message.box, false);
  else showWay(message.routes);
});
picture.addEventListener('keydown', onKey);
search.addEventListener('input', find);
search.addEventListener('keydown', event => {
  if (event.key === 'Enter') mark(selected, true);
});
for (const button of document.querySelectorAll('button[data-format]')) {
  button.addEventListener('click', () => {
    const format = button.getAttribute('data-format');
    if (format === 'svg' || format === 'mermaid') editor.postMessage({ type: 'export', format });
  });
}
showBelowHeader();
editor.postMessage({ type: 'ready' });

function show(next: RouteMap): void {
  const before = map?.boxes[selected]?.title;
  focus.remember();
  map = next;
  picture.replaceChildren(drawRouteMap(document, next, go));
  routes.replaceChildren(...listOf(document, next, go));
  const blocks = next.boxes.length === 1 ? '1 route block' : `${next.boxes.length} route blocks`;
  status.textContent = [blocks, ...next.notes].join('. ');
  zoom.apply();
  selected = -1;
  mark(before === undefined ? -1 : next.boxes.findIndex(box => box.title === before), false);
  focus.giveBack();
}

/** Marks the blocks and arrows on the way of a message, and names them in order. */
function showWay(routes: readonly string[]): void {
  const isTaken = (index: number): boolean => routes.includes(map?.boxes[index]?.title ?? '');
  boxes().forEach((group, index) => {
    group.classList.toggle('taken', isTaken(index));
  });
  picture.querySelectorAll('g.edge').forEach((group, index) => {
    const arrow = map?.arrows[index];
    group.classList.toggle('taken', arrow !== undefined && isTaken(arrow.from) && isTaken(arrow.to));
  });
  way.textContent = routes.length === 0 ? '' : `The message goes through ${routes.join(' → ')}`;
}

function go(place: number): void {
  const box = map?.boxes.findIndex(
    candidate => candidate.place === place || candidate.exits.some(exit => exit.places.includes(place)),
  );
  if (box !== undefined && box >= 0) mark(box, true);
  editor.postMessage({ type: 'select', place });
}

/** Arrow keys follow the picture: left and right along the arrows, up and down inside a layer. */
function onKey(event: KeyboardEvent): void {
  if (map === undefined) return;
  const box = map.boxes[selected];
  if (event.key === 'Enter' || event.key === ' ') {
    if (box !== undefined) go(box.place);
  } else if (event.key === 'Home') mark(0, true);
  else if (event.key === 'End') mark(map.boxes.length - 1, true);
  else {
    const next = box === undefined ? 0 : neighbor(map, box, event.key);
    if (next === undefined) return;
    mark(next, true);
  }
  event.preventDefault();
}

/** The box that an arrow key leads to: the box itself if there is none, undefined for other keys. */
function neighbor({ boxes, arrows }: RouteMap, box: MapBox, key: string): number | undefined {
  const here = boxes.indexOf(box);
  const near = (candidates: readonly number[]) =>
    candidates.toSorted((a, b) => distance(boxes[a], box) - distance(boxes[b], box))[0] ?? here;
  const indexes = boxes.map((_, index) => index);
  const layer = (index: number) => boxes[index]?.layer ?? 0;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowLeft': {
      const sign = key === 'ArrowRight' ? 1 : -1;
      const linked = arrows.flatMap(arrow =>
        arrow.from === here ? [arrow.to] : arrow.to === here ? [arrow.from] : [],
      );
      return near(linked.filter(index => (layer(index) - box.layer) * sign > 0));
    }
    case 'ArrowDown':
      return near(indexes.filter(index => layer(index) === box.layer && (boxes[index]?.y ?? 0) > box.y));
    case 'ArrowUp':
      return near(indexes.filter(index => layer(index) === box.layer && (boxes[index]?.y ?? 0) < box.y));
    default:
      return undefined;
  }
}

function distance(a: MapBox | undefined, b: MapBox): number {
  if (a === undefined) return Number.POSITIVE_INFINITY;
  return Math.abs(a.layer - b.layer) * 10_000 + Math.abs(a.y + a.height / 2 - b.y - b.height / 2);
}

function find(): void {
  const wanted = search.value.trim().toLowerCase();
  if (wanted === '') return;
  const found = map?.boxes.findIndex(box => box.title.toLowerCase().includes(wanted));
  if (found !== undefined && found >= 0) mark(found, false);
}

/** Selects a box and shows what it is linked to. */
function mark(box: number, takeFocus: boolean): void {
  const groups = boxes();
  groups[selected]?.setAttribute('aria-selected', 'false');
  selected = box;
  const group = groups[box];
  group?.setAttribute('aria-selected', 'true');
  groups.forEach((each, index) => {
    each.setAttribute('tabindex', index === Math.max(0, box) ? '0' : '-1');
  });
  picture.querySelectorAll('g.edge').forEach((each, index) => {
    const arrow = map?.arrows[index];
    each.classList.toggle('near', box >= 0 && (arrow?.from === box || arrow?.to === box));
  });
  picture.classList.toggle('focused', group !== undefined);
  group?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  if (takeFocus) group?.focus();
}

function boxes(): readonly SVGElement[] {
  return [...picture.querySelectorAll<SVGElement>('g.box')];
}

function titleOf(box: Element): string | null {
  return box.querySelector('.title')?.textContent ?? null;
}
