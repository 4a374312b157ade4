import { message } from '../../../../../rules/rule.ts';
import { atLine, type LineRule } from '../rule.ts';

export const execDirective: LineRule = {
  code: 'sip-conf/exec-directive',
  severity: 'warning',
  family: 'security',
  title: 'Configuration made by a command',
  why: 'The server runs the command with its own rights, often as root, each time it loads, and reads what it prints. Who can write the command or its input owns the server. Without `execincludes=yes` in asterisk.conf the line is skipped with a warning.',
  fix: 'Write the file beforehand, and include it with `#include`.',
  bad: '[general]\n#exec /usr/local/bin/phones\n',
  good: '[general]\n#tryinclude "phones.conf"\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'directive' || line.word !== 'exec' || line.argument === undefined) return undefined;
    const what = 'The server runs this command each time it loads.';
    const why =
      'Who can change the command or what it reads owns the server; without execincludes in asterisk.conf the line is skipped with a warning.';
    return [{ ...atLine(at.place, at.line), message: message(what, why, 'Include a file instead.') }];
  },
};
