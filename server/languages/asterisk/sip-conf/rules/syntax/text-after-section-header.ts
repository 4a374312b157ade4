import { message } from '../../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const textAfterSectionHeader: LineRule = {
  code: 'sip-conf/text-after-section-header',
  severity: 'warning',
  family: 'syntax',
  title: 'Text behind a section header that the server ignores',
  why: 'Everything behind `]` (or behind the closing parenthesis) is ignored without a message, also an option.',
  fix: 'Put it on a line of its own, or begin it with `;`.',
  bad: '[general]\n\n[alice] type=friend\nhost=dynamic\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'header' || line.fault !== undefined || line.map !== undefined) return undefined;
    if (line.detachedOptions !== undefined) return undefined;
    const last = line.options.at(-1);
    const start = last === undefined ? line.nameEnd + 1 : last.end + 1;
    const rest = line.text.slice(start, line.end);
    if (rest.trim() === '') return undefined;
    const range = { ...at, start: start + rest.length - rest.trimStart().length, end: line.end };
    const text = message(
      'The server ignores this text behind the section header.',
      'An option here does nothing.',
      'Move it to a line of its own, or begin it with ";".',
    );
    return [
      { ...range, message: text, fixes: [replacing('Turn into a comment', range, `; ${rest.trim()}`)] },
    ];
  },
};
