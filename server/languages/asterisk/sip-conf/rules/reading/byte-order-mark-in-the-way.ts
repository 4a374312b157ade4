import { message } from '../../../../../rules/rule.ts';
import type { ReadingRule } from '../rule.ts';

export const byteOrderMarkInTheWay: ReadingRule = {
  code: 'sip-conf/byte-order-mark-in-the-way',
  severity: 'error',
  family: 'includes',
  title: 'Byte order mark in a file that is not the first match of its pattern',
  why: 'When an `#include` with a wildcard matches several files, the server skips the byte order mark only in the first. In the others, it becomes part of the first line, which the server then cannot read: if that line is a header, the lines below it go to the previous section.',
  fix: 'Save the file as UTF-8 without a byte order mark.',
  bad: '[general]\n#include "phones-*.conf"\n',
  files: {
    'phones-1.conf': '[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
    'phones-2.conf': '\uFEFF[bob]\ntype=friend\nhost=dynamic\nsecret=Qm4-tz8-Rb6\n',
  },
  good: '[general]\n',
  since: '13',
  on: 'reading',
  *check({ marked }) {
    for (const { place, line } of marked) {
      const text = place.section.lines[line];
      yield {
        place,
        line,
        start: 0,
        end: text?.text.trimEnd().length ?? 0,
        message: message(
          'The byte order mark becomes part of this line, because the file is not the first match of its pattern.',
          'The server cannot read the line, and the lines below it go to the previous section.',
          'Save the file without a byte order mark.',
        ),
      };
    }
  },
};
