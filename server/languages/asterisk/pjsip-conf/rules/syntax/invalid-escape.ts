import { message } from '../../../../../rules/rule.ts';
import { atLine, type LineRule } from '../rule.ts';
import { whyStop } from '../texts.ts';

export const invalidEscape: LineRule = {
  code: 'pjsip-conf/invalid-escape',
  severity: 'error',
  family: 'syntax',
  title: 'Backslash with nothing after it at the start of a line',
  why: 'Asterisk stops reading the file here: it refuses all of pjsip.conf, or loses the rest of an included file.',
  fix: 'Remove the backslash.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n\\ protocol=udp\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'line',
  kinds: ['option', 'stray'],
  check(line, at, model) {
    if ((line.kind !== 'option' && line.kind !== 'stray') || line.backslash !== 'invalid') return undefined;
    const what =
      'A backslash at the start of a line must be directly followed by a printable ASCII character.';
    return [
      {
        ...atLine(at.place, at.line),
        message: message(what, whyStop(model, at.place.file), 'Remove the backslash.'),
      },
    ];
  },
};
