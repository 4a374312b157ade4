import { textBehindHeader } from '../../../config/faults/headers.ts';
import type { LineRule } from '../rule.ts';

export const textAfterSectionHeader: LineRule = {
  code: 'sip-conf/text-after-section-header',
  severity: 'warning',
  family: 'syntax',
  title: 'Ignored text after a section header',
  why: 'The server silently ignores everything after `]` (or after the closing parenthesis), even an option.',
  fix: 'Move it to its own line, or begin it with `;`.',
  bad: '[general]\n\n[alice] type=friend\nhost=dynamic\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'line',
  kinds: ['header'],
  check: (line, at) => textBehindHeader(line, at, 'The server'),
};
