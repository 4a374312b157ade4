import { foreignDirective } from '../../../config/faults/directives.ts';
import type { LineRule } from '../rule.ts';

export const unknownDirective: LineRule = {
  code: 'pjsip-conf/unknown-directive',
  severity: 'error',
  family: 'syntax',
  title: 'Line that begins with # but is not a directive',
  why: '`#` starts a directive, not a comment. For an unknown directive, Asterisk logs a warning and skips the line.',
  fix: 'Begin comments with `;`. The directives are `#include`, `#tryinclude` and `#exec`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n# phones\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n; phones\n',
  on: 'line',
  kinds: ['directive'],
  check: (line, at) =>
    line.kind === 'directive'
      ? foreignDirective(line, at, ['include', 'tryinclude', 'exec'], 'is not a directive.', 'Asterisk')
      : undefined,
};
