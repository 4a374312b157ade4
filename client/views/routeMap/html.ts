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
<p id="status" role="status"></p>
<div id="picture"></div>
<script nonce="${sources.nonce}" src="${sources.script}"></script>
</body>
</html>
`;
}
