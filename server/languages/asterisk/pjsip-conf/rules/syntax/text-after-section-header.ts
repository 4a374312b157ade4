import { textBehindHeader } from '../../../config/faults/headers.ts';
import type { LineRule } from '../rule.ts';

export const textAfterSectionHeader: LineRule = {
  code: 'pjsip-conf/text-after-section-header',
  severity: 'warning',
  family: 'syntax',
  title: 'Ignored text after a section header',
  why: 'Asterisk silently ignores everything after `]` (or after the closing parenthesis), even an option.',
  fix: 'Move it to its own line, or begin it with `;`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice] type=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  on: 'line',
  kinds: ['header'],
  check: (line, at) => textBehindHeader(line, at, 'Asterisk'),
};
