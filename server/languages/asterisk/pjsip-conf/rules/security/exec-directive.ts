import { message } from '../../../../../rules/rule.ts';
import { atLine, type LineRule } from '../rule.ts';

export const execDirective: LineRule = {
  code: 'pjsip-conf/exec-directive',
  severity: 'warning',
  family: 'security',
  title: 'Configuration made by a command',
  why: 'Asterisk runs the command with its own rights, often as root, each time it reads the file, which is about fifteen times for pjsip.conf. Anyone who can change the command or its input owns the server. Without `execincludes=yes` in asterisk.conf the line is skipped with a warning.',
  fix: 'Write the file beforehand, and include it with `#include`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n#exec /usr/local/bin/phones\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n#tryinclude "phones.conf"\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'directive' || line.word !== 'exec' || line.argument === undefined) return undefined;
    const what = 'Asterisk runs this command each time it reads the file.';
    const why = 'Anyone who can change the command or what it reads owns the server.';
    return [{ ...atLine(at.place, at.line), message: message(what, why, 'Include a file instead.') }];
  },
};
