/** Where a page gets its script and styles, and what it may load. */
export interface PageSources {
  readonly script: string;
  /** What all pages share, then the page's own. */
  readonly styles: readonly string[];
  /** The editor's origin for local resources. */
  readonly origin: string;
  /** Unpredictable; only the script with it runs. */
  readonly nonce: string;
}

/**
 * The page of a web view: only its own script and styles may load, so nothing from a file can run. `body` is our own
 * text; the script inserts everything from files as text. `images`: allowed sources of images; none by default.
 */
export function pageHtml(sources: PageSources, title: string, body: string, images?: string): string {
  const policy = [
    "default-src 'none'",
    ...(images === undefined ? [] : [`img-src ${images}`]),
    `style-src ${sources.origin}`,
    `script-src 'nonce-${sources.nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
${sources.styles.map(style => `<link rel="stylesheet" href="${style}">`).join('\n')}
<title>${title}</title>
</head>
<body>
${body}
<script nonce="${sources.nonce}" src="${sources.script}"></script>
</body>
</html>
`;
}
