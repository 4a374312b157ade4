import { message } from '../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const byteOrderMark: LineRule = {
  code: 'flexisip-conf/byte-order-mark',
  severity: 'warning',
  family: 'reading',
  title: 'Byte order mark before the first line',
  why: 'The server reads the mark as part of the first line. It does not recognize a section there and ignores its keys; a comment there may become a key.',
  fix: 'Save the file as UTF-8 without a byte order mark.',
  bad: '\uFEFF[global]\nlog-level=error\n',
  good: '[global]\nlog-level=error\n',
  on: 'line',
  kinds: ['entry', 'dropped'],
  check({ source, sectionIndex, line }) {
    if (sectionIndex !== 0 || line !== 0 || !source.text.startsWith('\uFEFF')) return undefined;
    if (!/^\uFEFF *(\[|[^=]*=)/.test(source.text)) return undefined;
    const mark = { sectionIndex, line, start: 0, end: 1 };
    return [
      {
        ...mark,
        message: message(
          'The file starts with a byte order mark.',
          'The server reads it as part of the first line and does not recognize that line.',
          'Remove the byte order mark.',
        ),
        fixes: [replacing('Remove the byte order mark', mark, '', true)],
      },
    ];
  },
};
