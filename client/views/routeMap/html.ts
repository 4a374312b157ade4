import { type PageSources, pageHtml } from '../pageHtml.ts';
import { zoomButtons } from '../zoom.ts';

/** The page of the route map: nothing in it comes from a script. */
export function routeMapHtml(sources: PageSources): string {
  return pageHtml(sources, 'Route Map', body);
}

const body = `<header>
<h1>Route Map</h1>
<div role="toolbar" aria-label="Route map">
<label>Route <input id="search" type="search"></label>
${zoomButtons('Fit', 'Fit to the width of the page')}
<span role="group" aria-label="Save as">Save as
<button data-format="svg">SVG</button>
<button data-format="mermaid">Mermaid</button>
</span>
<span id="status" role="status"></span>
</div>
<p id="way" role="status"></p>
</header>
<main>
<div id="picture"></div>
<p id="legend">Rounded: where OpenSIPS starts. Solid lines: calls. Dashed lines: armed for later. → relay, ↩ reply, ✕ drop, ■ exit.</p>
<details id="list" open>
<summary>As a list</summary>
<ul id="routes"></ul>
</details>
</main>`;
