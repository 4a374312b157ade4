import { message } from '../../../../rules/rule.ts';
import type { Entry, LinePlace } from '../entry.ts';
import { atLine, type Finding, replacing } from '../finding.ts';
import type { ConfigLine } from '../line.ts';

/** Text after a section header; `server` is the subject at the start of a sentence. */
export function textBehindHeader(line: ConfigLine, at: LinePlace, server: string): Finding[] | undefined {
  if (line.kind !== 'header' || line.fault !== undefined || line.map !== undefined) return undefined;
  if (line.detachedOptions !== undefined) return undefined;
  const last = line.options.at(-1);
  const start = last === undefined ? line.nameEnd + 1 : last.end + 1;
  const rest = line.text.slice(start, line.end);
  if (rest.trim() === '') return undefined;
  const range = { ...at, start: start + rest.length - rest.trimStart().length, end: line.end };
  const text = message(
    `${server} ignores this text after the section header.`,
    'An option here has no effect.',
    'Move it to its own line, or begin it with ";".',
  );
  return [
    { ...range, message: text, fixes: [replacing('Turn this into a comment', range, `; ${rest.trim()}`)] },
  ];
}

/** A missing bracket or parenthesis in a header; `why` is what happens to the rest of the file. */
export function unclosedHeader({ header, place }: Entry, why: string): Finding | undefined {
  if (header.fault === undefined) return undefined;
  const bracket = header.fault === 'no-bracket' ? ']' : ')';
  const range = atLine(place, 0);
  const what = `The section header has no closing "${bracket}".`;
  const fixes = [replacing(`Insert "${bracket}"`, { ...range, start: range.end }, bracket)];
  return { ...range, message: message(what, why, `Add the "${bracket}".`), fixes };
}
