import { message } from '../../../../../rules/rule.ts';
import { atLine, type NameRule, replacing } from '../rule.ts';

export const unclosedSectionHeader: NameRule = {
  code: 'sip-conf/unclosed-section-header',
  severity: 'error',
  family: 'syntax',
  title: 'Section header without its closing bracket',
  why: 'The server stops reading the file here. At a start chan_sip does not load at all, at a reload the old configuration stays in force; an included file loses everything from here on.',
  fix: 'Close the bracket. A `;` inside the name begins a comment and cuts it off; write `\\;`.',
  bad: '[general]\n\n[alice\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'name',
  *check(entries) {
    for (const { header, place } of entries) {
      if (header.fault === undefined) continue;
      const bracket = header.fault === 'no-bracket' ? ']' : ')';
      const range = atLine(place, 0);
      const what = `The section header has no closing "${bracket}".`;
      const why = 'The server stops reading the file here and refuses a sip.conf as a whole.';
      const insertion = { ...range, start: range.end };
      const fixes = [replacing(`Insert "${bracket}"`, insertion, bracket)];
      yield { ...range, message: message(what, why, 'Close it.'), fixes };
    }
  },
};
