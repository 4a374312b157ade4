import { message } from '../../../../../rules/rule.ts';
import { includesThatAre } from '../../../config/faults/faultyIncludes.ts';
import { atLine, type ReadingRule } from '../rule.ts';

export const includedFileCut: ReadingRule = {
  code: 'sip-conf/included-file-cut',
  severity: 'error',
  family: 'includes',
  title: 'Include of a file that the server does not read completely',
  why: 'At a line that it cannot read, the server stops reading the included file. The lines below are lost, and reading continues in the including file without another message.',
  fix: 'Fix the line in the included file.',
  bad: '[general]\n#include "phones.conf"\n',
  files: { 'phones.conf': '[alice\ntype=friend\nhost=dynamic\n' },
  good: '[general]\n',
  on: 'reading',
  *check(reading) {
    for (const { place, line, start, end, stop, unread = [] } of includesThatAre('cut', reading)) {
      if (stop === undefined) continue;
      yield {
        ...{ place, line, start, end },
        message: message(
          unread.length === 0
            ? 'The server stops reading inside this file.'
            : 'The server stops reading inside one of these files.',
          unread.length === 0
            ? 'Everything below the invalid line in it is lost, including devices.'
            : 'Everything below the invalid line in it is lost, and so are the files after it.',
          'Fix that line.',
        ),
        related: [{ ...atLine(stop.place, stop.line), message: 'Reading stops here.' }],
      };
    }
  },
};
