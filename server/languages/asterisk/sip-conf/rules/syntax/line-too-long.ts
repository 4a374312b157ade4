import { message } from '../../../../../rules/rule.ts';
import type { LineRule } from '../rule.ts';

export const lineTooLong: LineRule = {
  code: 'sip-conf/line-too-long',
  severity: 'error',
  family: 'syntax',
  title: "Line that does not fit into the server's buffer",
  why: 'A line can have up to 8191 bytes. The server skips a longer one completely (before 1.8, it truncates the line), whatever its content.',
  fix: 'Split the value into several lines if the option is repeatable, or shorten it.',
  bad: `[general]\ncontext=${'x'.repeat(8200)}\n`,
  good: '[general]\ncontext=public\n',
  on: 'line',
  kinds: ['long'],
  check(line, at) {
    if (line.kind !== 'long') return undefined;
    const text = message('This line has more than 8191 bytes.', 'The server skips all of it.', 'Shorten it.');
    return [{ ...at, start: 0, end: line.text.trimEnd().length, message: text }];
  },
};
