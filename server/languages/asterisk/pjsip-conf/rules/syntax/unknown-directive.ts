import { message } from '../../../../../rules/rule.ts';
import { nearest } from '../../../../../text/spelling.ts';
import { atLine, type LineRule, replacing } from '../rule.ts';

export const unknownDirective: LineRule = {
  code: 'pjsip-conf/unknown-directive',
  severity: 'error',
  family: 'syntax',
  title: 'Line that begins with # but is not a directive',
  why: '`#` begins a directive, not a comment. Asterisk logs a warning about an unknown one and skips the line.',
  fix: 'Begin comments with `;`. The directives are `#include`, `#tryinclude` and `#exec`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n# phones\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n; phones\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'directive' || known.includes(line.word)) return undefined;
    const near = line.word.length > 3 ? nearest(line.word, known) : undefined;
    const range = atLine(at.place, at.line);
    const word = { ...at, start: line.start, end: line.wordEnd };
    const rest = line.text.slice(line.start + 1, line.end).trimStart();
    const fixes =
      near === undefined
        ? [replacing('Turn into a comment', range, `; ${rest}`, true)]
        : [replacing(`Change to "#${near}"`, word, `#${near}`)];
    const what = `"${line.text.slice(line.start, line.wordEnd)}" is not a directive.`;
    const todo = near === undefined ? 'Begin comments with ";".' : `Did you mean "#${near}"?`;
    return [{ ...range, message: message(what, 'Asterisk warns and skips the line.', todo), fixes }];
  },
};

const known = ['include', 'tryinclude', 'exec'];
