import { incompleteDirective } from '../../../config/faults/directives.ts';
import type { LineRule } from '../rule.ts';

export const directiveWithoutArgument: LineRule = {
  code: 'pjsip-conf/directive-without-argument',
  severity: 'error',
  family: 'syntax',
  title: 'Directive without a file name',
  why: 'Asterisk logs a warning and skips the line, so nothing is included.',
  fix: 'Add the file name, or remove the line.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n#include\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'line',
  kinds: ['directive'],
  check: (line, at) => incompleteDirective(line, at, 'Asterisk'),
};
