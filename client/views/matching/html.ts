import { type PageSources, pageHtml } from '../pageHtml.ts';
import { zoomButtons } from '../zoom.ts';

/** The page of the matching view: nothing in it comes from a message or a configuration. */
export function matchingHtml(sources: PageSources): string {
  return pageHtml(sources, 'Message Matching', body);
}

const body = `<header>
<div role="status"><h1 id="sentence">Message Matching</h1></div>
<div role="toolbar" aria-label="What the server knows">
<label>Source address <input id="source" spellcheck="false" size="30" aria-describedby="source-problem"></label>
<span id="source-problem" class="problem" role="alert"></span>
<button data-ask="message">Other Message</button>
<button data-ask="registrations">Registrations</button>
<button data-ask="answer">Client's Answer</button>
<button data-ask="report">Report</button>
${zoomButtons('Reset', 'Normal size of the text')}
</div>
<div id="script-tools" role="toolbar" aria-label="The run of the script" hidden>
<button id="next-branch">Next Branch</button>
<button data-ask="cursor">Step at Cursor</button>
<button data-ask="version">Compare Versions</button>
<span id="no-step" class="problem" role="alert"></span>
</div>
<p id="known"></p>
<p id="changed" role="status"></p>
</header>
<main id="results"></main>`;
