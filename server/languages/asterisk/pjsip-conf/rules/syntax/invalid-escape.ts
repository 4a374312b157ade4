import { message } from '../../../../../rules/rule.ts';
import { atLine, type LineRule } from '../rule.ts';
import { whyStop } from '../texts.ts';

export const invalidEscape: LineRule = {
  code: 'pjsip-conf/invalid-escape',
  severity: 'error',
  family: 'syntax',
  title: 'Backslash with nothing behind it at the start of a line',
  why: 'Asterisk stops reading the file here: a pjsip.conf is refused as a whole, an included file loses the rest.',
  fix: 'Remove the backslash.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n\\ protocol=udp\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'line',
  check(line, at, model) {
    if ((line.kind !== 'option' && line.kind !== 'stray') || line.backslash !== 'invalid') return undefined;
    const what = 'A backslash that begins a line must stand directly before a visible ASCII character.';
    return [
      {
        ...atLine(at.place, at.line),
        message: message(what, whyStop(model, at.place.file), 'Remove the backslash.'),
      },
    ];
  },
};
