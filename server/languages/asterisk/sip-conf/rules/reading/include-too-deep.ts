import { message } from '../../../../../rules/rule.ts';
import { includesThatAre } from '../../../config/faults/faultyIncludes.ts';
import type { ReadingRule } from '../rule.ts';

export const includeTooDeep: ReadingRule = {
  code: 'sip-conf/include-too-deep',
  severity: 'error',
  family: 'includes',
  title: 'Includes nested more than ten deep',
  why: 'The server stops at the tenth level. In most cases, a file includes itself, directly or through others.',
  fix: 'Remove one of the include lines from the circle.',
  bad: '[general]\n#include "sip.conf"\n',
  good: '[general]\n',
  on: 'reading',
  *check(reading) {
    for (const { place, line, start, end } of includesThatAre('deep', reading)) {
      yield {
        ...{ place, line, start, end },
        message: message(
          'This include is nested more than ten levels deep, or goes in a circle.',
          'The server stops here, and the rest is lost.',
          'Remove the line from the circle.',
        ),
      };
    }
  },
};
