import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { ReadingRule } from '../rule.ts';

export const includeNotFound: ReadingRule = {
  code: 'sip-conf/include-not-found',
  severity: 'error',
  family: 'includes',
  title: 'Include of a missing file',
  why: 'Since 1.6, the server stops reading the file that contains the line; if that file is sip.conf itself, it refuses all of it. In 1.4, it logs an error and continues. A pattern that matches nothing counts as missing.',
  fix: 'Create the file, correct the path (relative paths start at the configuration directory), or write `#tryinclude` (11 and later) when the file may be missing.',
  bad: '[general]\n#include "no-such-file.conf"\n',
  good: '[general]\n#tryinclude "no-such-file.conf"\n',
  on: 'reading',
  *check({ faultyIncludes }, model) {
    for (const { place, line, directive, reason } of faultyIncludes) {
      if (reason !== 'missing') continue;
      const range = { place, line, start: directive.argumentStart, end: directive.argumentEnd };
      const word = { place, line, start: directive.start, end: directive.wordEnd, newText: '#tryinclude' };
      const hasTry = isAtLeast(model.branch, '11');
      const why = isAtLeast(model.branch, '1.6.2')
        ? 'The server stops reading here. If the file is sip.conf itself, the server refuses all of it.'
        : 'The server logs an error and continues without it.';
      const todo = `Correct the path${hasTry ? ', or use #tryinclude' : ''}.`;
      yield {
        ...range,
        message: message(`There is no file "${directive.argument ?? ''}".`, why, todo),
        fixes: hasTry ? [{ title: 'Change to "#tryinclude"', edits: [word] }] : [],
      };
    }
  },
};
