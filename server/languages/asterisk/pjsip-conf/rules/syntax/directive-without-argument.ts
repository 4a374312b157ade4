import { message } from '../../../../../rules/rule.ts';
import { atLine, type LineRule } from '../rule.ts';

export const directiveWithoutArgument: LineRule = {
  code: 'pjsip-conf/directive-without-argument',
  severity: 'error',
  family: 'syntax',
  title: 'Directive that names no file',
  why: 'Asterisk logs a warning and skips the line, so nothing is included.',
  fix: 'Name the file, or remove the line.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n#include\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'directive' || line.argument !== undefined) return undefined;
    if (!['include', 'tryinclude', 'exec'].includes(line.word)) return undefined;
    const what = `"#${line.word}" names no ${line.word === 'exec' ? 'command' : 'file'}.`;
    return [
      {
        ...atLine(at.place, at.line),
        message: message(what, 'Asterisk warns and skips the line.', 'Name it behind the word.'),
      },
    ];
  },
};
