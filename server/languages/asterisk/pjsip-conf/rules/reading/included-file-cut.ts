import { message } from '../../../../../rules/rule.ts';
import { includesThatAre } from '../../../config/faults/faultyIncludes.ts';
import { atLine, type WholeRule } from '../rule.ts';

export const includedFileCut: WholeRule = {
  code: 'pjsip-conf/included-file-cut',
  severity: 'error',
  family: 'reading',
  title: 'Include of a file that Asterisk does not read completely',
  why: 'At a line that it cannot read, Asterisk stops reading the included file. The lines below are lost, and reading continues in the including file without another message.',
  fix: 'Fix the line in the included file.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n#include "phones.conf"\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  files: { 'phones.conf': '[alice\ntype=aor\n' },
  on: 'whole',
  *check(model) {
    for (const { place, line, start, end, stop, unread = [] } of includesThatAre('cut', model.conf.reading)) {
      if (stop === undefined) continue;
      const more = unread.length === 0 ? '' : ', and so are the files after it';
      yield {
        ...{ place, line, start, end },
        message: message(
          unread.length === 0
            ? 'Asterisk stops reading inside this file.'
            : 'Asterisk stops reading inside one of these files.',
          `Every object below the invalid line in it is lost${more}.`,
          'Fix that line.',
        ),
        related: [{ ...atLine(stop.place, stop.line), message: 'Reading stops here.' }],
      };
    }
  },
};
