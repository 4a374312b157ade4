import { isAtLeast } from '../../../config/branch.ts';
import { foreignDirective } from '../../../config/faults/directives.ts';
import type { LineRule } from '../rule.ts';

export const unknownDirective: LineRule = {
  code: 'sip-conf/unknown-directive',
  severity: 'error',
  family: 'syntax',
  title: 'Line that begins with # but is not a directive',
  why: '`#` starts a directive, not a comment. For an unknown directive, the server logs a warning and skips the line.',
  fix: 'Begin comments with `;`. The directives are `#include`, `#tryinclude` (11 and later) and `#exec`.',
  bad: '[general]\n# guests may call\nallowguest=no\n',
  good: '[general]\n; guests may call\nallowguest=no\n',
  on: 'line',
  kinds: ['directive'],
  check(line, at, model) {
    if (line.kind !== 'directive') return undefined;
    const known = isAtLeast(model.branch, '11') ? ['include', 'exec', 'tryinclude'] : ['include', 'exec'];
    const isNone = `is not a directive${line.word === 'tryinclude' ? ' before Asterisk 11' : ''}.`;
    return foreignDirective(line, at, known, isNone, 'The server');
  },
};
