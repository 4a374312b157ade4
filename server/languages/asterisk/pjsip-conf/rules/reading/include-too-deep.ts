import { message } from '../../../../../rules/rule.ts';
import { includesThatAre } from '../../../config/faults/faultyIncludes.ts';
import type { WholeRule } from '../rule.ts';

export const includeTooDeep: WholeRule = {
  code: 'pjsip-conf/include-too-deep',
  severity: 'error',
  family: 'reading',
  title: 'Includes nested more than ten deep',
  why: 'Asterisk stops at the tenth level. In most cases, a file includes itself, directly or through others.',
  fix: 'Remove one of the include lines from the circle.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n#include "pjsip.conf"\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'whole',
  *check(model) {
    for (const { place, line, start, end } of includesThatAre('deep', model.conf.reading)) {
      const what = 'This include is nested more than ten levels deep, or goes in a circle.';
      yield {
        ...{ place, line, start, end },
        message: message(
          what,
          'Asterisk stops here, and the rest is lost.',
          'Remove the line from the circle.',
        ),
      };
    }
  },
};
