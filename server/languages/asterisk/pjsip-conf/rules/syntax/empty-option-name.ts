import { message } from '../../../../../rules/rule.ts';
import { atLine, type LineRule } from '../rule.ts';

export const emptyOptionName: LineRule = {
  code: 'pjsip-conf/empty-option-name',
  severity: 'error',
  family: 'syntax',
  title: 'No option name before the equal sign',
  why: 'Asterisk logs a warning and skips the line.',
  fix: 'Add the name of the option, or remove the line.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n=udp\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'line',
  kinds: ['option'],
  check(line, at, model) {
    if (line.kind !== 'option' || line.name !== '' || line.backslash === 'invalid') return undefined;
    if (model.conf.reading.preambles.some(({ section }) => section === at.place.section)) return undefined;
    const what = 'The line has no option name before the equal sign.';
    return [
      {
        ...atLine(at.place, at.line),
        message: message(what, 'Asterisk logs a warning and skips the line.', 'Add the name.'),
      },
    ];
  },
};
