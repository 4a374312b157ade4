import { message } from '../../../../../rules/rule.ts';
import type { ReadingRule } from '../rule.ts';

export const byteOrderMarkInTheWay: ReadingRule = {
  code: 'sip-conf/byte-order-mark-in-the-way',
  severity: 'error',
  family: 'includes',
  title: 'Byte order mark in a file that is not the first of its pattern',
  why: 'Of the files that one `#include` with a wildcard stands for, the server skips the byte order mark only in the first. In the others it belongs to the first line, which is then not understood: the lines below a header there go to the section before.',
  fix: 'Save the file as UTF-8 without byte order mark.',
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
          'The byte order mark belongs to this line, since the file is not the first of its pattern.',
          'The server does not understand the line, and what follows goes to the section before.',
          'Save the file without byte order mark.',
        ),
      };
    }
  },
};
