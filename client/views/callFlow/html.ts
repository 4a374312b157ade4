/** Where the page gets its script and style, and what it may load. */
export interface PageSources {
  readonly script: string;
  readonly style: string;
  /** What the editor calls the origin of local resources. */
  readonly origin: string;
  /** Unpredictable; only the script with it runs. */
  readonly nonce: string;
}

/** The page of the call flow view: nothing in it comes from a trace. */
export function callFlowHtml(sources: PageSources): string {
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src ${sources.origin}`,
    `script-src 'nonce-${sources.nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${sources.style}">
<title>Call Flow</title>
</head>
<body>
<header role="toolbar" aria-label="Call flow">
<label>Call <select id="call"></select></label>
<label>Number, host or Call-ID <input id="search" type="search"></label>
<label><input id="ports" type="checkbox"> A lane for every port</label>
<button data-format="svg">SVG</button>
<button data-format="png">PNG</button>
<button data-format="mermaid">Mermaid</button>
<button data-format="text">Text</button>
<button data-format="sipp">SIPp Scenarios</button>
<span id="status" role="status"></span>
</header>
<main>
<div id="picture"></div>
<div id="explanation"></div>
</main>
<script nonce="${sources.nonce}" src="${sources.script}"></script>
</body>
</html>
`;
}
