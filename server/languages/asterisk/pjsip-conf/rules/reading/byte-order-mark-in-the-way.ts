import { message } from '../../../../../rules/rule.ts';
import type { WholeRule } from '../rule.ts';

export const byteOrderMarkInTheWay: WholeRule = {
  code: 'pjsip-conf/byte-order-mark-in-the-way',
  severity: 'error',
  family: 'reading',
  title: 'Byte order mark in a file that is not the first of its pattern',
  why: 'Of the files that one `#include` with a wildcard stands for, Asterisk skips the byte order mark only in the first. In the others it belongs to the first line, which is then not understood: the lines below a header there go to the section before.',
  fix: 'Save the file as UTF-8 without byte order mark.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n#include "aors-*.conf"\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  files: {
    'aors-1.conf': '[alice]\ntype=aor\nmax_contacts=1\n',
    'aors-2.conf': '\uFEFF[bob]\ntype=aor\nmax_contacts=1\n',
  },
  on: 'whole',
  *check(model) {
    for (const { place, line } of model.conf.reading.marked) {
      yield {
        ...{ place, line, start: 0, end: place.section.lines[line]?.text.trimEnd().length ?? 0 },
        message: message(
          'The byte order mark belongs to this line, since the file is not the first of its pattern.',
          'Asterisk does not understand the line, and what follows goes to the section before.',
          'Save the file without byte order mark.',
        ),
      };
    }
  },
};
