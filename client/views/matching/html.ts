/** Where the page gets its script and style, and what it may load. */
export interface PageSources {
  readonly script: string;
  readonly style: string;
  /** What the editor calls the origin of local resources. */
  readonly origin: string;
  /** Unpredictable; only the script with it runs. */
  readonly nonce: string;
}

/** The page of the matching view: nothing in it comes from a message or a configuration. */
export function matchingHtml(sources: PageSources): string {
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
<title>Message Matching</title>
</head>
<body>
<header>
<h1 id="sentence" role="status"></h1>
<div role="toolbar" aria-label="What the server knows">
<label>From <input id="source" spellcheck="false" size="30"></label>
<button data-ask="message">Other Message</button>
<button data-ask="registrations">Registrations</button>
<button data-ask="answer">Client's Answer</button>
<button data-ask="report">Report</button>
</div>
<p id="known"></p>
</header>
<main>
<div id="picture"></div>
<div id="words"></div>
</main>
<script nonce="${sources.nonce}" src="${sources.script}"></script>
</body>
</html>
`;
}
