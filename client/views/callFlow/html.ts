import { type PageSources, pageHtml } from '../pageHtml.ts';
import { zoomButtons } from '../zoom.ts';

/** The page of the call flow view: nothing in it comes from a trace. */
export function callFlowHtml(sources: PageSources): string {
  return pageHtml(sources, 'Call Flow', body, 'data:');
}

const body = `<header>
<h1>Call Flow</h1>
<div role="toolbar" aria-label="Call flow">
<details id="calls"><summary>All calls</summary><select id="call" multiple size="10" aria-label="Calls to show; several with Ctrl or Shift"></select></details>
<label><input id="legs" type="checkbox" checked> With other legs</label>
<label>Numbers, hosts or Call-IDs <input id="search" type="search" placeholder="separate with commas"></label>
<label><input id="ports" type="checkbox"> A lane for every port</label>
${zoomButtons('Fit', 'Fit to the width of the page')}
<label>Copy <select id="copy"><option value="">…</option><option value="mermaid">Mermaid</option><option value="text">Text</option><option value="svg">SVG</option></select></label>
<span role="group" aria-label="Save as">Save as
<button data-format="svg">SVG</button>
<button data-format="png">PNG</button>
<button data-format="mermaid">Mermaid</button>
<button data-format="text">Text</button>
<button data-format="sipp">SIPp Scenarios</button>
</span>
<span id="status" role="status"></span>
</div>
</header>
<main>
<div id="picture"></div>
<div id="comparison" aria-live="polite"></div>
<div id="explanation"></div>
</main>`;
