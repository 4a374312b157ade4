import { message } from '../../../../../rules/rule.ts';
import type { WholeRule } from '../rule.ts';

export const byteOrderMarkInTheWay: WholeRule = {
  code: 'pjsip-conf/byte-order-mark-in-the-way',
  severity: 'error',
  family: 'reading',
  title: 'Byte order mark in a file that is not the first match of its pattern',
  why: 'When an `#include` with a wildcard matches several files, Asterisk skips the byte order mark only in the first. In the others, it becomes part of the first line, which Asterisk then cannot read: if that line is a header, the lines below it go to the previous section.',
  fix: 'Save the file as UTF-8 without a byte order mark.',
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
          'The byte order mark becomes part of this line, because the file is not the first match of its pattern.',
          'Asterisk cannot read the line, and the lines below it go to the previous section.',
          'Save the file without a byte order mark.',
        ),
      };
    }
  },
};
