import { message } from '../../../../../rules/rule.ts';
import { includesThatAre } from '../../../config/faults/faultyIncludes.ts';
import type { ReadingRule } from '../rule.ts';

export const repeatedInclude: ReadingRule = {
  code: 'sip-conf/repeated-include',
  severity: 'information',
  family: 'includes',
  title: 'Include of a file that was already included',
  why: 'The server reads the file again and logs a warning each time, because a program that saves the configuration through the server would write the second copy to another file.',
  fix: 'Put the shared lines into a template and inherit from it, or ignore the warning.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n#include "phone.conf"\n\n[bob]\ntype=friend\nhost=dynamic\nsecret=Qm4-tz8-Rb6\n#include "phone.conf"\n',
  good: '[general]\n\n[phone](!)\n#include "phone.conf"\n\n[alice](phone)\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  files: { 'phone.conf': 'qualify=yes\n' },
  since: '1.6.2',
  on: 'reading',
  *check(reading) {
    for (const { place, line, start, end } of includesThatAre('repeated', reading)) {
      yield {
        ...{ place, line, start, end },
        message: message(
          'This file was already included.',
          'The server reads it again and logs a warning.',
          'Put the shared lines into a template instead.',
        ),
      };
    }
  },
};
