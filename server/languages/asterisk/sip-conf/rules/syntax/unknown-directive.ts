import { message } from '../../../../../rules/rule.ts';
import { nearest } from '../../../../../text/spelling.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { atLine, type LineRule, replacing } from '../rule.ts';

export const unknownDirective: LineRule = {
  code: 'sip-conf/unknown-directive',
  severity: 'error',
  family: 'syntax',
  title: 'Line that begins with # but is not a directive',
  why: '`#` begins a directive, not a comment. The server logs a warning about an unknown one and skips the line.',
  fix: 'Begin comments with `;`. The directives are `#include`, `#tryinclude` (from 11 on) and `#exec`.',
  bad: '[general]\n# guests may call\nallowguest=no\n',
  good: '[general]\n; guests may call\nallowguest=no\n',
  on: 'line',
  check(line, at, model) {
    if (line.kind !== 'directive') return undefined;
    const known = isAtLeast(model.branch, '11') ? ['include', 'exec', 'tryinclude'] : ['include', 'exec'];
    if (known.includes(line.word)) return undefined;
    const near = line.word.length > 3 ? nearest(line.word, known) : undefined;
    const range = atLine(at.place, at.line);
    const word = { place: at.place, line: at.line, start: line.start, end: line.wordEnd };
    const rest = line.text.slice(line.start + 1, line.end).trimStart();
    const fixes =
      near === undefined
        ? [replacing('Turn into a comment', range, `; ${rest}`, true)]
        : [replacing(`Change to "#${near}"`, word, `#${near}`)];
    const what = `"${line.text.slice(line.start, line.wordEnd)}" is not a directive${line.word === 'tryinclude' ? ' before Asterisk 11' : ''}.`;
    const todo = near === undefined ? 'Begin comments with ";".' : `Did you mean "#${near}"?`;
    return [{ ...range, message: message(what, 'The server warns and skips the line.', todo), fixes }];
  },
};
