import { incompleteDirective } from '../../../config/faults/directives.ts';
import type { LineRule } from '../rule.ts';

export const directiveWithoutArgument: LineRule = {
  code: 'sip-conf/directive-without-argument',
  severity: 'error',
  family: 'syntax',
  title: 'Directive without a file name',
  why: 'The server logs a warning and skips the line, so nothing is included.',
  fix: 'Add the file name, or remove the line.',
  bad: '[general]\n#include\n',
  good: '[general]\n',
  on: 'line',
  kinds: ['directive'],
  check: (line, at) => incompleteDirective(line, at, 'The server'),
};
