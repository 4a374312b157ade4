import { textBehindHeader } from '../../../config/faults/headers.ts';
import type { LineRule } from '../rule.ts';

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
  check: (line, at) => textBehindHeader(line, at, 'The server'),
};
