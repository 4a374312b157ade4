import type { DocumentLink } from 'vscode-languageserver-types';
import { rangeOf } from '../model/place.ts';
import { type TraceView, traceOfView } from './cursor.ts';

/** More links than this make an editor slow. */
const MOST_LINKS = 2000;

/** From the status code of every response to its request. */
export function linksOf(view: TraceView): DocumentLink[] {
  const trace = traceOfView(view);
  const links: DocumentLink[] = [];
  for (const entry of trace?.entries ?? []) {
    const request = trace?.flow.arrows[entry.index]?.answers;
    const target = request === undefined ? undefined : trace?.entries[request];
    if (target === undefined) continue;
    const code = /^\S+\s+/.exec(entry.facts.startLine)?.[0].length ?? 0;
    links.push({
      range: rangeOf(entry, { start: code, end: code + 3 }),
      target: `${view.uri}#L${target.line + 1}`,
      tooltip: `Go to the request, message ${target.index}`,
    });
    if (links.length >= MOST_LINKS) break;
  }
  return links;
}
