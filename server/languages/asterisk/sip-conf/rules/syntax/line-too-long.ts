import { message } from '../../../../../rules/rule.ts';
import type { LineRule } from '../rule.ts';

export const lineTooLong: LineRule = {
  code: 'sip-conf/line-too-long',
  severity: 'error',
  family: 'syntax',
  title: 'Line that does not fit the buffer of the server',
  why: 'A line may have 8191 bytes. The server skips a longer one as a whole (before 1.8 it cuts it), whatever stands in it.',
  fix: 'Split the value over several lines of the same option where it is repeatable, or shorten it.',
  bad: `[general]\ncontext=${'x'.repeat(8200)}\n`,
  good: '[general]\ncontext=public\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'long') return undefined;
    const text = message(
      'This line has more than 8191 bytes.',
      'The server skips it as a whole.',
      'Shorten it.',
    );
    return [{ ...at, start: 0, end: line.text.trimEnd().length, message: text }];
  },
};
