import { message } from '../../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const textAfterSectionHeader: LineRule = {
  code: 'pjsip-conf/text-after-section-header',
  severity: 'warning',
  family: 'syntax',
  title: 'Text behind a section header that Asterisk ignores',
  why: 'Everything behind `]` (or behind the closing parenthesis) is silently ignored, also an option.',
  fix: 'Put it on a line of its own, or begin it with `;`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice] type=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=aor\nmax_contacts=1\n',
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
      'Asterisk ignores this text behind the section header.',
      'An option here does nothing.',
      'Move it to a line of its own, or begin it with ";".',
    );
    return [
      { ...range, message: text, fixes: [replacing('Turn into a comment', range, `; ${rest.trim()}`)] },
    ];
  },
};
