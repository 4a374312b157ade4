import { message } from '../../../../../rules/rule.ts';
import { atLine, type LineRule } from '../rule.ts';

export const emptyOptionName: LineRule = {
  code: 'sip-conf/empty-option-name',
  severity: 'error',
  family: 'syntax',
  title: 'No option name before the equal sign',
  why: 'The server logs a warning and skips the line.',
  fix: 'Add the name of the option, or remove the line.',
  bad: '[general]\n=public\n',
  good: '[general]\ncontext=public\n',
  on: 'line',
  kinds: ['option'],
  check(line, at, model) {
    if (line.kind !== 'option' || line.name !== '' || line.backslash === 'invalid') return undefined;
    // Before the first section, the server stops at any option line, which another rule reports.
    if (model.reading.preambles.some(({ section }) => section === at.place.section)) return undefined;
    const text = message(
      'The line has no option name before the equal sign.',
      'The server logs a warning and skips the line.',
      'Add the name.',
    );
    return [{ ...atLine(at.place, at.line), message: text }];
  },
};
