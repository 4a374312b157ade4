import { message } from '../../../../../rules/rule.ts';
import type { LineRule } from '../rule.ts';

export const lineTooLong: LineRule = {
  code: 'pjsip-conf/line-too-long',
  severity: 'error',
  family: 'syntax',
  title: "Line that does not fit into the server's buffer",
  why: 'A line can have up to 8191 bytes. Asterisk skips a longer one completely, whatever its content.',
  fix: 'Split the value into several lines if the option is repeatable, or shorten it.',
  bad: `[global]\ntype=global\nuser_agent=${'x'.repeat(8200)}\n`,
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'line',
  kinds: ['long'],
  check(line, at) {
    if (line.kind !== 'long') return undefined;
    const text = message('This line has more than 8191 bytes.', 'Asterisk skips all of it.', 'Shorten it.');
    return [{ ...at, start: 0, end: line.text.trimEnd().length, message: text }];
  },
};
