import { message } from '../../../../../rules/rule.ts';
import type { LineRule } from '../rule.ts';

export const lineTooLong: LineRule = {
  code: 'pjsip-conf/line-too-long',
  severity: 'error',
  family: 'syntax',
  title: 'Line that does not fit the buffer of the server',
  why: 'A line may have 8191 bytes. Asterisk skips a longer one as a whole, whatever stands in it.',
  fix: 'Split the value over several lines where the option is repeatable, or shorten it.',
  bad: `[global]\ntype=global\nuser_agent=${'x'.repeat(8200)}\n`,
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'long') return undefined;
    const text = message(
      'This line has more than 8191 bytes.',
      'Asterisk skips it as a whole.',
      'Shorten it.',
    );
    return [{ ...at, start: 0, end: line.text.trimEnd().length, message: text }];
  },
};
