import { message } from '../../../../../rules/rule.ts';
import { includesThatAre } from '../../../config/faults/faultyIncludes.ts';
import type { WholeRule } from '../rule.ts';
import { whyStop } from '../texts.ts';

export const includeNotFound: WholeRule = {
  code: 'pjsip-conf/include-not-found',
  severity: 'error',
  family: 'reading',
  title: 'Include of a missing file',
  why: 'Asterisk stops reading the file that contains the line; if that file is pjsip.conf itself, it refuses all of it. A pattern that matches nothing counts as missing.',
  fix: 'Create the file, correct the path (relative paths start at the configuration directory), or write `#tryinclude` when the file may be missing.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n#include "no-such-file.conf"\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n#tryinclude "no-such-file.conf"\n',
  on: 'whole',
  *check(model) {
    for (const { place, line, start, end, directive } of includesThatAre('missing', model.conf.reading)) {
      const word = { place, line, start: directive.start, end: directive.wordEnd, newText: '#tryinclude' };
      yield {
        ...{ place, line, start, end },
        message: message(
          `There is no file "${directive.argument ?? ''}".`,
          whyStop(model, place.file),
          'Correct the path, or use #tryinclude.',
        ),
        fixes: [{ title: 'Change to "#tryinclude"', edits: [word] }],
      };
    }
  },
};
