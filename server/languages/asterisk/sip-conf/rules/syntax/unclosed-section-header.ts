import { unclosedHeader } from '../../../config/faults/headers.ts';
import type { NameRule } from '../rule.ts';

export const unclosedSectionHeader: NameRule = {
  code: 'sip-conf/unclosed-section-header',
  severity: 'error',
  family: 'syntax',
  title: 'Section header without its closing bracket',
  why: 'The server stops reading the file here. At a start, chan_sip does not load at all; at a reload, the old configuration stays in force. An included file loses everything from here on.',
  fix: 'Close the bracket. A `;` inside the name starts a comment and cuts the name off; write `\\;` instead.',
  bad: '[general]\n\n[alice\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'name',
  headers: ['fault'],
  *check(entries) {
    const why =
      'The server stops reading the file here. If it is sip.conf itself, the server refuses all of it.';
    for (const entry of entries) {
      const finding = unclosedHeader(entry, why);
      if (finding !== undefined) yield finding;
    }
  },
};
