import type { RouteMap } from '../../../server/languages/opensips/routeMap.ts';
import { drawRouteMap } from './draw.ts';
import type { FromPage, ToPage } from './messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const editor = acquireVsCodeApi();
const picture = byId('picture');
const status = byId('status');
let shown: RouteMap | undefined;

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  const message = event.data;
  if (message.type === 'map') show(message.map);
  else follow(message.uri, message.line);
});
editor.postMessage({ type: 'ready' });

function show(map: RouteMap): void {
  shown = map;
  const unreached = map.nodes.filter(node => !node.isReached).length;
  status.textContent =
    map.nodes.length === 0
      ? 'The script has no route blocks.'
      : `${map.nodes.length} route blocks${unreached === 0 ? '' : `, ${unreached} of them never reached`}`;
  picture.replaceChildren(drawRouteMap(document, map, (type, index) => editor.postMessage({ type, index })));
}

/** Marks the block in which the cursor of the editor stands: the last one that begins at or before its line. */
function follow(uri: string, line: number): void {
  let current = -1;
  shown?.nodes.forEach((node, index) => {
    if (node.uri !== uri || node.line > line) return;
    if (current < 0 || node.line >= (shown?.nodes[current]?.line ?? 0)) current = index;
  });
  for (const node of picture.querySelectorAll('.node'))
    node.classList.toggle('current', node.getAttribute('data-index') === String(current));
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}
