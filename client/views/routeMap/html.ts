/** Where the page gets its script and style, and what it may load. */
export interface PageSources {
  readonly script: string;
  readonly style: string;
  /** What the editor calls the origin of local resources. */
  readonly origin: string;
  /** Unpredictable; only the script with it runs. */
  readonly nonce: string;
}

/** The page of the route map: nothing in it comes from a script. */
export function routeMapHtml(sources: PageSources): string {
  const policy = [
    "default-src 'none'",
    `style-src ${sources.origin}`,
    `script-src 'nonce-${sources.nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${sources.style}">
<title>Route Map</title>
</head>
<body>
<header role="toolbar" aria-label="Route map">
<label>Route <input id="search" type="search"></label>
<button id="smaller" aria-label="Smaller">−</button>
<button id="fit">Fit</button>
<button id="larger" aria-label="Larger">+</button>
<button data-format="svg">SVG</button>
<button data-format="mermaid">Mermaid</button>
<span id="status" role="status"></span>
</header>
<main>
<div id="picture"></div>
<p id="legend">Rounded: where OpenSIPS begins. Lines: calls. Broken lines: armed for later. → relay, ↩ reply, ✕ drop, ■ exit.</p>
<details id="list" open>
<summary>As a list</summary>
<ul id="routes"></ul>
</details>
</main>
<script nonce="${sources.nonce}" src="${sources.script}"></script>
</body>
</html>
`;
}
