import { message } from '../../../../../rules/rule.ts';
import { includesThatAre } from '../../../config/faultyIncludes.ts';
import { atLine, type ReadingRule } from '../rule.ts';

export const includedFileCut: ReadingRule = {
  code: 'sip-conf/included-file-cut',
  severity: 'error',
  family: 'includes',
  title: 'Include of a file that the server does not read to its end',
  why: 'At a line that the server cannot read it leaves the included file; what stands below is lost, and the including file goes on without a further message.',
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
            ? 'The server stops inside this file.'
            : 'The server stops inside one of these files.',
          unread.length === 0
            ? 'Everything below the faulty line there is lost, devices included.'
            : 'Everything below the faulty line there is lost, and so are the files that follow.',
          'Fix that line.',
        ),
        related: [{ ...atLine(stop.place, stop.line), message: 'Reading stops here.' }],
      };
    }
  },
};
