import { message } from '../../../../rules/rule.ts';
import { isSince } from '../../facts/facts.ts';
import type { LineRule } from '../rule.ts';

export const longLine: LineRule = {
  code: 'flexisip-conf/long-line',
  severity: 'warning',
  family: 'reading',
  title: "Line longer than the server's buffer",
  why: 'The server reads lines into a buffer of 1,024 bytes (1.0), 2,048 bytes (2.0 to 2.3.3) or 20,480 bytes (since 2.3.5). The server cuts a longer line and reads the rest as separate lines.',
  fix: 'Shorten the value.',
  bad: `[global]\naliases=${'example.org '.repeat(1800)}\n`,
  good: '[global]\naliases=example.org\n',
  on: 'line',
  kinds: ['setting', 'entry', 'section', 'dropped', 'blank'],
  check({ source, sectionIndex, line, version }) {
    const buffer = isSince(version, '2.3.4') ? 20479 : isSince(version, '2.0.0-alpha') ? 2047 : 1023;
    if (source.text.length * 3 <= buffer) return undefined;
    if (new TextEncoder().encode(source.text).length <= buffer) return undefined;
    return [
      {
        sectionIndex,
        line,
        start: 0,
        end: source.text.trimEnd().length,
        message: message(
          `This line is longer than ${buffer} bytes.`,
          'The server cuts it and reads the rest as separate lines.',
          'Shorten the value.',
        ),
      },
    ];
  },
};
